/** @file Tails of the beta distribution, computed as tails (DLMF 8.17). */
import betainc from '@stdlib/math-base-special-betainc';

/** P(X > value) for X ~ Beta(a, b), 0 <= value <= 1, a and b above 0. */
export function betaUpperTail(value: number, a: number, b: number): number {
  return betainc(value, a, b, true, true);
}
