/**
 * @file What few trials leave open that no variance shows: passes and failures by the binomial law, collapses by how often they may
 * come, and nothing at all where losses have no ties and none is far worse.
 */
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../../core/index.js';
import { betaUpperTail, parseCriterion, shareInterval } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import { createLeftOpen } from './estimator.js';
import { applyNext, createEvidence, pushAsk } from './evidence.js';
import type { LeftOpen } from './left-open.js';
import { type AdaptiveSettings, completeAdaptiveSettings } from './settings.js';
import { shapeOfCriterion } from './shape.js';
import { createThresholds } from './thresholds.js';

const LEVEL = 0.05 / 7;
/** Of a grid of shares. */
const STEP = 0.004;

function leftOpenOf(
  criterionName: string,
  rows: readonly (readonly number[])[],
  changes: Partial<AdaptiveSettings> = {},
) {
  const criterion = parseCriterion(criterionName);
  const settings = completeAdaptiveSettings({ candidates: rows.length, criterion, ...changes });
  const evidence = createEvidence(rows.length, settings.maxReplicates);
  for (const [candidate, row] of rows.entries()) {
    for (const loss of row) {
      pushAsk(evidence, candidate);
      applyNext(evidence, loss);
    }
  }
  return createLeftOpen(settings, shapeOfCriterion(criterion))(evidence);
}

/** Losses of `ones` ones among zeros. */
const passFail = (ones: number, n: number) => Array.from({ length: n }, (_, place) => (place < ones ? 1 : 0));
const pair = { leader: 0, i: 1, gap: 0, tolerance: 0 };
/** What rival 1 may be better than candidate 0 by. */
const mostOf = (open: LeftOpen | undefined, rivals: number) =>
  open?.threshold(pair, createThresholds(rivals + 1, 0.05, 7)) ?? Number.NaN;

describe('losses with two values', () => {
  it('leave open what the bounds of Clopper and Pearson do, where one of two errors is all', () => {
    for (const failed of [0, 2]) {
      const open = leftOpenOf('mean', [passFail(failed, 20), passFail(0, 20), passFail(1, 20), passFail(9, 20)]);
      const [, highest] = shareInterval(failed, 20, 1 - (2 * LEVEL) / 3);
      expect(Math.abs(mostOf(open, 3) - highest)).toBeLessThan(STEP);
    }
  });

  it('are compared in their own units, whichever comes first', () => {
    const rows = [passFail(4, 20), passFail(1, 20)];
    const most = mostOf(leftOpenOf('mean', rows), 1);
    const moved = rows.map((row) => row.map((loss) => 3 - 0.5 * (1 - loss)).reverse());
    expect(mostOf(leftOpenOf('mean', moved), 1)).toBeCloseTo(most / 2, 12);
    expect(mostOf(leftOpenOf('es1', rows), 1)).toBeCloseTo(most, 9);
  });

  it('have a quantile that is one of the two, and a tail that is a share of them', () => {
    const open = leftOpenOf('q3', [passFail(6, 20), passFail(3, 20)]);
    const above = (failed: number) => betaUpperTail(0.25, failed + 0.5, 20 - failed + 0.5);
    expect(open?.chance({ ...pair, tolerance: 0.3 })).toBeCloseTo(above(6) * (1 - above(3)), 2);
    expect(open?.chance({ ...pair, tolerance: 1 })).toBe(0);
    // No failures of 60: its upper quartile is 0, and nobody's can be lower.
    expect(mostOf(leftOpenOf('q3', [passFail(0, 60), passFail(1, 60)], { maxReplicates: 60 }), 1)).toBeCloseTo(0, 6);
    const shortfall = leftOpenOf('es0.25', [passFail(2, 20), passFail(0, 20)]);
    const mean = leftOpenOf('mean', [passFail(2, 20), passFail(0, 20)]);
    expect(shortfall?.chance({ ...pair, tolerance: 0.2 })).toBeCloseTo(
      mean?.chance({ ...pair, tolerance: 0.05 }) ?? 0,
      3,
    );
  });

  it('are known for certain where the whole row is recorded', () => {
    const rows = [passFail(3, 20), passFail(2, 20)];
    const open = leftOpenOf('mean', rows, { recorded: true });
    expect(open?.chance(pair)).toBeCloseTo(1, 12);
    expect(open?.chance({ ...pair, tolerance: 0.05 })).toBe(0);
    expect(Math.abs(mostOf(open, 1) - 0.05)).toBeLessThan(2e-4);
  });

  it('that are all equal are never far enough from a tolerance after twenty trials', () => {
    for (const tolerance of [0, 0.1, 5, 1e9]) {
      for (const criterion of ['mean', 'q3', 'std']) {
        const open = leftOpenOf(criterion, [passFail(0, 20), passFail(0, 20)]);
        expect(open).toMatchObject({ isAll: true, allAreEqual: true });
        expect(open?.chance({ ...pair, gap: tolerance, tolerance })).toBeGreaterThan(0.02);
      }
    }
  });
});

