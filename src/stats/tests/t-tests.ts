/** @file The form of every test of two samples, and tests of means: Welch's for two samples (Welch 1947, doi 10.1093/biomet/34.1-2.28) and the paired t test. */

import { studentTwoSidedTail, studentUpperTail } from '../distributions.js';
import { meanDifference, momentsOf } from '../moments.js';

/**
 * Welch's t: finite values, at least two in each sample. Where both variances are 0 the answer is certain: equal means
 * give statistic 0 and p 1 (greater: 1), others an infinite statistic and p 0 (greater: 0 or 1, by the sign). `rounding` is a variance that
 * each value has beside its own, as where values lie on steps.
 */
export function welchTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
  rounding = 0,
): TestResult {
  const left = momentsOf(first);
  const right = momentsOf(second);
  const leftShare = (left.variance + rounding) / left.n;
  const rightShare = (right.variance + rounding) / right.n;
  const squaredError = leftShare + rightShare;
  const difference = meanDifference(first, second);
  // Shares of the total instead of squares of variances, which would leave the range of doubles first.
  const leftWeight = leftShare / squaredError;
  const rightWeight = rightShare / squaredError;
  const degrees = 1 / (leftWeight ** 2 / (left.n - 1) + rightWeight ** 2 / (right.n - 1));
  return studentResult(difference, Math.sqrt(squaredError), degrees, alternative);
}

/**
 * The t test of the differences first - second, pair by pair: finite values, at least two pairs. Constant differences
 * are certain: all 0 give statistic 0 and p 1, others an infinite statistic and p 0 (greater: 0 or 1, by the sign).
 */
export function pairedTTest(first: ArrayLike<number>, second: ArrayLike<number>, alternative: Alternative): TestResult {
  const pairs = requirePairs(first, second);
  const differences = Float64Array.from(
    { length: pairs },
    (_, pair) => (first[pair] as number) - (second[pair] as number),
  );
  const { mean, variance } = momentsOf(differences);
  return studentResult(mean, Math.sqrt(variance / pairs), pairs - 1, alternative);
}

/** How many pairs there are; a RangeError where the samples do not pair up. */
export function requirePairs(first: ArrayLike<number>, second: ArrayLike<number>): number {
  if (first.length === second.length) return first.length;
  throw new RangeError(`a paired test needs equal counts, got ${first.length} and ${second.length}`);
}

/** Student's test of a difference with its standard error, the certain answers included. */
export function studentResult(
  difference: number,
  standardError: number,
  degrees: number,
  alternative: Alternative,
): TestResult {
  if (difference === 0) return { statistic: 0, pValue: alternative === 'two-sided' || standardError === 0 ? 1 : 0.5 };
  const statistic = difference / standardError;
  if (!Number.isFinite(statistic)) return { statistic, pValue: alternative === 'greater' && statistic < 0 ? 1 : 0 };
  const tail = alternative === 'greater' ? studentUpperTail : studentTwoSidedTail;
  return { statistic, pValue: tail(statistic, degrees) };
}

/** `two-sided`: do they differ? `greater`: is the first sample larger (location tests) or more spread (spread tests)? */
export type Alternative = 'two-sided' | 'greater';

export interface TestResult {
  /** The statistic as it was published for the test; its sign is that of first minus second where it has one. May be infinite, never NaN. */
  readonly statistic: number;
  /** 0 ... 1. */
  readonly pValue: number;
}

/** Two samples in, statistic and p-value out. Pure; samples are neither kept nor changed. */
export type TwoSampleTest = (
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
) => TestResult;
