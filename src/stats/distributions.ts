/** @file Tails, quantiles and draws of the distributions that tests and intervals go by, and what inverts them. */
import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import type { Random } from '../core/index.js';

// Tails of the beta distribution, computed as tails (DLMF 8.17).

/** P(X > value) for X ~ Beta(a, b), 0 <= value <= 1, a and b above 0. */
export function betaUpperTail(value: number, a: number, b: number): number {
  return betainc(value, a, b, true, true);
}

/** The quantile of Fisher's F at `chance`, 0 ... 1, by bisection of its beta variable. */
export function ratioQuantile(chance: number, [first, second]: readonly [number, number]): number {
  let [low, high] = [0, 1];
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (betaUpperTail(middle, first / 2, second / 2) > 1 - chance) low = middle;
    else high = middle;
  }
  return (second * low) / (first * (1 - low));
}

// Tails of the binomial distribution, from the incomplete beta function (DLMF 8.17.5).

/** P(X >= successes) for X ~ Bin(n, probability), 0 < probability < 1, any whole number of successes. */
export function binomialUpperTail(successes: number, n: number, probability: number): number {
  if (successes <= 0) return 1;
  if (successes > n) return 0;
  return betainc(probability, successes, n - successes + 1);
}

// Random numbers of the chi-square distribution, with any number of degrees of freedom (Marsaglia and Tsang 2000, doi 10.1145/358407.358414).

/** One draw with `degrees` > 0 degrees of freedom. */
export function drawChiSquare(degrees: number, random: Random): number {
  const shape = degrees / 2;
  // Below 1 a gamma variable of shape + 1 is scaled down by a power of a uniform one.
  const scale = shape < 1 ? (1 - random.uniform()) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < normal ** 2 / 2 + d * (1 - v + Math.log(v))) return 2 * d * v * scale;
  }
}

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

// Student's t distribution. Tails are computed as tails, from the incomplete beta function (DLMF 8.17), so that a
// p-value of 1e-200 keeps all its digits.

/** P(|T| >= |statistic|) with `degrees` > 0 degrees of freedom; 0 for an infinite statistic. */
export function studentTwoSidedTail(statistic: number, degrees: number): number {
  const size = Math.abs(statistic);
  if (size === Number.POSITIVE_INFINITY) return 0;
  const square = size * size;
  // Each half takes the argument that is exact there: near 1 the other one has lost its digits.
  if (square < degrees) return betainc(square / (degrees + square), 0.5, degrees / 2, true, true);
  // degrees / square first: the square of a huge statistic overflows before the quotient underflows.
  const ratio = degrees / size / size;
  return betainc(ratio / (1 + ratio), degrees / 2, 0.5);
}

/** P(T >= statistic). */
export function studentUpperTail(statistic: number, degrees: number): number {
  const half = studentTwoSidedTail(statistic, degrees) / 2;
  return statistic >= 0 ? half : 1 - half;
}

/**
 * The standard normal deviate that is about as far out as `statistic` is with `degrees` of freedom, at least 0: tails of many at once, in little
 * time. From 3 degrees on tails down to 0.01 are right to 7 %, and smaller ones come out too large (Wallace 1959, Annals of Mathematical
 * Statistics 30, p. 1121).
 */
export function normalOfStudent(statistic: number, degrees: number): number {
  if (degrees === Number.POSITIVE_INFINITY) return statistic;
  if (degrees === 0) return 0;
  const size = Math.sqrt(degrees * Math.log1p(statistic ** 2 / degrees));
  return (Math.sign(statistic) * size * (8 * degrees + 1)) / (8 * degrees + 3);
}

/** The positive t with P(|T| >= t) = `probability` (0 < probability <= 1), to the last digits, by bisection. */
export function studentTwoSidedQuantile(probability: number, degrees: number): number {
  let high = 1;
  while (studentTwoSidedTail(high, degrees) > probability) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTwoSidedTail(middle, degrees) > probability) low = middle;
    else high = middle;
  }
  return high;
}

// The logarithmic derivatives of the gamma function: recurrence up to 8, then the asymptotic series (DLMF 5.11.2
// and 5.15.8, https://dlmf.nist.gov/5.11). Sample variances of few trials have log moments made of them.

const SERIES_FROM = 8;

/** Derivative of ln gamma at x > 0; absolute error below 1e-11. */
export function digamma(x: number): number {
  let shifted = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) shifted -= 1 / at;
  const inverse = 1 / (at * at);
  const series = inverse * (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse / 132))));
  return shifted + Math.log(at) - 0.5 / at - series;
}

/** Second derivative of ln gamma at x > 0; relative error below 1e-10. */
export function trigamma(x: number): number {
  let shifted = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) shifted += 1 / (at * at);
  const inverse = 1 / (at * at);
  const series =
    inverse *
    (1 / 6 -
      inverse * (1 / 30 - inverse * (1 / 42 - inverse * (1 / 30 - inverse * (5 / 66 - (inverse * 691) / 2730)))));
  return shifted + (1 + 0.5 / at + series) / at;
}

/** The x > 0 with trigamma(x) = y > 0, by Newton's method on 1 / trigamma, which is convex (Smyth 2004, doi 10.2202/1544-6115.1027). */
export function inverseTrigamma(y: number): number {
  if (y > 1e7) return 1 / Math.sqrt(y);
  if (y < 1e-6) return 1 / y;
  let x = 0.5 + 1 / y;
  for (let step = 0; step < 50; step++) {
    const value = trigamma(x);
    const change = (value * (1 - value / y)) / tetragamma(x);
    x += change;
    if (-change / x < 1e-12) break;
  }
  return x;
}

/** Third derivative of ln gamma at x > 0, a few digits short of the others: it only steers Newton's method. */
function tetragamma(x: number): number {
  let shifted = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) shifted -= 2 / (at * at * at);
  const inverse = 1 / (at * at);
  return shifted - inverse * (1 + 1 / at + inverse * (0.5 - inverse * (1 / 6 - inverse / 6)));
}

/**
 * Halves the range so many times: `low` still is small, or where the range began, and `high` no more, or where it ended.
 *
 * @param isSmall  true up to some value, false beyond
 */
export function halve(
  isSmall: (value: number) => boolean,
  from: number,
  until: number,
  halvings: number,
): { readonly low: number; readonly high: number } {
  let [low, high] = [from, until];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (isSmall(middle)) low = middle;
    else high = middle;
  }
  return { low, high };
}
