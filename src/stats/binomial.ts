/** @file Tails of the binomial distribution, from the incomplete beta function (DLMF 8.17.5). */
import betainc from '@stdlib/math-base-special-betainc';

/** P(X >= successes) for X ~ Bin(n, probability), 0 < probability < 1, any whole number of successes. */
export function binomialUpperTail(successes: number, n: number, probability: number): number {
  if (successes <= 0) return 1;
  if (successes > n) return 0;
  return betainc(probability, successes, n - successes + 1);
}
