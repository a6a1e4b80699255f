/**
 * @file Rank tests of location: Mann-Whitney U (Mann and Whitney 1947, doi 10.1214/aoms/1177730491) for two samples and
 * Wilcoxon's signed-rank test (1945, doi 10.2307/3001968) for pairs. Exact while the counts are small, ties included
 * (the distribution given the ties); then normal, with the variance corrected for ties and continuity by 1/2.
 * Two-sided p-values are twice the smaller tail, at most 1.
 */

import gammainc from '@stdlib/math-base-special-gammainc';
import { normalUpperTail } from '../distributions.js';
import { pool, rankValues, tieTerm } from '../ranks.js';
import { type RankSumTails, rankSumTails, signedRankTails } from './rank-sum-distribution.js';
import { type Alternative, requirePairs, studentResult, type TestResult } from './t-tests.js';

/** Up to so many values in both samples together, or so many non-zero differences, the distribution is exact. */
export const EXACT_RANK_LIMIT = 64;

/**
 * Mann-Whitney U. The statistic counts the pairs in which the first sample's value is larger, ties by half. Infinite
 * values are legal. All values equal: statistic mn/2, p 1.
 */
export function mannWhitneyTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
): TestResult {
  const m = first.length;
  const n = second.length;
  const { ranks, groups } = rankValues(pool(first, second));
  let rankSum = 0;
  for (let index = 0; index < m; index++) rankSum += ranks[index] as number;
  const statistic = rankSum - (m * (m + 1)) / 2;
  const total = m + n;
  if (total <= EXACT_RANK_LIMIT) {
    return { statistic, pValue: exactPValue(rankSumTails(groups, m), 2 * rankSum, alternative) };
  }
  const variance = ((m * n) / 12) * (total + 1 - tieTerm(groups) / (total * (total - 1)));
  return { statistic, pValue: normalPValue(statistic - (m * n) / 2, variance, alternative) };
}

/**
 * Wilcoxon's signed-rank test of first - second, pair by pair. The statistic is the sum of the ranks of the positive
 * differences. Differences of 0 are left out, as Wilcoxon did; two infinite values differ by 0. Without any difference:
 * statistic 0, p 1.
 */
export function wilcoxonSignedRankTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
): TestResult {
  const pairs = requirePairs(first, second);
  const differences: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    if (first[pair] !== second[pair]) differences.push((first[pair] as number) - (second[pair] as number));
  }
  const n = differences.length;
  const { ranks, groups } = rankValues(differences.map(Math.abs));
  const statistic = differences.reduce(
    (total, difference, index) => total + (difference > 0 ? (ranks[index] ?? 0) : 0),
    0,
  );
  if (n <= EXACT_RANK_LIMIT) {
    return { statistic, pValue: exactPValue(signedRankTails(groups), 2 * statistic, alternative) };
  }
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm(groups) / 48;
  return { statistic, pValue: normalPValue(statistic - (n * (n + 1)) / 4, variance, alternative) };
}

function exactPValue(tails: RankSumTails, doubledSum: number, alternative: Alternative): number {
  const upper = tails.upper(doubledSum);
  return alternative === 'greater' ? upper : Math.min(1, 2 * Math.min(upper, tails.lower(doubledSum)));
}

function normalPValue(distance: number, variance: number, alternative: Alternative): number {
  if (variance === 0) return 1;
  const deviation = Math.sqrt(variance);
  if (alternative === 'greater') return normalUpperTail((distance - 0.5) / deviation);
  return Math.min(1, 2 * normalUpperTail((Math.abs(distance) - 0.5) / deviation));
}

// Friedman's test for many candidates on common replicates (1937, doi 10.1080/01621459.1937.10503522) with
// Conover's comparisons of rank sums (Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 5.8).

interface FriedmanResult extends TestResult {
  /** By candidate: sum over replicates of its rank within the replicate, 1 = smallest loss. */
  readonly rankSums: Float64Array;
  /** Conover's t for candidate `first` against `second`: is its rank sum different, or greater? */
  compare(first: number, second: number, alternative: Alternative): TestResult;
}

/**
 * `losses[candidate][replicate]`, equal counts, at least two candidates and two replicates; infinite values are legal.
 * Everything tied within every replicate: statistic 0, p 1. Where all replicates agree perfectly the comparisons have no
 * error left: different rank sums give an infinite statistic and p 0.
 */
