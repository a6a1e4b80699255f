/** @file The adaptive race: what must hold for any losses, what it says of fields whose answer is known, and its refusals. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examples } from '../../../../../test/examples.js';
import { InputError, type Random, randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { type AdaptiveRace, createAdaptiveRace } from './adaptive-race.js';
import type { Look } from './look.js';
import { ADAPTIVE_RULES } from './rules.js';
import type { AdaptiveSettings } from './settings.js';
import type { AdaptiveState } from './state.js';

const mean = parseCriterion('mean');
const q3 = parseCriterion('q3');

type LossOf = (candidate: number, replicate: number) => number;

/** Normal losses with these centers and scales; the same for the same candidate and replicate. */
function normalLosses(centers: readonly number[], random: Random, scale = (_: number) => 1): LossOf {
  const losses = centers.map((center, i) => Array.from({ length: 40 }, () => center + scale(i) * random.normal()));
  return (candidate, replicate) => losses[candidate]?.[replicate] as number;
}

/** Drives the race as somebody does who asks and tells: with as many trials pending as the window allows. */
function drive(race: AdaptiveRace, lossOf: LossOf, stopAt = Number.POSITIVE_INFINITY) {
  const state = race.begin();
  const looks: Look[] = [];
  const pending: { candidate: number; replicate: number }[] = [];
  let asked = 0;
  for (;;) {
    const next = race.next(state, asked);
    if (next.kind === 'finished' || state.evidence.outcomes >= stopAt) break;
    if (next.kind === 'asked') {
      pending.push(...next.asks);
      asked += next.asks.length;
    }
    const { candidate, replicate } = pending.shift() as { candidate: number; replicate: number };
    looks.push(...race.apply(state, [lossOf(candidate, replicate)]));
  }
  return { state, looks, verdict: race.verdict(state), asked };
}

const field = (count: number, best: number, gap: number) =>
  Array.from({ length: count }, (_, i) => (i === best ? 0 : gap));

