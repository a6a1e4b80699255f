/** @file Bounds that hold at all numbers of trials at once: of a mean within declared bounds, and of quantiles. */

import betainc from '@stdlib/math-base-special-betainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import { halve } from '../distributions.js';

// A confidence sequence of a mean of bounded values: holds at all counts at once. Nothing is assumed but independent draws from one
// distribution between the bounds.
//
// Waudby-Smith and Ramdas 2024, Theorem 3, the hedged capital process (doi 10.1093/jrsssb/qkad009). Against a mean m of values in
// [0, 1] one bets on larger values: capital K(m) = product over i of 1 + min(lambda_i, c / m) (x_i - m). Where m is the mean this is a
// nonnegative martingale that begins at 1; by Ville's inequality it ever reaches 1 / alpha with chance alpha at most. It falls with m, so
// the lower end is the m at which it is 1 / alpha. The upper end is the same of 1 - x. The bets are the paper's (26), of what came
// before alone: lambda_i = sqrt(2 log(1 / alpha) / (v_(i-1) i log(1 + i))), v_i = (1/4 + sum (x_j - mean_j)^2) / (i + 1),
// mean_i = (1/2 + sum x_j) / (i + 1), and c = 3/4.

/** Bets are at most this share of what would lose everything. */
const MOST_BET = 0.75;
/** Of a bisection: to the last digits. */
const HALVINGS = 60;

/**
 * Both ends, each of which fails with chance `alpha` at most, over all counts together; `values` in the order in which they came. Without
 * values the ends are the bounds.
 *
 * @example meanBounds([0.2, 0.4, 0.3, 0.3], [0, 1], 0.025) // [0.0005, 0.88] or so: four values say little
 * @throws RangeError for a value outside the bounds.
 */
export function meanBounds(
  values: ArrayLike<number>,
  [least, most]: readonly [least: number, most: number],
  alpha: number,
): readonly [low: number, high: number] {
  const span = most - least;
  const scaled = Float64Array.from(values, (value) => {
    if (value >= least && value <= most) return (value - least) / span;
    throw new RangeError(`A value lies between the bounds ${least} and ${most}, not at ${value}`);
  });
  const low = lowerEnd(scaled, alpha);
  const high =
    1 -
    lowerEnd(
      Float64Array.from(scaled, (value) => 1 - value),
      alpha,
    );
  return [least + span * low, least + span * high];
}

function lowerEnd(values: Float64Array, alpha: number): number {
  const limit = -Math.log(alpha);
  const bets = betsOn(values, limit);
  if (logCapital(values, bets, 0) < limit) return 0;
  return halve((excluded) => logCapital(values, bets, excluded) >= limit, 0, 1, HALVINGS).low;
}

function betsOn(values: Float64Array, limit: number): Float64Array {
  let [total, squares] = [0.5, 0.25];
  return values.map((value, index) => {
    const count = index + 1;
    // v_(i-1) i = squares: the count cancels.
    const bet = Math.sqrt((2 * limit) / (squares * Math.log1p(count)));
    total += value;
    squares += (value - total / (count + 1)) ** 2;
    return bet;
  });
}

function logCapital(values: Float64Array, bets: Float64Array, mean: number): number {
  let capital = 0;
  for (let index = 0; index < values.length; index++) {
    const bet = Math.min(bets[index] as number, MOST_BET / mean);
    capital += Math.log1p(bet * ((values[index] as number) - mean));
  }
  return capital;
}

// A confidence sequence of a quantile: ranks of the ordered sample between which the quantile lies, at all counts at once, so that
// one may look after every value and stop whenever one likes. Nothing is assumed but independent draws from one distribution.
//
// Howard and Ramdas 2022, Theorem 1 (b) (doi 10.3150/21-BEJ1388, arXiv 1906.09712): the sequence of a fixed quantile by a
// beta-binomial mixture, here with one mixture for each side (Howard, Ramdas, McAuliffe and Sekhon 2021, doi 10.1214/20-AOS1991).
// Q is a quantile at p where P(X < Q) <= p <= P(X <= Q). Let s of n values lie below Q. Then
//
//   M(s, n) = integral over q in (p, 1) of (q / p)^s ((1 - q) / (1 - p))^(n - s) w(q) dq
//
// is a nonnegative supermartingale that begins at 1, whatever the distribution: a value below Q comes with a chance of at most p,
// and its factor is the larger one. By Ville's inequality it ever reaches 1 / alpha with chance alpha at most. So no count s of values lies
// below Q at which M does; the other side is the mirror image. w is the density of Beta(4 p, 4 (1 - p)), cut to (p, 1). A weight of 4
// gives ends early and costs little later: at 20, 80 and 320 values of alpha = 0.0025 any from 1 to 16 moves a rank by at most two.

/** Of the ordered sample, from 1: 0 where there is no lower end yet, n + 1 where there is no upper one. */
interface RankRange {
  readonly low: number;
  readonly high: number;
}

/** Of the mixture, in values: how strongly it expects shares near the quantile's own. */
const WEIGHT = 4;

/**
 * The quantile at `probability` (0 < probability < 1) lies at or above the value of rank `low` and at or below that of rank `high`:
 * each end fails with chance `alpha` at most, over all counts n together.
 *
 * @example quantileRanks(40, 0.5, 0.025) // { low: 11, high: 30 }
 */
export function quantileRanks(n: number, probability: number, alpha: number): RankRange {
  const high = fewestBelow(n, probability, alpha);
  const above = fewestBelow(n, 1 - probability, alpha);
  return { low: n + 1 - above, high };
}

/** The fewest of n values that cannot all lie below a quantile at p; n + 1 where even n can. */
function fewestBelow(n: number, p: number, alpha: number): number {
  const limit = -Math.log(alpha);
  let [possible, impossible] = [0, n + 1];
  while (impossible - possible > 1) {
    const middle = Math.floor((possible + impossible) / 2);
    if (logEvidence(middle, n, p) >= limit) impossible = middle;
    else possible = middle;
  }
  return impossible;
}

/** log M(s, n), which grows with s. */
function logEvidence(s: number, n: number, p: number): number {
  const [a, b] = [WEIGHT * p, WEIGHT * (1 - p)];
  return logBetaAbove(p, a + s, b + n - s) - logBetaAbove(p, a, b) - s * Math.log(p) - (n - s) * Math.log1p(-p);
}

/** log of the integral of q^(a - 1) (1 - q)^(b - 1) over (p, 1). */
function logBetaAbove(p: number, a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b) + Math.log(betainc(p, a, b, true, true));
}
