/**
 * @file Two candidates on their common replicates, under any criterion: the significance of their difference and its size; and one against a fixed value.
 * All of it works on pairs, because the losses of one replicate share their training sample.
 */
import type { Random } from '../core/index.js';
import type { Criterion } from './criteria/criterion.js';
import { binomialUpperTail, normalQuantile, normalUpperTail, studentUpperTail } from './distributions.js';
import { criterionDifference, pairedError } from './intervals/difference-interval.js';
import { drawReplicates } from './intervals/resample.js';
import { mean, momentsAbout, skewReach } from './moments.js';
import { median } from './quantile.js';
import { swappedDifferences } from './tests/swap-share.js';
import { pairedTTest, requirePairs } from './tests/t-tests.js';

/** Random numbers for comparisons on so many replicates: made once, the same for every pair of candidates. */
export interface Resampling {
  /** Replicate indices with replacement. */
  readonly draws: readonly Int32Array[];
  /** By replicate: 1 where the two candidates change places. All there are up to 10 replicates. */
  readonly swaps: readonly Uint8Array[];
}

const ALL_SWAPS_LIMIT = 10;
/** Beyond what all swaps tell, the share of them that are as large is the p-value: fewer would be too coarse. */
const LEAST_SWAPS = 1024;

export function createResampling(replicates: number, resamples: number, random: Random): Resampling {
  const all = replicates <= ALL_SWAPS_LIMIT;
  const swaps = Array.from({ length: all ? 2 ** replicates : Math.max(resamples, LEAST_SWAPS) }, (_, pattern) =>
    Uint8Array.from({ length: replicates }, (_unused, bit) => (all ? (pattern >> bit) & 1 : random.below(2))),
  );
  return { draws: drawReplicates(replicates, resamples, random), swaps };
}

/** Name of the test of {@link worseByCriterion} under a criterion, for reports. */
export function comparisonTestName(criterion: Criterion): 'paired-t' | 'bootstrap-t' | 'swap' {
  if (comparesMeans(criterion)) return 'paired-t';
  return criterion.kind === 'location' ? 'bootstrap-t' : 'swap';
}

/**
 * One-sided p-value of "first is worse than second by the criterion", on pairs.
 *
 * - mean: the paired t test.
 * - other locations (`bootstrap-t`): the difference over its bootstrap standard error, against Student's t with n - 1
 *   degrees of freedom; for median and quartiles it is the interval of the difference, turned round. Simulated at 8 and
 *   20 pairs of normal, exponential and t(3) losses, independent or sharing half their variance, it rejects at 0.05 in
 *   0.02-0.05 of true ties for median and q3, in up to 0.08 for q0.9 at 8 pairs.
 * - spreads and tails (`swap`): if the two were alike, each replicate's losses could change places. The difference over
 *   its standard deviation under such swaps, turned into Student's t as the mean's would be (for the mean this is the
 *   paired t test). Losses are taken from their own median first where the criterion is a spread. Simulated on losses
 *   that share half their variance it rejects at 0.05 in 0.01-0.055 of true ties, and keeps 0.005 as well; with max and
 *   expected shortfall it is cautious.
 *
 * An infinite difference is certain (p 0, or 1 where the second is the infinite one); no difference gives p 1.
 */
export function worseByCriterion(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  { draws, swaps }: Resampling,
): number {
  const difference = criterionDifference(first, second, criterion);
  if (!Number.isFinite(difference)) return difference > 0 ? 0 : 1;
  if (difference === 0) return 1;
  const test = comparisonTestName(criterion);
  if (test === 'paired-t') return pairedTTest(first, second, 'greater').pValue;
  if (test === 'swap') return swapTest(first, second, criterion, difference, swaps);
  return studentUpperTail(difference / pairedError(first, second, criterion, draws), first.length - 1);
}

/** Whether the criterion is the mean, whose differences have Student's tests. */
export function comparesMeans({ statistic }: Criterion): boolean {
  return statistic?.error === 'student';
}

/** True where {@link worseThoughUnlike} asks no more than that the two are alike by the criterion. */
export function bearsUnlike(criterion: Criterion): boolean {
  return comparesMeans(criterion) || isInnerQuantile(criterion.statistic?.probability);
}

function isInnerQuantile(probability: number | undefined): probability is number {
  return probability !== undefined && probability > 0 && probability < 1;
}

/**
 * The same p-value where the two may have laws of their own: for the mean and for quantiles (simulated in `npm run bench:keep`). Spreads and
 * tails have no such test, and rest on {@link worseByCriterion}, for which alone random numbers are made.
 */
export function worseThoughUnlike(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  resampling: () => Resampling,
): number {
  const { statistic } = criterion;
  if (isInnerQuantile(statistic?.probability)) return quantileShiftTail(first, second, statistic.probability);
  const isMean = comparesMeans(criterion) && Number.isFinite(criterionDifference(first, second, criterion));
  return isMean ? meanShiftTail(first, second) : worseByCriterion(first, second, criterion, resampling());
}

function swapTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  difference: number,
  swaps: readonly Uint8Array[],
): number {
  const n = first.length;
  const differences = swappedDifferences(first, second, criterion, swaps);
  const squares = differences.reduce((total, swapped) => total + swapped * swapped, 0);
  const asLarge = differences.filter((swapped) => swapped >= difference).length;
  const deviate = difference / Math.sqrt(squares / swaps.length);
  // Beyond sqrt(n), which the mean cannot reach, only the share of swaps is left to go by.
  if (deviate * deviate >= n) return difference > 0 ? Math.max(1, asLarge) / swaps.length : 1;
  return studentUpperTail(deviate * Math.sqrt((n - 1) / (n - deviate * deviate)), n - 1);
}

/**
 * Cliff's delta (1993, doi 10.1037/0033-2909.114.3.494): the chance that a loss of the first is larger than one of the
 * second minus the chance that it is smaller, -1 ... 1; 0.5 + delta / 2 is the chance that the second does better, ties by
 * half. Under a spread criterion it is about the distances from the sample's own median.
 */
export function effectSize(first: ArrayLike<number>, second: ArrayLike<number>, criterion: Criterion): number {
  const measured = (losses: ArrayLike<number>): Float64Array => {
    if (criterion.kind !== 'spread') return Float64Array.from(losses);
    const center = median(losses);
    return Float64Array.from(losses, (loss) => (loss === center ? 0 : Math.abs(loss - center)));
  };
  const right = measured(second);
  let balance = 0;
  for (const loss of measured(first)) for (const other of right) balance += Number(loss > other) - Number(loss < other);
  return balance / (first.length * second.length);
}

// One-sided tests on pairs whose two sides may have laws of their own, alike by the criterion alone: one may spread ten times as much, be
// skewed where the other is not, or fall into a second basin. Neither takes a spread from the field or from the other side.

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

interface AgainstValue {
  /** Losses that are smaller. */
  readonly better: number;
  /** Whether most of further losses will be, at 5 %; of fewer losses than that can be told by, all have to be smaller. */
  readonly isMostly: boolean;
}

const ALPHA = 0.05;

export function compareWithValue(losses: readonly number[], value: number): AgainstValue {
  const better = losses.filter((loss) => loss < value).length;
  const isMostly =
    losses.length > 0 && (better === losses.length || binomialUpperTail(better, losses.length, 0.5) <= ALPHA);
  return { better, isMostly };
}
