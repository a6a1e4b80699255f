/** @file The searching race on made losses: whom it tries, where it ends, and what it may say. */
import { expect, test } from 'vitest';
import { Drawing } from '../../../../../test/questions/race/drawing.js';
import { permutation, randomFrom } from '../../../../core/index.js';
import { parseCriterion, placesOf, studentUpperTail } from '../../../../stats/index.js';
import { DISAGREEMENT } from '../joint-costs.js';
import { parseRule } from '../parse-rule.js';
import { NO_FRESH_LOSSES, type RaceFacts } from '../race.js';
import { extendSearch } from './allocate.js';
import { answerSearch } from './answer.js';
import { firstReplicates } from './evidence.js';
import type { Newcomers } from './field.js';
import { planSearch } from './search-plan.js';
import { createSearchRace, type SearchRace } from './search-race.js';
import { searchCriterionOf } from './settings.js';
import { stateSearch } from './statement.js';

/** Three settings of five values each; the best has 3, 1 and 2. */
const CANDIDATES = 125;
const SETTINGS = [0, 1, 2].map((place) => ({
  name: `setting ${place}`,
  values: Array.from({ length: CANDIDATES }, (_, i) => Math.floor(i / 5 ** place) % 5),
}));
const BEST = 3 + 5 + 2 * 25;
const truthOf = (i: number): number =>
  [3, 1, 2].reduce((sum, best, place) => sum + 0.3 * ((SETTINGS[place]?.values[i] ?? 0) - best) ** 2, 0);
const AUDIT = [...permutation(CANDIDATES, randomFrom('audit', 1)).subarray(0, 10)];

function raceBy(criterion: string, prior: 'guarded' | 'full'): SearchRace {
  return createSearchRace({
    candidates: CANDIDATES,
    search: { prior, audit: prior === 'full' ? AUDIT : [], places: placesOf(SETTINGS), isDrawn: false },
    criterion: searchCriterionOf(parseCriterion(criterion)),
    tolerance: { kind: 'retraining', share: 0.5 },
    ...{ delta: 0.05, maxReplicates: 8, seed: 1 },
  });
}

type Loss = (candidate: number, replicate: number) => number;

/** Plays to the end; who was asked for, in order. */
function play(race: SearchRace, loss: Loss) {
  const state = race.begin();
  const asks: { candidate: number; replicate: number }[] = [];
  for (;;) {
    const next = race.next(state, asks.length);
    if (next.kind === 'finished') return { state, asks, standing: race.standing(state) };
    if (next.kind === 'asked') asks.push(...next.asks);
    else {
      const { outcomes } = state.evidence;
      const due = asks.slice(outcomes, outcomes + next.outcomes);
      race.apply(
        state,
        due.map(({ candidate, replicate }) => loss(candidate, replicate)),
      );
    }
  }
}

const noisy: Loss = (i, replicate) => truthOf(i) + 0.5 * randomFrom('search test', i, replicate).normal();

test.each(['mean', 'q3'])('by %s it finds the best without a training of each, and says on what that rests', (by) => {
  const race = raceBy(by, 'full');
  const { state, asks, standing } = play(race, noisy);
  expect(truthOf(standing.leader)).toBeLessThanOrEqual(truthOf(BEST) + standing.tolerance.value);
  expect(state.evidence.applied.filter((count) => count > 0).length).toBeLessThan(CANDIDATES);
  expect(play(race, noisy).asks).toEqual(asks);
  const { reach, amongTried, audit } = stateSearch(standing, race.search, race.delta, true);
  expect(reach).toBeLessThanOrEqual(standing.tolerance.value);
  // Own trials alone say less.
  expect(amongTried).toBeGreaterThan(reach);
  expect(audit).toEqual({ drawn: 10, tried: 10, open: 0, atMost: expect.closeTo(1 - 0.04 ** (1 / 10), 9) });
});

const FACTS = (criterion: string, candidates: number) =>
  ({
    criterion: parseCriterion(criterion),
    candidates: Array.from({ length: candidates }, (_, id) => ({ id: String(id) })),
  }) as unknown as RaceFacts;