describe('rare collapses', () => {
  const usual = (seed: string, by = 0) => {
    const random = randomFrom('usual', seed);
    return Array.from({ length: 20 }, () => 1 + by + 0.1 * random.normal());
  };
  const collapsed = (row: readonly number[], times: number) =>
    row.map((loss, place) => (place < times ? loss + 2 : loss));

  it('are those of the field for who has shown none', () => {
    const rows = [usual('a'), usual('b', 0.05), collapsed(usual('c'), 2), collapsed(usual('d'), 1)];
    const open = leftOpenOf('mean', rows);
    expect(open).toMatchObject({ isAll: false, allAreEqual: false });
    // 2 is lost in a collapse: none of 20 leaves open that 4 % more of the leader's collapse, as often as the law of shares says.
    expect(open?.chance({ ...pair, gap: 0.08 })).toBeCloseTo(0.1295, 1);
    expect(open?.chance({ ...pair, gap: 2.5 })).toBe(0);
    const [, highest] = shareInterval(0, 20, 1 - (2 * LEVEL) / 3);
    expect(mostOf(open, 3)).toBeGreaterThan(1.9 * highest);
    expect(mostOf(open, 3)).toBeLessThan(2.3 * highest);
  });

  it('are none of a criterion but the mean, of which one loss is enough', () => {
    const rows = [usual('a'), collapsed(usual('b'), 2)];
    expect(leftOpenOf('q3', rows)).toBeUndefined();
    expect(leftOpenOf('mean', [usual('a'), collapsed(usual('b'), 1)])).toBeDefined();
    expect(leftOpenOf('mean', [usual('a'), usual('b')])).toBeUndefined();
  });
});

it.each(['mean', 'q3', 'q3+iqr', 'es0.25', 'std'])(
  'by %s nothing is left open where losses have no ties',
  (criterion) => {
    for (const law of [(random: Random) => random.normal(), (random: Random) => Math.exp(random.normal() / 2)]) {
      for (let seed = 0; seed < 20; seed++) {
        const random = randomFrom('continuous', seed);
        const rows = Array.from({ length: 10 }, (_, i) =>
          Array.from({ length: 1 + ((3 * i) % 20) }, () => law(random)),
        );
        expect(leftOpenOf(criterion, rows)).toBeUndefined();
      }
    }
  },
);

/** Of `races` of ten in which all but candidate 7 have `poor`: how often the bound was exceeded, or the best not in the set. */
function failuresOf(criterion: string, given: Partial<AdaptiveSettings>, races: number, loss: Simulated) {
  const race = createAdaptiveRace({ candidates: 10, criterion: parseCriterion(criterion), ...given });
  let [exceeded, missed] = [0, 0];
  for (let seed = 0; seed < races; seed++) {
    const random = randomFrom('left open', criterion, seed);
    const state = race.begin(seed);
    while (state.end === undefined) {
      const { sequence, outcomes } = state.evidence;
      race.apply(state, [loss.draw(sequence[outcomes] === 7, random)]);
    }
    const { leader, bound, set } = race.verdict(state);
    if (leader !== 7 && bound < loss.distance) exceeded++;
    if (!set.includes(7)) missed++;
  }
  return { exceeded, missed };
}

interface Simulated {
  /** Of the others from the best. */
  readonly distance: number;
  draw(isBest: boolean, random: Random): number;
}

describe('simulated races', () => {
  const fails = (best: number, others: number): Simulated => ({
    distance: others - best,
    draw: (isBest, random) => (random.uniform() < (isBest ? best : others) ? 1 : 0),
  });
  /** Scores that are mostly 0: a whole failure of the others in 4 %. */
  const graded: Simulated = {
    distance: 0.05,
    draw: (isBest, random) => {
      const draw = random.uniform();
      if (isBest) return draw < 0.97 ? 0 : draw < 0.99 ? 0.25 : 0.5;
      return draw < 0.9 ? 0 : draw < 0.94 ? 0.25 : draw < 0.96 ? 0.5 : 1;
    },
  };

  it('keep their bound where it rests on failures that nobody may have seen', () => {
    const given = { tolerance: 0.02, maxReplicates: 60 };
    expect(failuresOf('mean', given, 60, fails(0.01, 0.1)).exceeded).toBeLessThanOrEqual(1);
    expect(failuresOf('mean', given, 60, graded).exceeded).toBeLessThanOrEqual(1);
  });

  it('by a quartile do not lose the best where losses are 0 and 1', () => {
    const { exceeded, missed } = failuresOf('q3', { tolerance: 0.5 }, 60, { ...fails(0.15, 0.45), distance: 1 });
    expect(missed).toBeLessThanOrEqual(3);
    expect(exceeded).toBeLessThanOrEqual(1);
  });
});
