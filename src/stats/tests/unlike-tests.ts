/**
 * @file One-sided tests on pairs whose two sides may have laws of their own, alike by the criterion alone: one may spread ten times as much, be
 * skewed where the other is not, or fall into a second basin. Neither takes a spread from the field or from the other side.
 */

import { binomialUpperTail } from '../binomial.js';
import { mean, momentsAbout } from '../moments.js';
import { normalQuantile, normalUpperTail } from '../normal.js';
import { skewReach } from '../skew.js';
import { studentUpperTail } from '../student.js';
import { requirePairs } from './t-tests.js';

/** A test far out in a tail needs more of what a sample shows of a skew than an interval at 0.95 does. */
const BY_SKEW = 3;

/** Of `n` exponential losses a variance is known as well as that of normal ones with n / 4 degrees of freedom: its error is 2 / (kurtosis + 2) of n. */
const SHARE_OF_DEGREES = 1 / 4;

/**
 * That the first has the larger mean: the paired t test, with the standard error stretched towards a long tail of the differences, and with
 * the degrees of freedom of exponential losses. Finite values, at least 4 pairs.
 */
export function meanShiftTail(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const n = requirePairs(first, second);
  const differences = Float64Array.from({ length: n }, (_, pair) => (first[pair] as number) - (second[pair] as number));
  const center = mean(differences);
  if (center === 0) return 0.5;
  const { squares, cubes } = momentsAbout(differences);
  if (squares === 0) return center > 0 ? 0 : 1;
  const statistic = center / Math.sqrt(squares / ((n - 1) * n));
  // A mean too far up has its long tail below.
  const reach = skewReach(statistic > 0 ? -cubes : cubes, squares, BY_SKEW);
  return studentUpperTail(statistic / reach, n * SHARE_OF_DEGREES);
}

/** Of what two unrelated sides have: where almost all pairs go opposite ways, their sum would else have no variance at all. */
const LEAST_VARIANCE = 0.1;

/**
 * That the first has the larger quantile at `probability`. A common quantile c is tested by signs, without any density: at c a pair
 * speaks for the first being larger where only the second lies below (McNemar 1947, doi 10.1007/BF02295996), and as many of all losses should
 * lie below as the probability says. The p-value is that of the c that explains the losses best, as in empirical likelihood (Owen 1988,
 * doi 10.1093/biomet/75.2.237). Infinite losses are legal; a tie speaks for neither.
 */
export function quantileShiftTail(first: ArrayLike<number>, second: ArrayLike<number>, probability: number): number {
  requirePairs(first, second);
  const pooled = Float64Array.from([...Array.from(first), ...Array.from(second)]).sort();
  let least = Number.POSITIVE_INFINITY;
  for (let place = 1; place < pooled.length; place++) {
    const [below, above] = [pooled[place - 1] as number, pooled[place] as number];
    const between = below === above ? below : below + (above - below) / 2;
    least = Math.min(least, squaredDeviate(first, second, probability, between));
  }
  return normalUpperTail(Math.sqrt(least));
}

/** How badly `quantile`, as that of both sides, explains that so many pairs speak for the first, and that so many losses lie below. */
function squaredDeviate(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  probability: number,
  quantile: number,
): number {
  const n = first.length;
  // What is equal lies below in the first and not in the second, so that no tie speaks for the first.
  let [inFirst, inSecond, inBoth, strictlyFirst, upToSecond] = [0, 0, 0, 0, 0];
  for (let pair = 0; pair < n; pair++) {
    const [one, other] = [first[pair] as number, second[pair] as number];
    if (one <= quantile) inFirst++;
    if (other < quantile) inSecond++;
    if (one <= quantile && other < quantile) inBoth++;
    if (one < quantile) strictlyFirst++;
    if (other <= quantile) upToSecond++;
  }
  const [speaking, against] = [inSecond - inBoth, inFirst - inBoth];
  const signs = signTail(speaking, speaking + against);
  const sign = signs < 0.5 ? normalQuantile(signs) : 0;
  const wanted = 2 * n * probability;
  const away = Math.max(0, strictlyFirst + inSecond - wanted, wanted - inFirst - upToSecond);
  const apart = 2 * probability * (1 - probability);
  const together = 2 * (inBoth / n - (inFirst / n) * (inSecond / n));
  const both = sign * sign + (away * away) / (n * Math.max(apart + together, LEAST_VARIANCE * apart));
  // Where many losses are equal, the sum may say nothing though one side alone cannot have its quantile here.
  const alone = Math.max(0, inSecond - n * probability, n * probability - inFirst);
  return Math.max(both, (2 * alone * alone) / (n * apart));
}

/** Of at least so many heads in `n` throws, those that are equal by half (mid-p: Lancaster 1961, doi 10.1080/01621459.1961.10482105). */
function signTail(heads: number, n: number): number {
  if (n === 0) return 0.5;
  return (binomialUpperTail(heads, n, 0.5) + binomialUpperTail(heads + 1, n, 0.5)) / 2;
}
