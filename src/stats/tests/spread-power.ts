/** @file How often two samples tell that one spreads more than the other: the power of the test of two variances. */
import { betaUpperTail, ratioQuantile } from '../distributions.js';

/**
 * Chance that the one-sided F test tells a standard deviation that is so many times as large as the other, at this error: of `trials` normal
 * losses each, 2 or more. `times`: at least 1.
 *
 * @example spreadPower(1.5, 20, 0.05) // 0.53
 */
export function spreadPower(times: number, trials: number, error: number): number {
  const degrees = trials - 1;
  const ratio = ratioQuantile(1 - error, [degrees, degrees]) / times ** 2;
  return betaUpperTail(ratio / (1 + ratio), degrees / 2, degrees / 2);
}
