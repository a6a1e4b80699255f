/** @file Races trial by trial at their edges: what is refused, what ends, and what is said then. */
import { describe, expect, it } from 'vitest';
import { InputError, randomFrom } from '../../../src/core/index.js';
import {
  FRESH_FROM,
  parseRule,
  planRace,
  type RaceAnswer,
  type RaceSettings,
  type RuleSettings,
} from '../../../src/questions/race/plan/index.js';
import { customCriterion, parseCriterion } from '../../../src/stats/index.js';
import { type LossOf, runRace } from './outcomes.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const noise = (id: string, replicate: number) => randomFrom('edges', id, replicate).normal();
const apart: LossOf = (id, replicate) => 4 * IDS.indexOf(id) + noise(id, replicate);

type Options = Partial<RaceSettings>;
const raceOf = (options: Options = {}, rule: RuleSettings = { name: 'default' }) =>
  planRace({
    ...{ candidates: IDS, criterion: parseCriterion('mean'), rule: parseRule(rule), finalTrials: 0 },
    ...options,
  });

/** Plays it to its end; a race that does not end would never return. */
function play(lossOf: LossOf, options?: Options, rule?: RuleSettings, limit?: number) {
  const race = raceOf(options, rule);
  const run = runRace(race, lossOf, limit);
  return { ...run, race, answer: race.answer(run.state) as RaceAnswer };
}

describe('what is refused, with what is allowed', () => {
  it.each<[string, RuleSettings, RegExp]>([
    ['a delta that was not calibrated', { name: 'default', delta: 0.07 }, /delta of rule "default" is 0.07[\s\S]*0.05/],
    ['no delta at all', { name: 'strict', delta: Number.NaN }, /delta/],
    ['a negative tolerance', { name: 'default', tolerance: -1 }, /tolerance of rule "default" is -1/],
    ['a tolerance in words', { name: 'default', tolerance: 'small' }, /tolerance/],
    ['a share above all', { name: 'default', tolerance: '120 %' }, /tolerance/],
    ['an option of another rule', { name: 'default', alpha: 0.05 }, /"default" has no option "alpha"/],
  ])('%s', (_, rule, message) => {
    expect(() => raceOf({}, rule)).toThrow(InputError);
    expect(() => raceOf({}, rule)).toThrow(message);
  });

  it.each<[string, Options, RegExp]>([
    ['one candidate', { candidates: ['a'] }, /1 candidate/],
    ['twice the same', { candidates: ['a', 'a'] }, /appears twice/],
    ['one replicate', { maxReplicates: 1 }, /maxReplicates is 1/],
    ['half a fresh trial', { finalTrials: 0.5 }, /finalTrials is 0.5/],
    ['a cost of zero', { costs: [1, 1, 0, 1, 1, 1] }, /cost is 0/],
    ['a negative cost', { costs: [1, 1, -2, 1, 1, 1] }, /cost is -2/],
    ['a cost that is no number', { costs: [1, Number.NaN, 1, 1, 1, 1] }, /cost/],
    ['an infinite cost', { costs: [1, Number.POSITIVE_INFINITY, 1, 1, 1, 1] }, /cost/],
    ['too few costs', { costs: [1] }, /costs is 1/],
    ['nothing to separate by', { separate: 20 }, /separate is 20[\s\S]*at least 21/],
    ['the maximum', { criterion: parseCriterion('max') }, /max of endless ones[\s\S]*q0.9/],
    ['the minimum', { criterion: parseCriterion('min') }, /min of endless ones[\s\S]*q0.1/],
  ])('%s', (_, options, message) => {
    expect(() => raceOf(options)).toThrow(InputError);
    expect(() => raceOf(options)).toThrow(message);
  });

  it('a criterion of the user, with the rules that take it', () => {
    const criterion = customCriterion({ name: 'typical', version: 1, evaluate: ([first = 0]) => first });
    expect(() => raceOf({ criterion })).toThrow(InputError);
    expect(() => raceOf({ criterion })).toThrow(/"typical"[\s\S]*kind tail halving, fraction, threshold/);
    expect(() => raceOf({ criterion, rule: parseRule('halving') })).not.toThrow();
  });

  it('separate with a rule in rounds', () => {
    const rule = parseRule('halving');
    expect(() => raceOf({ rule, separate: 100 })).toThrow(/separate is 100, but the rule "halving"/);
  });
});

