/** @file Which candidate leads at a look: the one that is surely good, and none that often diverges. */
import { expect, test } from 'vitest';
import { parseCriterion } from '../../../../stats/index.js';
import { createEstimates, type Estimates } from './estimates.js';
import { findLeader } from './judge.js';
import { shapeOfCriterion } from './shape.js';
import { createThresholds } from './thresholds.js';

const THRESHOLDS = createThresholds(3, 0.05, 7);

/** Three candidates, each with 20 finite losses. */
function estimatesOf(centers: readonly number[], errors: readonly number[], infinite: readonly number[]): Estimates {
  const estimates = createEstimates(3, shapeOfCriterion(parseCriterion('mean')));
  estimates.centers.set(centers);
  estimates.variances.set(errors.map((error) => error ** 2));
  estimates.degrees.fill(19);
  estimates.finite.fill(20);
  estimates.infinite.set(infinite);
  return estimates;
}

test('the one leads whose upper bound is lowest, whichever looks best', () => {
  expect(findLeader(estimatesOf([0, 0.2, 0.4], [0.1, 0.1, 0.1], [0, 0, 0]), THRESHOLDS, 5)).toBe(0);
  expect(findLeader(estimatesOf([0, 0.2, 0.4], [1, 0.1, 0.1], [0, 0, 0]), THRESHOLDS, 5)).toBe(1);
  expect(findLeader(estimatesOf([0, 0.2, 0.4], [1, 1, 0.1], [0, 0, 0]), THRESHOLDS, 5)).toBe(2);
});

test('none leads that is likely to diverge in more than a quarter of its trainings', () => {
  const leaderWith = (diverged: number): number =>
    findLeader(estimatesOf([0, 0.2, 0.4], [0.1, 0.1, 0.1], [diverged, 0, 0]), THRESHOLDS, 5);
  // Of 21 to 27 trainings up to a quarter may be chance, and of 40 a half is not.
  expect([0, 1, 3, 7, 10, 20].map(leaderWith)).toEqual([0, 0, 0, 0, 1, 1]);
});
