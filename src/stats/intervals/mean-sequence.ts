/**
 * @file A confidence sequence of a mean of bounded values: holds at all counts at once. Nothing is assumed but independent draws from one
 * distribution between the bounds.
 *
 * Waudby-Smith and Ramdas 2024, Theorem 3, the hedged capital process (doi 10.1093/jrsssb/qkad009). Against a mean m of values in
 * [0, 1] one bets on larger values: capital K(m) = product over i of 1 + min(lambda_i, c / m) (x_i - m). Where m is the mean this is a
 * nonnegative martingale that begins at 1; by Ville's inequality it ever reaches 1 / alpha with chance alpha at most. It falls with m, so
 * the lower end is the m at which it is 1 / alpha. The upper end is the same of 1 - x. The bets are the paper's (26), of what came
 * before alone: lambda_i = sqrt(2 log(1 / alpha) / (v_(i-1) i log(1 + i))), v_i = (1/4 + sum (x_j - mean_j)^2) / (i + 1),
 * mean_i = (1/2 + sum x_j) / (i + 1), and c = 3/4.
 */
import { halve } from '../halve.js';

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