describe('any race', () => {
  type AnyRace = AdaptiveSettings & {
    readonly seed: number;
    readonly maxReplicates: number;
    readonly diverging: number;
    readonly rounded: boolean;
  };
  const anyRace: fc.Arbitrary<AnyRace> = fc.record({
    candidates: fc.integer({ min: 2, max: 30 }),
    criterion: fc.constantFrom('mean', 'median', 'q3', 'q3+iqr', 'es0.25', 'std', 'iqr').map(parseCriterion),
    rule: fc.constantFrom(...ADAPTIVE_RULES),
    maxReplicates: fc.integer({ min: 2, max: 20 }),
    window: fc.integer({ min: 0, max: 40 }),
    seed: fc.nat(),
    diverging: fc.constantFrom(0, 0, 0.1, 1),
    rounded: fc.boolean(),
  });

  function lossesOf({ candidates, seed, diverging, rounded }: AnyRace): LossOf {
    const random = randomFrom('adaptive-race.test', seed);
    const values = normalLosses(
      Array.from({ length: candidates }, () => random.normal()),
      random,
    );
    return (candidate, replicate) => {
      if (random.uniform() < diverging) return Number.POSITIVE_INFINITY;
      const value = values(candidate, replicate);
      return rounded ? Math.round(value) : value;
    };
  }

  it('asks for each replicate once and in order, ends, and says the same in slices as one by one', () => {
    fc.assert(
      fc.property(anyRace, fc.integer({ min: 1, max: 50 }), (settings, slice) => {
        const race = createAdaptiveRace(settings);
        const told: number[] = [];
        const counts = new Map<number, number>();
        const lossOf = lossesOf(settings);
        const { state, looks, verdict } = drive(race, (candidate, replicate) => {
          expect(replicate).toBe(counts.get(candidate) ?? 0);
          counts.set(candidate, replicate + 1);
          told.push(lossOf(candidate, replicate));
          return told.at(-1) as number;
        });
        expect(Math.max(...counts.values())).toBeLessThanOrEqual(settings.maxReplicates);
        expect(verdict.kind).not.toBe('stopped');
        expect(verdict.set.length).toBeGreaterThanOrEqual(verdict.kind === 'nobody' ? 0 : 1);
        expect(verdict.bound).toBeGreaterThanOrEqual(0);
        const again = race.begin();
        const looksAgain: Look[] = [];
        for (let from = 0; from < told.length; from += slice) {
          looksAgain.push(...race.apply(again, told.slice(from, from + slice)));
        }
        expect(looksAgain).toEqual(looks);
        expect(race.verdict(again)).toEqual(verdict);
        expect(again.end).toBe(state.end);
      }),
      { numRuns: examples(15, 40) },
    );
  });

  it('never asks further ahead than its window', () => {
    const race = createAdaptiveRace({ candidates: 40, criterion: mean, window: 10 });
    const lossOf = normalLosses(field(40, 3, 1), randomFrom('window'));
    const state = race.begin();
    for (let asked = 0; state.end === undefined; ) {
      const next = race.next(state, asked, 3);
      if (next.kind === 'asked') {
        asked += next.asks.length;
        expect(asked - 1 - race.window(asked - 1)).toBeLessThanOrEqual(state.evidence.outcomes);
        expect(race.window(asked)).toBeLessThanOrEqual(Math.min(10, asked / 10));
        continue;
      }
      if (next.kind === 'finished') break;
      for (let left = next.outcomes; left > 0; left--) {
        const { sequence, replicateAt, outcomes } = state.evidence;
        expect(outcomes).toBeLessThan(asked);
        race.apply(state, [lossOf(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
      }
    }
    expect(state.leader).toBe(3);
  });
});

describe('a field with one best', () => {
  it.each(['default', 'strict', 'fast'] as const)('%s names it alone, long before everything is trained', (rule) => {
    const race = createAdaptiveRace({ candidates: 60, criterion: mean, rule });
    const { verdict, looks } = drive(race, normalLosses(field(60, 17, 4), randomFrom('one best')));
    expect(verdict).toMatchObject({ kind: 'decided', leader: 17, set: [17], rivals: [], untried: [] });
    expect(verdict.outcomes).toBeLessThan(300);
    expect(looks.at(-1)).toMatchObject({ end: 'decided', leader: 17, contested: [] });
    if (rule !== 'fast') expect(verdict.bound).toBeLessThan(2);
    expect(verdict.tolerance).toBeGreaterThan(0.25);
  });

  it('fast does not end on a scale that one lucky pair of losses made', () => {
    const race = createAdaptiveRace({ candidates: 64, criterion: mean, rule: 'fast', window: 0 });
    for (let seed = 0; seed < 40; seed++) {
      const { state } = drive(race, normalLosses(field(64, 7, 0.5), randomFrom('lucky', seed)));
      expect(state.evidence.outcomes).toBeGreaterThan(64 + 8);
    }
  });

  it('judges by spread where asked to', () => {
    const race = createAdaptiveRace({ candidates: 12, criterion: parseCriterion('std'), tolerance: 0.1 });
    const lossOf = normalLosses(Array(12).fill(0), randomFrom('steady'), (i) => (i === 5 ? 0.2 : 1));
    expect(drive(race, lossOf).verdict).toMatchObject({ kind: 'decided', leader: 5 });
  });

  it('wakes who was idle when the leader sinks', () => {
    const race = createAdaptiveRace({ candidates: 20, criterion: mean, tolerance: 0 });
    // Candidates 0 and 2 look best by far, until their later trials come.
    const base = normalLosses(field(20, 1, 1), randomFrom('sinking'), () => 0.2);
    const { verdict, looks } = drive(race, (i, j) => (i === 0 || i === 2 ? (j < 6 ? -3 : 9) + base(i, j) : base(i, j)));
    expect(looks.some(({ woken }) => woken.length > 0)).toBe(true);
    expect(verdict.leader).toBe(1);
  });
});

describe('fields without an answer', () => {
  it('names equal candidates as tied, with what it would take', () => {
    const race = createAdaptiveRace({ candidates: 5, criterion: mean, tolerance: 0.01 });
    const { verdict } = drive(race, normalLosses(Array(5).fill(0), randomFrom('equal')));
    expect(verdict.kind).toBe('tied');
    expect(verdict.set).toHaveLength(5);
    for (const { n, trialsToSettle } of verdict.rivals) expect(trialsToSettle).toBeGreaterThanOrEqual(n);
    expect(verdict.outcomes).toBeLessThanOrEqual(100);
  });

  it('ties a constant criterion, and chooses nobody where all diverge', () => {
    const race = createAdaptiveRace({ candidates: 4, criterion: mean, tolerance: 0 });
    expect(drive(race, () => 0.5).verdict).toMatchObject({ kind: 'tied', set: [0, 1, 2, 3] });
    const nobody = { kind: 'nobody', leader: -1, set: [] };
    expect(drive(race, () => Number.POSITIVE_INFINITY).verdict).toMatchObject(nobody);
    const byQuartile = createAdaptiveRace({ candidates: 4, criterion: q3 });
    expect(drive(byQuartile, () => Number.POSITIVE_INFINITY).verdict).toMatchObject(nobody);
  });

  it('takes one infinite loss as proof for the mean, and as one bad trial for q3', () => {
    const base = normalLosses(field(10, 4, 3), randomFrom('bad once'));
    const lossOf: LossOf = (i, j) => (i === 4 && j === 1 ? Number.POSITIVE_INFINITY : base(i, j));
    const byMean = drive(createAdaptiveRace({ candidates: 10, criterion: mean }), lossOf);
    expect(byMean.verdict.set).not.toContain(4);
    expect(byMean.looks.flatMap(({ idle }) => idle)).toContainEqual(
      expect.objectContaining({ candidate: 4, reason: 'divergence' }),
    );
    expect(drive(createAdaptiveRace({ candidates: 10, criterion: q3 }), lossOf).verdict.leader).toBe(4);
  });

  it('keeps who was never tried where it is cut', () => {
    const race = createAdaptiveRace({ candidates: 30, criterion: mean });
    const { verdict } = drive(race, normalLosses(field(30, 2, 3), randomFrom('cut')), 12);
    expect(verdict.kind).toBe('stopped');
    const { sequence } = race.begin().evidence;
    expect(verdict.untried.toSorted((a, b) => a - b)).toEqual(Array.from(sequence.slice(12, 30)).sort((a, b) => a - b));
    expect(verdict.bound).toBe(Number.POSITIVE_INFINITY);
  });

  it('covers a fair sample where the budget ends before everybody had a turn', () => {
    const race = createAdaptiveRace({ candidates: 30, criterion: mean });
    const firstOnes = (seed: number) => new Set(race.begin(seed).evidence.sequence.slice(0, 10));
    const times = new Array(30).fill(0);
    for (let seed = 0; seed < 300; seed++) for (const candidate of firstOnes(seed)) times[candidate]++;
    // 100 each, give or take four standard deviations of 8.2.
    for (const count of times) expect(Math.abs(count - 100)).toBeLessThan(33);
    expect(firstOnes(1)).toEqual(firstOnes(1));
  });

  it('lists more when it is cut than it needed at that look', () => {
    const race = createAdaptiveRace({ candidates: 30, criterion: mean });
    const lossOf = normalLosses(field(30, 2, 1.2), randomFrom('cut later'));
    const { verdict, looks } = drive(race, lossOf, 150);
    expect(verdict.rivals.length).toBeGreaterThanOrEqual((looks.at(-1) as Look).contested.length);
    expect(verdict.bound).toBeGreaterThan(0);
  });
});

describe('separating a tie', () => {
  const long = (centers: readonly number[], key: string): LossOf => {
    const losses = centers.map((center, i) => {
      const random = randomFrom('separate', key, i);
      return Array.from({ length: 2000 }, () => center + random.normal());
    });
    return (candidate, replicate) => losses[candidate]?.[replicate] as number;
  };
  const settings = { candidates: 6, criterion: mean, tolerance: 0.1 };
  const centers = [0, 0.5, 0.6, 3, 4, 5];

  it('asks for the same until the tie, then goes on until it is settled, at the level of any look', () => {
    const lossOf = long(centers, 'settled');
    const plain = drive(createAdaptiveRace(settings), lossOf);
    expect(plain.verdict.kind).toBe('tied');
    const { state, verdict, asked } = drive(createAdaptiveRace({ ...settings, separate: 2000 }), lossOf);
    expect(verdict).toMatchObject({ kind: 'decided', leader: 0, set: [0] });
    expect(state.separating).toBe(true);
    expect(Math.max(...state.evidence.applied)).toBeGreaterThan(20);
    expect(asked).toBeGreaterThan(plain.asked);
    const before = plain.state.evidence.outcomes;
    expect(state.evidence.sequence.slice(0, before)).toEqual(plain.state.evidence.sequence.slice(0, before));
    for (let i = 0; i < 6; i++) {
      expect(state.evidence.losses[i * state.evidence.replicates + 2]).toBe(lossOf(i, 2));
    }
  });

  it('ends tied where all who are contested have all replicates, and spends none on the others', () => {
    const race = createAdaptiveRace({ ...settings, tolerance: 0, separate: 50 });
    const { state, verdict } = drive(race, long([0, 0, 0, 3, 4, 5], 'equal'));
    expect(verdict).toMatchObject({ kind: 'tied', set: expect.arrayContaining([0, 1, 2]) });
    expect(Array.from(state.evidence.applied.slice(0, 3))).toEqual([50, 50, 50]);
    expect(Math.max(...state.evidence.applied.slice(3))).toBeLessThan(20);
  });

  it('leaves a race alone that ended clear', () => {
    const lossOf = long([0, 4, 4, 4, 4, 4], 'decided');
    const plain = drive(createAdaptiveRace(settings), lossOf);
    const { verdict, state } = drive(createAdaptiveRace({ ...settings, separate: 500 }), lossOf);
    expect(verdict).toEqual(plain.verdict);
    expect(state.separating).toBe(false);
  });

  it.each([20, 19, 20.5, Number.NaN])('refuses %d replicates where the race has 20', (separate) => {
    expect(() => createAdaptiveRace({ ...settings, separate })).toThrow(InputError);
  });

  it('loses the best no more often than its delta', () => {
    const race = createAdaptiveRace({ candidates: 8, criterion: mean, tolerance: 0, separate: 60 });
    let lost = 0;
    for (let run = 0; run < 60; run++) {
      const { verdict } = drive(race, long(Array(8).fill(0), `lost ${run}`));
      if (!verdict.set.includes(0)) lost++;
    }
    expect(lost / 60).toBeLessThanOrEqual(0.1);
  });
});

describe('tolerance, costs and beliefs', () => {
  const lossOf = normalLosses(
    Array.from({ length: 20 }, (_, i) => 10 + i / 20),
    randomFrom('options'),
  );

  it('shows a share of the criterion in units of the loss, and refuses it where the criterion is not positive', () => {
    const race = createAdaptiveRace({ candidates: 20, criterion: mean, tolerance: '5 %' });
    const { verdict, looks } = drive(race, lossOf);
    const first = looks.find(({ leader }) => leader >= 0);
    expect(verdict.tolerance).toBeCloseTo(0.05 * (first?.leaderValue ?? Number.NaN), 10);
    const negative = drive(race, (i, j) => lossOf(i, j) - 20).verdict;
    expect(negative).toMatchObject({ toleranceRefused: true, tolerance: 0 });
  });

  it('says so when the tolerance spans all candidates', () => {
    const race = createAdaptiveRace({ candidates: 20, criterion: mean, tolerance: 50 });
    expect(drive(race, lossOf).verdict).toMatchObject({ kind: 'decided', toleranceSpansAll: true });
  });

  it('spends fewer trials on what costs more', () => {
    const trialsOf = (costs?: number[]) => {
      const race = createAdaptiveRace({ candidates: 20, criterion: mean, ...(costs === undefined ? {} : { costs }) });
      const { state } = drive(race, lossOf, 150);
      return state.evidence.applied.reduce((sum, count, i) => sum + (i % 2 === 0 ? count : 0), 0);
    };
    expect(trialsOf(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 20 : 1)))).toBeLessThan(trialsOf());
  });

  it('knows a recorded table exactly once all of it is seen', () => {
    const race = createAdaptiveRace({ candidates: 5, criterion: mean, rule: 'fast', maxReplicates: 8, recorded: true });
    const recorded = normalLosses(Array(5).fill(0), randomFrom('recorded'));
    const { verdict } = drive(race, recorded);
    expect(verdict.kind).toBe('decided');
  });
});

describe('refusals', () => {
  it.each<[string, Partial<AdaptiveSettings>]>([
    ['one candidate', { candidates: 1 }],
    ['a delta that was not calibrated', { delta: 0.07 }],
    ['a negative tolerance', { tolerance: -1 }],
    ['a tolerance in words', { tolerance: 'small' }],
    ['a share above all', { tolerance: '120 %' }],
    ['a cost of zero', { costs: [1, 0, 1] }],
    ['too few costs', { costs: [1] }],
    ['one replicate', { maxReplicates: 1 }],
    ['the maximum', { criterion: parseCriterion('max') }],
  ])('%s', (_, wrong) => {
    expect(() => createAdaptiveRace({ candidates: 3, criterion: mean, ...wrong })).toThrow(InputError);
  });
});

it('runs as far ahead as its window, which is full at as many asks however wide it is', () => {
  const windowsAt = (window: number | undefined) => {
    const ahead = window === undefined ? {} : { window };
    const race = createAdaptiveRace({ candidates: 5, criterion: mean, ...ahead });
    return [10, 480, 960, 5000].map((asked) => race.window(asked));
  };
  expect(windowsAt(undefined)).toEqual([1, 48, 96, 96]);
  expect(windowsAt(8)).toEqual([1, 8, 8, 8]);
  expect(windowsAt(480)).toEqual([5, 240, 480, 480]);
  expect(windowsAt(2000)).toEqual([10, 480, 960, 2000]);
});

/** A state is what `apply` makes of it: nothing else may have changed it. */
it('is read by verdicts without a trace', () => {
  const race = createAdaptiveRace({ candidates: 10, criterion: q3 });
  const lossOf = normalLosses(field(10, 1, 1), randomFrom('trace'));
  const finish = (look: (state: AdaptiveState) => void) => {
    const state = race.begin();
    while (state.end === undefined) {
      const { sequence, replicateAt, outcomes } = state.evidence;
      race.apply(state, [lossOf(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
      look(state);
    }
    return race.verdict(state);
  };
  expect(finish((state) => race.verdict(state))).toEqual(finish(() => {}));
});
