/** @file Errors and intervals of means: Student's interval, estimates with it, the jackknife, and Welch's of a difference of two (1947, doi 10.1093/biomet/34.1-2.28). */

import { normalQuantile, studentTwoSidedQuantile } from '../distributions.js';
import { mean, meanDifference, momentsOf, standardDeviation } from '../moments.js';

/** Of at least two finite values; exact where they are normal. */
export function studentInterval(values: ArrayLike<number>, level: number): readonly [low: number, high: number] {
  const n = values.length;
  const error = standardDeviation(values) / Math.sqrt(n);
  return aboutStudent(mean(values), error, n - 1, level);
}

/** Mean of the first minus mean of the second of two independent samples, finite values, at least two in each. */
export function welchInterval(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level: number,
): readonly [low: number, high: number] {
  const left = momentsOf(first);
  const right = momentsOf(second);
  const errors = [Math.sqrt(left.variance / left.n), Math.sqrt(right.variance / right.n)] as const;
  return aboutTwoErrors(meanDifference(first, second), errors, [left.n, right.n], level);
}

/** `difference` plus and minus t times the error of two independent estimates, degrees of freedom as Welch and Satterthwaite have them. */
export function aboutTwoErrors(
  difference: number,
  [first, second]: readonly [number, number],
  [firstCount, secondCount]: readonly [number, number],
  level: number,
): readonly [low: number, high: number] {
  const error = Math.hypot(first, second);
  if (error === 0) return [difference, difference];
  const shares = [(first / error) ** 4 / (firstCount - 1), (second / error) ** 4 / (secondCount - 1)] as const;
  return aboutStudent(difference, error, 1 / (shares[0] + shares[1]), level);
}

/** `estimate` plus and minus the quantile of Student's t times its standard error. */
export function aboutStudent(
  estimate: number,
  error: number,
  degrees: number,
  level: number,
): readonly [low: number, high: number] {
  const half = quantileOf(1 - level, degrees) * error;
  return [estimate - half, estimate + half];
}

/** Kept for whole degrees of freedom: thousands of rivals share a few counts. */
const known = new Map<string, number>();

function quantileOf(probability: number, degrees: number): number {
  if (!Number.isInteger(degrees)) return studentTwoSidedQuantile(probability, degrees);
  const key = `${probability} ${degrees}`;
  const found = known.get(key) ?? studentTwoSidedQuantile(probability, degrees);
  known.set(key, found);
  return found;
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: 'student-t' | 'wilson' | 'newcombe';
}

/** The mean of at least two values with Student's interval; all three Infinity where a value is. */
export function estimateMean(values: ArrayLike<number>, level: number): Estimate {
  const value = mean(values);
  if (!Number.isFinite(value)) return { value, low: value, high: value, level, method: 'student-t' };
  const [low, high] = studentInterval(values, level);
  return { value, low, high, level, method: 'student-t' };
}

/** A share of independent yes-or-no repeats with Wilson's interval (1927, doi 10.1080/01621459.1927.10502953). */
export function estimateShare(hits: number, repeats: number, level: number): Estimate {
  const value = hits / repeats;
  const square = normalQuantile((1 + level) / 2) ** 2;
  const center = (value + square / (2 * repeats)) / (1 + square / repeats);
  const spread = Math.sqrt((value * (1 - value)) / repeats + square / (4 * repeats * repeats));
  const half = (Math.sqrt(square) * spread) / (1 + square / repeats);
  const low = hits === 0 ? 0 : center - half;
  const high = hits === repeats ? 1 : center + half;
  return { value, low, high, level, method: 'wilson' };
}

// The standard error of any smooth figure of rows, from the figure without one block of rows after the other: the delete-a-group
// jackknife (Kott 2001, Journal of Official Statistics 17, 521-526). With one row a block, and a mean as the figure, it is the standard error of the mean.

/** `leftOut[block]`: the figure without that block. NaN where fewer than two. */
export function jackknifeError(leftOut: ArrayLike<number>): number {
  const blocks = leftOut.length;
  const values = Array.from(leftOut);
  const mean = values.reduce((sum, value) => sum + value, 0) / blocks;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return blocks < 2 ? Number.NaN : Math.sqrt(((blocks - 1) / blocks) * squares);
}
