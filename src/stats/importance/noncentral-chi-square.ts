/**
 * @file The noncentral chi-square distribution, and the interval of its noncentrality: how large an effect may be whose
 * squares have been seen (Steiger 2004, doi 10.1037/1082-989X.9.2.164, with the error variance estimated).
 */

import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import { halve, normalUpperTail, studentTwoSidedQuantile } from '../distributions.js';

/** Terms smaller than this, relative to the sum, add nothing. */
const NEGLIGIBLE = 1e-17;
/** Beyond it the root of a noncentral chi-square is normal about the root of its noncentrality to four digits and more. */
const NORMAL_FROM = 1e4;

/**
 * P(X <= `value`) with `degrees` of freedom and noncentrality `lambda` >= 0: incomplete gamma functions under Poisson
 * weights, summed from the largest weight outwards.
 */
export function noncentralChiSquare(value: number, degrees: number, lambda: number): number {
  if (!(value > 0)) return 0;
  const half = lambda / 2;
  const term = (count: number): number => {
    const weight = half === 0 ? Number(count === 0) : Math.exp(count * Math.log(half) - half - gammaln(count + 1));
    return weight * gammainc(value / 2, degrees / 2 + count);
  };
  const mode = Math.floor(half);
  let total = term(mode);
  for (const step of [1, -1]) {
    for (let count = mode + step; count >= 0; count += step) {
      const next = term(count);
      total += next;
      if (!(next > NEGLIGIBLE * total)) break;
    }
  }
  return Math.min(1, total);
}

/**
 * The noncentralities between which the one behind `value` lies: squares over an error variance that is itself known with
 * `rest` degrees of freedom. Its tails are those that Student's t has beyond a normal of the same width, so that for one
 * degree of freedom these are the squared ends of the classical interval of an effect. Both 0 where even no effect at all
 * hardly ever gives so little.
 */
export function noncentralityInterval(
  value: number,
  degrees: number,
  rest: number,
  level: number,
): readonly [low: number, high: number] {
  const reach = studentTwoSidedQuantile(1 - level, rest);
  if (value > NORMAL_FROM) {
    const root = Math.sqrt(value - degrees + 1);
    return [Math.max(0, root - reach) ** 2, (root + reach) ** 2];
  }
  const tail = normalUpperTail(reach);
  return [noncentralityAt(1 - tail, value, degrees), noncentralityAt(tail, value, degrees)];
}

/** Between these values a chi-square without any effect lies with chance `level`, and beyond each end with half of the rest. */
export function chiSquareInterval(degrees: number, level: number): readonly [low: number, high: number] {
  const tail = (1 - level) / 2;
  const at = (probability: number): number =>
    bisect((value) => noncentralChiSquare(value, degrees, 0) < probability, Math.max(1, degrees));
  return [at(tail), at(1 - tail)];
}

/** The distribution falls as the noncentrality grows. */
function noncentralityAt(probability: number, value: number, degrees: number): number {
  const exceeds = (lambda: number): boolean => noncentralChiSquare(value, degrees, lambda) > probability;
  return exceeds(0) ? bisect(exceeds, Math.max(1, value)) : 0;
}

/** The place at which what holds at 0 ceases to hold; the search begins at `size`. */
function bisect(holds: (at: number) => boolean, size: number): number {
  let high = size;
  while (holds(high)) high *= 2;
  const found = halve(holds, 0, high, 60);
  return (found.low + found.high) / 2;
}
