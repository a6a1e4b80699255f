/** @file A race without assumptions: it ends by its own statement, says no more than its ends do, and refuses what no sequence bounds. */
import { describe, expect, it } from 'vitest';
import { InputError, randomFrom } from '../../../../../core/index.js';
import { parseCriterion, quantileRanks, sorted } from '../../../../../stats/index.js';
import { type AdaptiveRace, createAdaptiveRace } from '../adaptive-race.js';
import { rowOfLosses } from '../evidence.js';
import type { AdaptiveSettings } from '../settings.js';
import type { AdaptiveState } from '../state.js';

type Ends = readonly [low: number, high: number];

const K = 6;
const common: AdaptiveSettings = { candidates: K, criterion: parseCriterion('median'), statement: {} };

/** Normal losses: candidate 0 is the best by `gap`. */
function run(race: AdaptiveRace, gap: number, seed: number, most = Number.POSITIVE_INFINITY): AdaptiveState {
  const random = randomFrom('test/free-statement', seed);
  const state = race.begin(seed);
  const losses = new Map<string, number>();
  while (state.end === undefined && state.evidence.outcomes < most) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    const candidate = sequence[outcomes] as number;
    const key = `${candidate} ${replicateAt[outcomes]}`;
    const loss = losses.get(key) ?? (candidate === 0 ? 0 : gap) + random.normal();
    losses.set(key, loss);
    race.apply(state, [loss]);
  }
  return state;
}

/** By the ranks alone. */
function endsBy(state: AdaptiveState, candidate: number, maxError: number): Ends {
  const ordered = sorted(rowOfLosses(state.evidence, candidate));
  const { low, high } = quantileRanks(ordered.length, 0.5, maxError);
  return [ordered[low - 1] ?? Number.NEGATIVE_INFINITY, ordered[high - 1] ?? Number.POSITIVE_INFINITY];
}

describe('where there are trainings enough', () => {
  const race = createAdaptiveRace({ ...common, maxReplicates: 200 });
  const state = run(race, 2, 1);
  const verdict = race.verdict(state);
  const ends = Array.from({ length: K }, (_, i) => endsBy(state, i, 0.05 / (2 * K)));

  it('goes on after its rule has decided, and ends clear', () => {
    const byRule = createAdaptiveRace({ candidates: K, criterion: common.criterion, maxReplicates: 200 });
    expect(state.evidence.outcomes).toBeGreaterThan(2 * run(byRule, 2, 1).evidence.outcomes);
    expect(state.evidence.outcomes).toBeLessThan(K * 200);
    expect(verdict).toMatchObject({ kind: 'decided', leader: 0, set: [0], rivals: [] });
  });

  it('says what follows from the ends', () => {
    const [, high] = ends[0] as Ends;
    const lows = ends.slice(1).map(([low]) => low);
    expect(Math.min(...lows)).toBeGreaterThanOrEqual(high - verdict.tolerance);
    expect(verdict.bound).toBeCloseTo(Math.max(0, high - Math.min(...lows)), 12);
    const { bounds, by, scale } = race.assess(state);
    expect([by, scale.name]).toEqual(['confidence-sequences', 'losses']);
    for (let i = 1; i < K; i++) {
      const { low, high: most, leastForAll } = bounds.difference(0, i);
      const [ownLow, ownHigh] = ends[0] as Ends;
      const [rivalLow, rivalHigh] = ends[i] as Ends;
      expect([low, most, leastForAll]).toEqual([rivalLow - ownHigh, rivalHigh - ownLow, rivalLow - ownHigh]);
    }
  });

  it('is provisional where it is cut, with the set that the ends leave', () => {
    const cut = run(race, 2, 1, 80);
    const { kind, set, bound } = race.verdict(cut);
    expect([kind, new Set(set).size, bound]).toEqual(['stopped', K, Number.POSITIVE_INFINITY]);
  });
});

it('uses all replicates where they are too few for any end, and calls nobody clear', () => {
  const race = createAdaptiveRace({ ...common, criterion: parseCriterion('q3'), maxReplicates: 20 });
  const state = run(race, 5, 2);
  expect(state.evidence.outcomes).toBe(K * 20);
  const { kind, set, bound } = race.verdict(state);
  expect([kind, set.length, bound]).toEqual(['tied', K, Number.POSITIVE_INFINITY]);
});

it('takes one diverged training for one loss above all others by a quantile, and for an infinite mean', () => {
  const lossOf = (candidate: number, replicate: number) =>
    candidate === 1 && replicate === 2 ? Number.POSITIVE_INFINITY : 0.2 + 0.01 * candidate + 0.001 * replicate;
  const finish = (settings: Partial<AdaptiveSettings>) => {
    const race = createAdaptiveRace({ ...common, tolerance: 0.5, maxReplicates: 12, ...settings });
    const state = race.begin();
    while (state.end === undefined) {
      const { sequence, replicateAt, outcomes } = state.evidence;
      race.apply(state, [lossOf(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
    }
    return race.assess(state);
  };
  const bounded = { statement: { bounds: [0, 1] as const } };
  expect(finish(bounded).bounds.difference(0, 1).low).toBeLessThan(0);
  const { verdict, bounds } = finish({ criterion: parseCriterion('mean'), ...bounded });
  expect(bounds.difference(0, 1).low).toBe(Number.POSITIVE_INFINITY);
  expect(verdict.set).not.toContain(1);
});

it('separates by the same ends', () => {
  const race = createAdaptiveRace({ ...common, maxReplicates: 15, separate: 200 });
  const state = run(race, 2, 3);
  expect(state.separating).toBe(true);
  expect(race.verdict(state)).toMatchObject({ kind: 'decided', leader: 0 });
  expect(endsBy(state, 0, 0.05 / (2 * K))[1]).toBeLessThanOrEqual(
    endsBy(state, 1, 0.05 / (2 * K))[0] + race.verdict(state).tolerance,
  );
});

it.each(['std', 'iqr', 'q3+iqr', 'es0.1', 'mean'])('refuses %s without bounds', (name) => {
  const refused = () => createAdaptiveRace({ ...common, criterion: parseCriterion(name) });
  expect(refused).toThrow(InputError);
  expect(refused).toThrow(name === 'mean' ? /bounds/ : /assumptions/);
});
