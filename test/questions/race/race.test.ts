/** @file The race as a plan: Algorithm 1 round by round, divergence, failures, the ends it can come to. */
import { describe, expect, it } from 'vitest';
import { Fold, InputError, replicateStreams, type Trial } from '../../../src/core/index.js';
import { FRESH_FROM, parseRule, planRace, type RaceSettings } from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { outcomeOf, runRace } from './outcomes.js';

const raceOf = (options: Partial<RaceSettings> = {}) =>
  planRace({
    candidates: ['e', 'd', 'c', 'b', 'a'],
    criterion: parseCriterion('mean'),
    rule: parseRule('halving'),
    warmup: 2,
    finalTrials: 6,
    sampleSize: 1000,
    ...options,
  });

const NOTHING = new Float64Array();

/** a is best, then b, ...; every replicate adds the same to all. */
const ordered = (candidate: string, replicate: number): number =>
  candidate.charCodeAt(0) + (replicate % FRESH_FROM) / 4;

describe('rounds', () => {
  it('lists the warm-up replicate by replicate, candidates in the order given, in common streams', () => {
    const race = raceOf();
    const round = race.next(race.begin(), []);
    if (round.kind !== 'asked') throw new Error('finished at once');
    expect(round).toMatchObject({ stage: { number: 1, phase: 'warm-up' }, divisible: false });
    expect(round.asks.map(({ candidate, streams }) => `${candidate}${streams.init}`)).toEqual(
      ['e0', 'd0', 'c0', 'b0', 'a0', 'e1', 'd1', 'c1', 'b1', 'a1'].map(String),
    );
    expect(round.asks[7]).toEqual({
      candidate: 'c',
      streams: replicateStreams(1),
      fidelity: { sampleSize: 1000 },
      repeat: 0,
    });
  });

  it('halves until one is left, then trains it on replicates that no race reads', () => {
    const race = raceOf();
    const { decisions, trials, state, end } = runRace(race, ordered);
    expect(decisions.map(({ round, survivors, eliminated }) => ({ round, survivors, eliminated }))).toEqual([
      { round: 2, survivors: ['a', 'b'], eliminated: ['c', 'd', 'e'] },
      { round: 3, survivors: ['a'], eliminated: ['b'] },
    ]);
    expect(decisions[0]).toMatchObject({ rule: 'halving', incumbent: 'a', incumbentValue: 97.125 });
    expect(decisions[0]?.evidence[3]).toEqual({ candidate: 'd', statistic: 4, n: 2 });
    expect(end).toBe('decided');
    expect(trials).toHaveLength(10 + 2 + 6);
    expect(race.trials(state)).toBe(trials.length);
    expect(trials.slice(-6).map(({ candidate, streams }) => `${candidate}${streams.init - FRESH_FROM}`)).toEqual(
      ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'].map(String),
    );
    const standings = race.standings(state);
    expect(standings.map(({ candidate }) => candidate)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(standings[0]).toEqual({
      candidate: 'a',
      losses: Float64Array.of(97, 97.25, 97.5),
      replicates: Int32Array.of(0, 1, 2),
      criterion: 97.25,
      eliminatedAt: null,
      fresh: Float64Array.of(97, 97.25, 97.5, 97.75, 98, 98.25),
      freshReplicates: Int32Array.from({ length: 6 }, (_, place) => 1_000_000 + place),
    });
    expect(standings[3]).toMatchObject({ losses: Float64Array.of(100, 100.25), eliminatedAt: 2, fresh: NOTHING });
  });

  it('decides at the end of the warm-up, and from there on in every m-th round', () => {
    const rule = parseRule({ name: 'halving', testEvery: 3 });
    const { decisions } = runRace(raceOf({ rule, finalTrials: 0 }), ordered);
    const deciding = decisions.filter(({ eliminated }) => eliminated.length > 0);
    expect(deciding.map(({ round }) => round)).toEqual([2, 5]);
  });

  it('settles ties by id, not by place', () => {
    const { decisions } = runRace(raceOf({ candidates: ['b', 'a', 'd', 'c'] }), () => 1);
    expect(decisions.map(({ survivors }) => survivors)).toEqual([['a', 'b'], ['a']]);
  });
});

describe('fresh trials', () => {
  const labels = (trials: readonly Trial[]) =>
    trials.map(({ candidate, streams }) => `${candidate}${streams.init - FRESH_FROM}`);
  const freshOf = (race: ReturnType<typeof raceOf>, lossOf = ordered, limit = Number.POSITIVE_INFINITY) => {
    const { state, trials } = runRace(race, lossOf, limit);
    return { state, trials, fresh: trials.filter(({ streams }) => streams.init >= FRESH_FROM) };
  };

  it('go to the winner first, then to those who may be as good, replicate by replicate', () => {
    const rule = parseRule({ name: 'halving', minimumSurvivors: 3 });
    const { fresh } = freshOf(raceOf({ rule, maxReplicates: 3, finalTrials: 2 }));
    expect(labels(fresh)).toEqual(['a0', 'a1', 'b0', 'c0', 'b1', 'c1'].map(String));
  });

  it('go to eight others at most', () => {
    const rule = parseRule({ name: 'halving', minimumSurvivors: 30 });
    const candidates = Array.from({ length: 30 }, (_, index) => String.fromCharCode(97 + index));
    const { fresh } = freshOf(raceOf({ candidates, rule, maxReplicates: 3, finalTrials: 2 }));
    expect(new Set(fresh.map(({ candidate }) => candidate)).size).toBe(1 + 8);
    expect(fresh).toHaveLength(2 * 9);
  });

  it('are none without a winner, and none where none are wanted', () => {
    expect(freshOf(raceOf(), () => Number.POSITIVE_INFINITY).fresh).toEqual([]);
    expect(freshOf(raceOf({ finalTrials: 0 })).fresh).toEqual([]);
  });

  it('use what is left of a budget, as far as it goes', () => {
    const race = raceOf();
    expect(labels(freshOf(race, ordered, 10 + 2 + 4).fresh)).toEqual(['a0', 'a1', 'a2', 'a3'].map(String));
  });

  it('never touch what was decided: neither criterion nor choice', () => {
    const race = raceOf();
    const { state } = freshOf(race, (candidate, replicate) =>
      replicate >= FRESH_FROM ? Number.POSITIVE_INFINITY : ordered(candidate, replicate),
    );
    expect(race.winner(state)).toBe('a');
    expect(race.standings(state)[0]).toMatchObject({
      criterion: 97.25,
      fresh: Float64Array.from(Array(6).fill(Infinity)),
    });
  });

  it('are counted like any other: a failed one is the worst, one that is left out is none', () => {
    const race = planRace(
      { ...{ candidates: ['a', 'b'], criterion: parseCriterion('mean'), rule: parseRule('halving') }, finalTrials: 3 },
      ({ status, loss }) => (status === 'failed' ? Number.NaN : loss),
    );
    const fold = new Fold(race);
    while (fold.end === undefined) {
      for (const { number, ask } of fold.advance().slots) {
        const isSecondFresh = ask.streams.init === FRESH_FROM + 1;
        const outcome = outcomeOf(ask, ordered(ask.candidate, ask.streams.init));
        fold.settle(number, isSecondFresh ? { ...outcome, status: 'failed' } : outcome);
      }
    }
    expect(Array.from(race.standings(fold.state)[0]?.fresh ?? [])).toEqual([97, 97.5]);
  });
});

describe('trials that did not end well', () => {
  const Infinite = Number.POSITIVE_INFINITY;

  it('a candidate with an infinite criterion leaves as soon as the incumbent has a finite one', () => {
    const { decisions } = runRace(raceOf(), (candidate, replicate) =>
      candidate !== 'c' && candidate !== 'd' && replicate === 1 ? Infinite : ordered(candidate, replicate),
    );
    expect(decisions[0]?.survivors).toEqual(['c', 'd']);
    expect(decisions[0]?.eliminated).toEqual(['a', 'b', 'e']);
    expect(decisions[0]?.evidence.find(({ candidate }) => candidate === 'a')).toEqual({
      candidate: 'a',
      n: 2,
      reason: 'divergence',
    });
  });

  it('nobody is chosen where everybody diverged', () => {
    const race = raceOf({ maxReplicates: 6 });
    const { decisions, end, state } = runRace(race, () => Infinite);
    expect(end).toBe('exhausted');
    expect(race.survivors(state)).toHaveLength(5);
    expect(race.winner(state)).toBeUndefined();
    expect(race.answer(state)).toMatchObject({ winner: null, verdict: null });
    expect(decisions).toHaveLength(5);
    expect(decisions[0]?.incumbentValue).toBe(Infinite);
  });

  it('a failed or timed-out outcome counts as the worst loss', () => {
    const race = raceOf({ candidates: ['a', 'b'] });
    const round = race.next(race.begin(), []);
    if (round.kind !== 'asked') throw new Error('finished at once');
    const outcomes = round.asks.map((trial, index) =>
      index === 0 ? { ...outcomeOf(trial, Infinite), status: 'timed-out' as const } : outcomeOf(trial, 5),
    );
    const { decisions } = race.apply(race.begin(), outcomes);
    expect(decisions[0]).toMatchObject({ survivors: ['b'], eliminated: ['a'] });
  });
});

describe('options', () => {
  it('minimumSurvivors keeps the best, and the race ends with them named', () => {
    const rule = parseRule({ name: 'halving', keep: 'ceil', minimumSurvivors: 2 });
    const { end, decisions } = runRace(raceOf({ rule, maxReplicates: 5 }), ordered);
    expect(end).toBe('exhausted');
    expect(decisions.map(({ survivors }) => survivors.length)).toEqual([3, 2, 2, 2]);
    expect(decisions.at(-1)?.survivors).toEqual(['a', 'b']);
  });

  it('testEvery leaves the rounds between alone, but decides that nobody leaves', () => {
    const rule = parseRule({ name: 'halving', keep: 'ceil', testEvery: 2 });
    const { decisions } = runRace(raceOf({ rule }), ordered);
    expect(decisions.map(({ round, survivors }) => [round, survivors.length])).toEqual([
      [2, 3],
      [3, 3],
      [4, 2],
      [5, 2],
      [6, 1],
    ]);
    expect(decisions[1]).toMatchObject({ eliminated: [], evidence: [] });
  });

  it('the default number of replicates lets halving finish', () => {
    const candidates = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const { end } = runRace(raceOf({ candidates, finalTrials: 0 }), ordered);
    expect(end).toBe('decided');
  });
});

describe('refusals', () => {
  it.each<[string, Partial<RaceSettings>, RegExp]>([
    ['one candidate', { candidates: ['a'] }, /1 candidate/],
    ['twice the same', { candidates: ['a', 'b', 'a'] }, /"a" appears twice/],
    ['no warm-up', { warmup: 0 }, /warmup is 0/],
    ['a warm-up below what the criterion needs', { warmup: 1, criterion: parseCriterion('std') }, /at least 2/],
    ['too few replicates', { maxReplicates: 1 }, /maxReplicates is 1/],
    ['half a trial', { finalTrials: 1.5 }, /finalTrials is 1.5/],
  ])('%s', (_, options, message) => {
    expect(() => raceOf(options)).toThrow(InputError);
    expect(() => raceOf(options)).toThrow(message);
  });
  it('an unknown rule, with the nearest', () => {
    expect(() => parseRule('halvin')).toThrow(/did you mean "halving"/);
    expect(() => parseRule({ name: 'halving', testEvery: 0 })).toThrow(/testEvery of rule "halving" is 0/);
  });
});
