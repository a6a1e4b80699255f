/**
 * @file Rank tests of location: Mann-Whitney U (Mann and Whitney 1947, doi 10.1214/aoms/1177730491) for two samples and
 * Wilcoxon's signed-rank test (1945, doi 10.2307/3001968) for pairs. Exact while the counts are small, ties included
 * (the distribution given the ties); then normal, with the variance corrected for ties and continuity by 1/2.
 * Two-sided p-values are twice the smaller tail, at most 1.
 */
import { normalUpperTail } from '../normal.js';
import { pool, rankValues, tieTerm } from '../ranks.js';
import { type RankSumTails, rankSumTails, signedRankTails } from './rank-sum-distribution.js';
import { requirePairs } from './t-tests.js';
import type { Alternative, TestResult } from './test-result.js';

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