describe('fresh trials', () => {
  const answerWith = (criterion: string, name: string, freshOf: (raced: number, replicate: number) => number) => {
    const lossOf: LossOf = (id, replicate) =>
      replicate < FRESH_FROM ? apart(id, replicate) : freshOf(apart(id, replicate), replicate);
    return play(lossOf, { criterion: parseCriterion(criterion), finalTrials: 20 }, { name }).answer;
  };

  it.each(['mean', 'median', 'q3', 'q0.9', 'q3+iqr', 'es0.25', 'std', 'iqr'])('by %s', (criterion) => {
    for (const name of ['default', 'strict', 'fast']) {
      expect(answerWith(criterion, name, (loss) => loss)).toMatchObject({ unconfirmed: null });
      const contradicted = answerWith(criterion, name, (loss) => 20 + 8 * loss);
      expect(contradicted).toMatchObject({ verdict: 'stopped', unconfirmed: { n: 20, level: 0.95 } });
      const { expectedWorst, freshBest } = contradicted.unconfirmed ?? { expectedWorst: 0, freshBest: 0 };
      expect(freshBest).toBeGreaterThan(expectedWorst + (contradicted.tolerance?.value ?? 0));
      expect(answerWith(criterion, name, (loss) => loss / 8 - 20)).toMatchObject({ unconfirmed: null });
    }
  });

  it('that all have the same loss, or diverge, take a verdict back as well', () => {
    expect(answerWith('mean', 'default', () => 30)).toMatchObject({ verdict: 'stopped' });
    const diverged = answerWith('mean', 'default', (loss, replicate) => (replicate === FRESH_FROM ? Infinity : loss));
    expect(diverged).toMatchObject({ verdict: 'stopped', unconfirmed: { freshBest: Number.POSITIVE_INFINITY } });
  });

  it('are not asked about a published rule, which states no tolerance', () => {
    const lossOf: LossOf = (id, replicate) => apart(id, replicate) + (replicate < FRESH_FROM ? 0 : 20);
    const { answer } = play(lossOf, { finalTrials: 20 }, { name: 'halving' });
    expect(answer.unconfirmed).toBeNull();
  });
});

