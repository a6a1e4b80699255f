/**
 * @file The logarithmic derivatives of the gamma function: recurrence up to 8, then the asymptotic series (DLMF 5.11.2
 * and 5.15.8, https://dlmf.nist.gov/5.11). Sample variances of few trials have log moments made of them.
 */

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