test('before a search has ended it is stopped, and counts the untried ones that may be better', () => {
  const race = raceBy('mean', 'full');
  const state = race.begin();
  const seen = { stopped: 0, untriedOpen: 0 };
  while (state.end === undefined) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    race.apply(state, [noisy(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
    if (outcomes % 40 !== 0 && state.end === undefined) continue;
    const answer = answerSearch(FACTS('mean', CANDIDATES), race, state, NO_FRESH_LOSSES);
    const { contested, reference } = race.standing(state);
    const open = Array.from(contested.keys()).filter((i) => contested[i] === 1 && i !== reference);
    const untried = open.filter((i) => state.evidence.applied[i] === 0);
    expect(answer?.search?.untriedOpen).toBe(reference < 0 ? CANDIDATES : untried.length);
    expect(answer?.verdict).toBe(state.end === undefined ? 'stopped' : open.length === 0 ? 'decided' : 'tied');
    if (state.end === undefined) seen.stopped++;
    seen.untriedOpen = Math.max(seen.untriedOpen, untried.length);
    // An answer with nobody untried at the end says that.
    if (state.end !== undefined && reference >= 0) expect(untried).toEqual([]);
  }
  expect(seen.stopped).toBeGreaterThan(2);
  expect(seen.untriedOpen).toBeGreaterThan(10);
});

test('a search whose winner its fresh trainings contradict is stopped', () => {
  const race = smallRace('mean');
  const { state } = play(race, (i, replicate) => 2 * i + noisy(0, 20 * i + replicate));
  const answerWith = (fresh: readonly number[]) =>
    answerSearch(FACTS('mean', 6), race, state, () => Float64Array.from(fresh));
  expect(answerWith([])).toMatchObject({ verdict: 'decided', unconfirmed: null });
  const worse = Array.from({ length: 20 }, (_, n) => 8 + n / 100);
  expect(answerWith(worse)).toMatchObject({ verdict: 'stopped', unconfirmed: { n: 20 } });
});

test('the interval of a difference leaves out half of its error at either end', () => {
  const race = smallRace('mean');
  const { state, standing } = play(race, (i, replicate) => 2 * i + noisy(0, 20 * i + replicate));
  const { reference, standings } = standing;
  const answer = answerSearch(FACTS('mean', 6), race, state, NO_FRESH_LOSSES);
  expect([standing.scale.name, answer?.rivals.length]).toEqual(['losses', 5]);
  for (const { candidate, interval } of answer?.rivals ?? []) {
    const i = Number(candidate);
    if ('reason' in interval) throw new Error(interval.reason);
    const error = Math.sqrt((standings.variances[i] as number) + (standings.variances[reference] as number));
    const gap = (standings.centers[i] as number) - (standings.centers[reference] as number);
    // The quantile of the normal at 0.975.
    expect((interval.high - gap) / error).toBeCloseTo(1.959964, 5);
    expect(interval.level).toBe(0.95);
  }
});

test('each look draws anew from what is believed', () => {
  const race = raceBy('mean', 'full');
  const state = race.begin();
  while (state.looks < 2) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    race.apply(state, [noisy(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
  }
  const standing = race.standing(state);
  const askedAt = (outcomes: number): number[] => {
    const evidence = structuredClone(state.evidence);
    const before = evidence.length;
    const asked = { evidence, field: state.field, audited: state.audited };
    extendSearch(race, asked, { ...standing, outcomes }, before + 200);
    return [...evidence.sequence.subarray(before, evidence.length)];
  };
  expect(askedAt(standing.outcomes)).toEqual(askedAt(standing.outcomes));
  expect(askedAt(standing.outcomes)).not.toEqual(askedAt(standing.outcomes + 1));
});

test('a search that is stopped says nothing before somebody leads, and the less the fewer trainings repeat', () => {
  const race = raceBy('mean', 'full');
  const state = race.begin();
  const statedAfter = (outcomes: number) => {
    while (state.evidence.outcomes < outcomes) {
      const { sequence, replicateAt, outcomes: place } = state.evidence;
      race.apply(state, [noisy(sequence[place] as number, replicateAt[place] as number)]);
    }
    return race.standing(state);
  };
  const early = stateSearch(statedAfter(30), race.search, race.delta, false);
  expect(early).toMatchObject({ reach: Number.POSITIVE_INFINITY, amongTried: Number.POSITIVE_INFINITY });
  const leading = statedAfter(100);
  const bound = stateSearch(leading, race.search, race.delta, false);
  expect(bound.reach).toBeLessThan(20);
  // The same standing by ten times as many repeats, of the same candidates.
  const n = Int32Array.from(leading.own.n, (count) => 10 * count);
  const surer = stateSearch({ ...leading, own: { ...leading.own, n } }, race.search, race.delta, false);
  expect(surer.reach).toBeLessThan(bound.reach);
  expect(surer.amongTried).toBeLessThan(bound.amongTried);
  // By one training each.
  const single = Int32Array.from(leading.own.n, (count) => Math.min(1, count));
  const unknown = stateSearch({ ...leading, own: { ...leading.own, n: single } }, race.search, race.delta, false);
  expect(unknown).toMatchObject({ reach: Number.POSITIVE_INFINITY, amongTried: Number.POSITIVE_INFINITY });
});

/** Six candidates by two settings: too few to learn from. */
function smallRace(criterion: string): SearchRace {
  const settings = SETTINGS.slice(0, 2).map(({ name }, place) => ({
    name,
    values: [0, 1, 2, 3, 4, 5].map((i) => [i % 3, i % 2][place] ?? 0),
  }));
  return createSearchRace({
    candidates: 6,
    search: { prior: 'guarded', audit: [], places: placesOf(settings), isDrawn: false },
    criterion: searchCriterionOf(parseCriterion(criterion)),
    tolerance: { kind: 'retraining', share: 0.5 },
    ...{ delta: 0.05, maxReplicates: 20, seed: 1 },
  });
}

test('a few candidates know what a training varies with their own degrees of freedom', () => {
  const race = smallRace('mean');
  const state = race.begin();
  while (state.evidence.outcomes < 40) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    race.apply(state, [noisy(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
  }
  const standing = race.standing(state);
  const { reference, own, standings } = standing;
  const { reach } = stateSearch(standing, race.search, race.delta, false);
  const [centers, variances] = [standings.centers, standings.variances].map((values) => [...values]) as [
    number[],
    number[],
  ];
  const degrees = Array.from(own.n, (n) => 4 + n - 1);
  const [bar, around] = [(centers[reference] as number) - reach, variances[reference] as number];
  const chances = centers.map((center, i) => {
    const variance = variances[i] as number;
    const total = variance + around;
    const parts = variance ** 2 / (degrees[i] as number) + around ** 2 / (degrees[reference] as number);
    return i === reference ? 0 : studentUpperTail((center - bar) / Math.sqrt(total), total ** 2 / parts);
  });
  expect(Math.min(...Array.from(own.n))).toBeLessThan(8);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(race.delta, 3);
});

test.each([20, Number.POSITIVE_INFINITY])(
  'by a quantile one collapse of three, to a loss of %d, costs the best of few nothing',
  (collapse) => {
    const race = smallRace('q3');
    const best = 3;
    const collapses = [0, 7].map((trial) => (race.firstReplicate(best) + trial) % 20);
    const lossOf: Loss = (i, replicate) =>
      i === best && collapses.includes(replicate) ? collapse : (i === best ? 0 : 2) + noisy(0, 20 * i + replicate);
    const { standing } = play(race, lossOf);
    expect(standing.leader).toBe(best);
    expect(standing.own.collapses[best]).toBe(2);
    expect(standing.tolerance.value).toBeLessThan(0.4);
  },
);

test.each([
  [20, 'collapse'],
  [Number.POSITIVE_INFINITY, 'diverge'],
])('who is lost by losses of %d is told to %s', (collapse, word) => {
  const race = smallRace('q3');
  const { state } = play(race, (i, replicate) =>
    i === 2 && replicate % 2 === 0 ? collapse : i + 0.1 * noisy(0, 20 * i + replicate),
  );
  const answer = answerSearch(FACTS('q3', 6), race, state, NO_FRESH_LOSSES);
  const reasons = answer?.rivals.flatMap(({ interval }) => ('reason' in interval ? [interval.reason] : []));
  expect(reasons).toContain(`its trainings ${word}`);
});

test('in a mean the size of a collapse counts', () => {
  const race = smallRace('mean');
  const collapse = (race.firstReplicate(3) + 1) % 20;
  const { standing } = play(race, (i, replicate) => (i === 3 && replicate === collapse ? 20 : noisy(i, replicate)));
  expect(standing.own.collapses[3]).toBe(0);
  expect(standing.own.means[3]).toBeGreaterThan(2);
});

test('everybody is tried once under a guarded prior, and one that defies its settings is found', () => {
  const defier = 4 + 4 * 5 + 4 * 25;
  const { state, standing } = play(raceBy('mean', 'guarded'), (i, replicate) =>
    i === defier ? noisy(BEST, replicate) - 2 : noisy(i, replicate),
  );
  expect(standing.leader).toBe(defier);
  expect(Math.min(...state.evidence.applied)).toBe(1);
});

test('under a guarded prior most are tried at random, and then those that promise most, beside more trials of the best', () => {
  const { asks, state } = play(raceBy('mean', 'guarded'), noisy);
  const order = [...new Set(asks.map(({ candidate }) => candidate))];
  expect(order).toHaveLength(CANDIDATES);
  const meanTruth = (from: number, until: number): number =>
    order.slice(from, until).reduce((sum, i) => sum + truthOf(i), 0) / (until - from);
  expect(meanTruth(100, 112)).toBeLessThan(0.8 * meanTruth(0, 100));
  expect(meanTruth(112, CANDIDATES)).toBeGreaterThan(1.2 * meanTruth(0, 100));
  const untilAllAreTried = asks.findIndex(({ candidate }) => candidate === order.at(-1));
  expect(untilAllAreTried).toBeGreaterThan(CANDIDATES + 20);
  expect(state.evidence.outcomes).toBeGreaterThan(untilAllAreTried);
});

test('first trials lie evenly on all replicates, whoever is tried', () => {
  const all = Array.from({ length: CANDIDATES }, (_, i) => firstReplicates(CANDIDATES, 8, 1)(i));
  const counts = Array.from({ length: 8 }, (_, replicate) => all.filter((own) => own === replicate).length);
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([15, 16]);
  // About as even among like candidates: the first 25 share a setting.
  expect(new Set(all.slice(0, 25)).size).toBe(8);
});

test.each([
  ['too small for squares, and so all the same', (i: number, replicate: number) => 1e-300 * (i + replicate)],
  ['without noise', (i: number) => truthOf(i)],
])('losses that are %s come to an end', (_, loss) => {
  const { state, standing } = play(raceBy('mean', 'full'), loss);
  expect(['decided', 'exhausted']).toContain(state.end);
  expect(standing.standings.centers.some(Number.isNaN)).toBe(false);
});

test.each(['guarded', 'full'] as const)('by a constant metric a %s race tells nobody apart, and ends', (prior) => {
  const race = raceBy('q3', prior);
  const { state, standing } = play(race, () => 0.25);
  expect([state.end, standing.tolerance.value]).toEqual(['exhausted', 0]);
  expect(Math.min(...state.evidence.applied)).toBe(1);
  expect(standing.contested.filter((flag) => flag === 1)).toHaveLength(CANDIDATES - 1);
  const said = stateSearch(standing, race.search, race.delta, true);
  const audit = prior === 'full' ? { drawn: 10, tried: 10, open: 10, atMost: 1 } : null;
  expect(said).toEqual({ reach: Number.POSITIVE_INFINITY, amongTried: Number.POSITIVE_INFINITY, audit });
});

test('where every training diverges nobody is chosen, once all were tried', () => {
  const { state, standing } = play(raceBy('q3', 'full'), () => Number.POSITIVE_INFINITY);
  expect([state.end, standing.leader]).toEqual(['nobody', -1]);
  expect(Math.min(...state.evidence.applied)).toBe(1);
});

test('a figure of several trainings together is refused', () => {
  const search = { prior: 'full', audit: [], places: placesOf(SETTINGS), isDrawn: false } as const;
  const candidates = Array.from({ length: CANDIDATES }, (_, i) => `c${i}`);
  const settings = { candidates, criterion: parseCriterion('mean'), rule: parseRule('default'), search };
  expect(() => planSearch({ ...settings, joint: DISAGREEMENT })).toThrow(/several trainings of a candidate together/);
});

/** Two settings from 0 to 1; the best stand at 0.7 and 0.35. */
const lossAt = ([x = 0, y = 0]: ArrayLike<number> & Iterable<number>): number =>
  (4 * x - 2.8) ** 2 + (4 * y - 1.4) ** 2;

function raceOver(
  places: readonly (readonly number[])[],
  newcomers?: Newcomers,
  { criterion = 'mean', kind = 'ordered' }: { criterion?: string; kind?: 'ordered' | 'range' } = {},
): SearchRace {
  const axes = ['x', 'y'].map((name) => ({ name, kind }));
  const first = { axes, rows: 60, values: Float64Array.from(places.slice(0, 60).flat()) };
  return createSearchRace({
    candidates: 60,
    search: { prior: 'full', audit: [], places: first, isDrawn: true, ...(newcomers && { newcomers }) },
    criterion: searchCriterionOf(parseCriterion(criterion)),
    tolerance: { kind: 'absolute', value: 0.01 },
    ...{ delta: 0.05, maxReplicates: 8, seed: 1 },
  });
}

// Listed values are told apart no finer than a thirtieth of what they span.
test.each([
  ['ordered', 0.4],
  ['range', 0.02],
] as const)(
  'candidates join between the draws where they promise more, and the same ones are the same race again: %s',
  (kind, near) => {
    const drawing = new Drawing(60);
    const loss: Loss = (i, replicate) =>
      lossAt(drawing.places[i] as number[]) + 0.05 * randomFrom('noise', i, replicate).normal();
    const without = play(raceOver(drawing.places, undefined, { kind }), loss);
    const refined = play(raceOver(drawing.places, drawing, { kind }), loss);
    const best = ({ standing }: typeof refined) => lossAt(drawing.places[standing.leader] as number[]);
    expect(best(without)).toBeGreaterThan(0.05);
    expect(best(refined)).toBeLessThan(near);
    expect(refined.standing.leader).toBeGreaterThanOrEqual(60);
    const { evidence, field } = refined.state;
    expect([evidence.candidates, field.ids.length, field.places.rows]).toEqual([
      drawing.places.length,
      drawing.places.length,
      drawing.places.length,
    ]);
    // All that joined were tried.
    expect(Math.min(...evidence.applied.subarray(60))).toBeGreaterThan(0);
    expect(['decided', 'exhausted']).toContain(refined.state.end);
    expect(play(raceOver(drawing.places, drawing, { kind }), loss).asks).toEqual(refined.asks);
  },
);

test('whoever proposes is told estimates in units of the loss, on whatever scale losses are compared', () => {
  const drawing = new Drawing(60);
  const levelOf = (i: number): number => 1 + lossAt(drawing.places[i] as number[]);
  let told: ReturnType<Parameters<Newcomers['joining']>[0]['tried']> = [];
  const listening: Newcomers = {
    joining: ({ tried }) => {
      told = tried();
      return { newcomers: [], refused: 0 };
    },
  };
  const { standing } = play(
    raceOver(drawing.places, listening, { criterion: 'median' }),
    (i, replicate) => levelOf(i) * Math.exp(0.05 * randomFrom('spread', i, replicate).normal()),
  );
  expect(standing.scale.name).toBe('logarithms');
  expect(told.length).toBeGreaterThan(20);
  for (const { id, estimate } of told) {
    expect(estimate / levelOf(Number(id))).toBeGreaterThan(0.8);
    expect(estimate / levelOf(Number(id))).toBeLessThan(1.25);
  }
});