describe('what ends, with what is said', () => {
  it('two candidates', () => {
    const two = { candidates: ['a', 'b'] };
    expect(play(apart, two).answer).toMatchObject({ winner: 'a', verdict: 'decided' });
  });

  it('two that are the same, named as tied', () => {
    const same: LossOf = (_, replicate) => noise('same', replicate);
    const { answer, end } = play(same, { candidates: ['a', 'b'] }, { name: 'default', tolerance: 0.01 });
    expect(end).toBe('exhausted');
    expect(answer).toMatchObject({ verdict: 'tied', rivals: [{ difference: 0, standing: 'tied' }] });
    expect(answer.set).toHaveLength(2);
  });

  it.each(['mean', 'median', 'q3', 'q3+iqr', 'es0.25', 'std', 'iqr'])('a constant loss by %s', (criterion) => {
    for (const tolerance of [0, 'auto']) {
      const { answer, end } = play(() => 0.5, { criterion: parseCriterion(criterion) }, { name: 'default', tolerance });
      expect(end).not.toBe('budget');
      expect(answer.set.length + answer.rivals.filter(({ standing }) => standing === 'close').length).toBe(6);
    }
  });

  it('passes alone: nobody is clearly the best, and how far others are nobody knows', () => {
    for (const criterion of ['mean', 'q3', 'q3+iqr', 'std']) {
      for (const name of ['default', 'strict', 'fast']) {
        const rule = { name, tolerance: 0.02 };
        const { answer } = play(() => 0, { criterion: parseCriterion(criterion) }, rule);
        expect(answer).toMatchObject({ verdict: 'tied', tolerance: { spansAll: false } });
        expect(answer.bound).toBe(name === 'fast' ? null : Number.POSITIVE_INFINITY);
        for (const { difference, interval, standing } of answer.rivals) {
          expect({ difference, interval, standing }).toMatchObject({
            ...{ difference: 0, standing: 'tied' },
            interval: { reason: 'every training gave the same loss' },
          });
        }
      }
    }
  });

  it('constants that differ, named without a doubt', () => {
    const { answer, race, state } = play((id) => IDS.indexOf(id));
    expect(answer).toMatchObject({ winner: 'a', verdict: 'decided', tolerance: { value: 0 } });
    expect(answer.bound).toBeLessThan(0.5);
    expect(race.trials(state)).toBeLessThan(60);
  });

  it.each(['mean', 'q3', 'std', 'q3+iqr'])('all diverging by %s: nobody is chosen', (criterion) => {
    const settings = { criterion: parseCriterion(criterion), finalTrials: 5 };
    const { answer, end, race, state, trials } = play(() => Number.POSITIVE_INFINITY, settings);
    expect(end).toBe('exhausted');
    expect(race.winner(state)).toBeUndefined();
    expect(answer).toMatchObject({ winner: null, verdict: null, tolerance: null, rivals: [] });
    expect(trials.length).toBeLessThanOrEqual(6 * 20);
  });

  it('losses that are left out, one of them or all', () => {
    const settings = {
      ...{ candidates: IDS, criterion: parseCriterion('mean'), finalTrials: 0 },
      rule: parseRule('default'),
    };
    const race = planRace(settings, ({ loss }) => (Number.isFinite(loss) ? loss : Number.NaN));
    const without = runRace(race, (id, replicate) => (id === 'c' ? Number.POSITIVE_INFINITY : apart(id, replicate)));
    const answer = race.answer(without.state);
    expect(answer).toMatchObject({ winner: 'a', untried: [], undecided: ['c'], bound: Infinity });
    const none = runRace(race, () => Number.POSITIVE_INFINITY);
    expect(none.end).toBe('exhausted');
    expect(race.winner(none.state)).toBeUndefined();
  });

  it('a tolerance above all differences: any would do, and that is said', () => {
    const { answer } = play(apart, {}, { name: 'default', tolerance: 1000 });
    expect(answer).toMatchObject({ verdict: 'decided', tolerance: { spansAll: true, value: 1000 } });
    expect(play(apart).answer.tolerance?.spansAll).toBe(false);
  });

  it('a share of a criterion that is not positive: no tolerance, and that is said', () => {
    const { answer } = play((id, replicate) => apart(id, replicate) - 100, {}, { name: 'default', tolerance: '5 %' });
    expect(answer.tolerance).toMatchObject({ refused: true, value: 0 });
  });

  it.each([2, 3, 4, 5])('%d replicates', (maxReplicates) => {
    for (const criterion of ['mean', 'q3', 'q3+iqr', 'std', 'es0.5', 'q0.9']) {
      for (const rule of ['default', 'strict', 'fast']) {
        const { trials, end } = play(apart, { criterion: parseCriterion(criterion), maxReplicates }, { name: rule });
        expect(end).not.toBe('budget');
        for (const { streams } of trials) expect(streams.init).toBeLessThan(maxReplicates);
      }
    }
  });

  it('a budget below the number of candidates: a fair sample, and who was never tried', () => {
    const { race, state, trials, end } = play(apart, {}, { name: 'default' }, 4);
    expect(end).toBe('budget');
    expect(new Set(trials.map(({ candidate }) => candidate)).size).toBe(4);
    const untried = race.standings(state).filter(({ losses }) => losses.length === 0);
    expect(untried).toHaveLength(2);
    expect([...race.survivors(state)].sort()).toEqual(IDS);
  });

  it('costs of a wide range', () => {
    const costs = [1e-6, 1, 1e6, 1, 1, 1];
    expect(play(apart, { costs }).answer).toMatchObject({ winner: 'a', verdict: 'decided' });
  });
});
