/** @file Comparing two candidates on common replicates: certain answers, agreement with the paired t test, level. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../core/index.js';
import { createResampling, effectSize, worseByCriterion } from './comparison.js';
import { parseCriterion } from './criteria/criteria.js';
import { standardDeviation } from './moments.js';
import { pairedTTest } from './tests/t-tests.js';

const resampling = (count: number, resamples = 500) =>
  createResampling(count, resamples, randomFrom('comparison', count));
const diverged = Number.POSITIVE_INFINITY;
const ownLosses = [3, 1, 4, 1.5, 5, 9, 2, 6];
const otherLosses = [4, 1.5, 6, 1, 6, 9.5, 4, 7];

describe('significance', () => {
  it('is the paired t test for the mean', () => {
    expect(worseByCriterion(otherLosses, ownLosses, parseCriterion('mean'), resampling(8))).toBe(
      pairedTTest(otherLosses, ownLosses, 'greater').pValue,
    );
  });
  it.each(['mean', 'median', 'q3', 'std', 'max', 'q3+iqr'])('is certain where %s is infinite or equal', (name) => {
    const criterion = parseCriterion(name);
    const bad = ownLosses.map((loss, index) => (index > 2 ? diverged : loss));
    expect(worseByCriterion(bad, ownLosses, criterion, resampling(8))).toBe(0);
    expect(worseByCriterion(ownLosses, bad, criterion, resampling(8))).toBe(1);
    expect(worseByCriterion(ownLosses, ownLosses, criterion, resampling(8))).toBe(1);
    expect(worseByCriterion(bad, bad, criterion, resampling(8))).toBe(1);
  });
  it('sees a large difference, and weighs a diverged trial under a median without breaking', () => {
    const worse = ownLosses.map((loss) => loss + 20);
    for (const name of ['median', 'q3', 'max', 'es0.2']) {
      expect(worseByCriterion(worse, ownLosses, parseCriterion(name), resampling(8))).toBeLessThan(0.01);
    }
    const oneDiverged = worse.with(0, diverged);
    expect(worseByCriterion(oneDiverged, ownLosses, parseCriterion('median'), resampling(8))).toBeLessThan(0.05);
    const wild = ownLosses.map((loss) => 40 * loss);
    expect(worseByCriterion(wild, ownLosses, parseCriterion('std'), resampling(8))).toBeLessThan(0.05);
  });
  it('bootstrap-t: at 3 standard errors of 9 pairs, t with 8 degrees of freedom', () => {
    const criterion = parseCriterion('median');
    const first = Array.from({ length: 9 }, (_, pair) => 2 * pair + (pair % 3));
    const second = Array.from({ length: 9 }, (_, pair) => (pair * 5) % 9);
    const { draws, swaps } = resampling(9, 2000);
    const at = (values: readonly number[], draw: Int32Array) => Array.from(draw, (index) => values[index] as number);
    const resampled = draws.map((draw) => criterion.evaluate(at(first, draw)) - criterion.evaluate(at(second, draw)));
    const error = Math.sqrt(9 / 8) * standardDeviation(resampled);
    const difference = criterion.evaluate(first) - criterion.evaluate(second);
    const moved = first.map((loss) => loss - difference + 3 * error);
    // P(T > 3) with 8 degrees of freedom.
    expect(worseByCriterion(moved, second, criterion, { draws, swaps })).toBeCloseTo(0.00853584, 7);
  });
  it('does not take a shift for spread', () => {
    const std = parseCriterion('std');
    const shifted = otherLosses.map((loss) => 2 * loss + 512);
    const plain = worseByCriterion(
      otherLosses.map((loss) => 2 * loss),
      ownLosses,
      std,
      resampling(8),
    );
    expect(worseByCriterion(shifted, ownLosses, std, resampling(8))).toBeCloseTo(plain, 12);
  });
  it.each(['mean', 'median', 'q3', 'std', 'iqr', 'max', 'q3+iqr', 'es0.2'])('keeps its level for %s', (name) => {
    const random = randomFrom('level', name);
    const criterion = parseCriterion(name);
    const shared = resampling(8, 200);
    let rejected = 0;
    for (let repeat = 0; repeat < 300; repeat++) {
      const replicate = Array.from({ length: 8 }, () => random.normal());
      const draw = () => replicate.map((common) => common + random.normal());
      if (worseByCriterion(draw(), draw(), criterion, shared) < 0.05) rejected++;
    }
    expect(rejected / 300).toBeLessThan(0.09);
  });
});

describe("Cliff's delta", () => {
  it.each([
    ['all larger', [5, 6], [1, 2], 'mean', 1],
    ['all smaller', [1, 2], [5, 6], 'mean', -1],
    ['ties by half', [1, 2], [1, 2], 'mean', 0],
    ['a diverged loss is larger', [1, diverged], [1, 1], 'median', 0.5],
    ['spread: distances from the own median', [0, 10, 20], [104, 105, 106], 'std', 2 / 9 + 2 / 9],
  ])('%s', (_, first, second, name, expected) => {
    expect(effectSize(first, second, parseCriterion(name))).toBeCloseTo(expected, 14);
  });
});