export function friedmanTest(losses: readonly ArrayLike<number>[]): FriedmanResult {
  const candidates = losses.length;
  const replicates = losses[0]?.length ?? 0;
  if (losses.some((row) => row.length !== replicates)) throw new RangeError('Friedman needs equal counts of losses');
  const rankSums = new Float64Array(candidates);
  const block = new Float64Array(candidates);
  let squares = 0;
  let ties = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let candidate = 0; candidate < candidates; candidate++) {
      block[candidate] = (losses[candidate] as ArrayLike<number>)[replicate] as number;
    }
    const { ranks, groups } = rankValues(block);
    ties += tieTerm(groups);
    ranks.forEach((rank, candidate) => {
      rankSums[candidate] = (rankSums[candidate] as number) + rank;
      squares += rank * rank;
    });
  }
  const expected = (replicates * (candidates + 1)) / 2;
  const between = rankSums.reduce((total, rankSum) => total + (rankSum - expected) ** 2, 0);
  const scale = replicates * candidates * (candidates + 1) - ties / (candidates - 1);
  const statistic = scale === 0 ? 0 : (12 * between) / scale;
  const sumsSquared = rankSums.reduce((total, rankSum) => total + rankSum * rankSum, 0);
  const degrees = (replicates - 1) * (candidates - 1);
  const error = Math.sqrt((2 * (replicates * squares - sumsSquared)) / degrees);
  return {
    statistic,
    pValue: statistic === 0 ? 1 : gammainc(statistic / 2, (candidates - 1) / 2, true, true),
    rankSums,
    compare: (first, second, alternative) =>
      studentResult((rankSums[first] as number) - (rankSums[second] as number), error, degrees, alternative),
  };
}

// The two-sample Kolmogorov-Smirnov test (Smirnov 1939; Hodges 1958, doi 10.1007/BF02589501), exact at any count.
// The p-value is that of samples without ties, the usual choice; with ties it errs on the side of "no difference".

/**
 * The statistic D is the largest distance between the two empirical distribution functions; for `greater` the largest by
 * which the second sample's exceeds the first's. Infinite values are legal. All values equal: statistic 0, p 1.
 */
export function kolmogorovSmirnovTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
): TestResult {
  const m = first.length;
  const n = second.length;
  const distance = largestDistance(first, second, alternative);
  return { statistic: distance / (m * n), pValue: tailProbability(m, n, distance, alternative) };
}

/** D in whole units of 1 / (m n). */
function largestDistance(first: ArrayLike<number>, second: ArrayLike<number>, alternative: Alternative): number {
  const m = first.length;
  const { ranks, groups } = rankValues(pool(first, second));
  const steps = new Map<number, number>();
  ranks.forEach((rank, index) => {
    steps.set(rank, (steps.get(rank) ?? 0) + (index < m ? -second.length : m));
  });
  let before = 0;
  let height = 0;
  let largest = 0;
  for (const size of groups) {
    height += steps.get(before + (size + 1) / 2) ?? 0;
    before += size;
    largest = Math.max(largest, alternative === 'greater' ? height : Math.abs(height));
  }
  return largest;
}

/** Probabilities kept for reuse: a race asks for the same few again and again. */
const KEPT_PROBABILITIES = 65_536;
const kept = new Map<string, number>();

/**
 * The chance that a random path from (0, 0) to (m, n) somewhere has a distance of at least `distance`. Going back along
 * a path that reached (i, j), the last step came from (i - 1, j) with probability i / (i + j); only products and sums of
 * positive numbers occur, so that small chances keep their digits.
 */
function tailProbability(m: number, n: number, distance: number, alternative: Alternative): number {
  const key = `${m},${n},${distance},${alternative}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const touched = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      const height = alternative === 'greater' ? j * m - i * n : Math.abs(j * m - i * n);
      if (height >= distance) touched[j] = 1;
      else if (i + j === 0) touched[j] = 0;
      else {
        const fromLeft = i === 0 ? 0 : (touched[j] as number) * i;
        const fromBelow = j === 0 ? 0 : (touched[j - 1] as number) * j;
        touched[j] = (fromLeft + fromBelow) / (i + j);
      }
    }
  }
  if (kept.size >= KEPT_PROBABILITIES) kept.clear();
  const probability = touched[n] as number;
  kept.set(key, probability);
  return probability;
}
