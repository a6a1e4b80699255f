/** @file The standard normal distribution, tails computed as tails. */
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** P(Z >= statistic). */
export function normalUpperTail(statistic: number): number {
  return erfc(statistic / Math.SQRT2) / 2;
}

/** P(|Z| >= |statistic|). */
export function normalTwoSidedTail(statistic: number): number {
  return erfc(Math.abs(statistic) / Math.SQRT2);
}

/** The z with P(Z <= z) = `probability`, 0 < probability < 1. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}
