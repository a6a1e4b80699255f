/** @file How often two samples tell that one spreads more than the other: the power of the test of two variances. */
import { betaUpperTail, halve } from '../distributions.js';

const HALVINGS = 60;

/**
 * Chance that the one-sided F test tells a standard deviation that is so many times as large as the other, at this error: of `trials` normal
 * losses each, 2 or more. `times`: at least 1.
 *
 * @example spreadPower(1.5, 20, 0.05) // 0.53
 */
export function spreadPower(times: number, trials: number, error: number): number {
  const degrees = trials - 1;
  const { high } = halve((value) => upperTail(value, degrees) > error, 0, 1, HALVINGS);
  // As the share x / (1 + x) of a ratio x of variances: it lies between 0 and 1, and is one of a beta distribution.
  const ratio = high / (1 - high) / times ** 2;
  return upperTail(ratio / (1 + ratio), degrees);
}

function upperTail(share: number, degrees: number): number {
  return betaUpperTail(share, degrees / 2, degrees / 2);
}
