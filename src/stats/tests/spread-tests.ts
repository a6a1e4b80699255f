/**
 * @file Tests of spread for two samples: Bartlett (1937, doi 10.1098/rspa.1937.0109), Levene (1960) with the centre of
 * Brown and Forsythe (1974, doi 10.1080/01621459.1974.10482955) as an option, and Fligner and Killeen (1976,
 * doi 10.1080/01621459.1976.10481517). Each statistic is the published one (two-sided by nature); for two samples it is
 * the square of a signed deviate, which answers the one-sided question.
 */
import log1pmx from '@stdlib/math-base-special-log1pmx';
import { normalQuantile, normalTwoSidedTail, normalUpperTail } from '../distributions.js';
import { meanDifference, momentsOf, sum } from '../moments.js';
import { sorted } from '../quantile.js';
import { pool, rankValues } from '../ranks.js';
import { type Alternative, studentResult, type TestResult } from './t-tests.js';

/**
 * Bartlett's test of equal variances: finite values, at least two in each sample. Two zero variances: statistic 0, p 1;
 * one: statistic Infinity, p 0 (greater: 0 or 1, by which).
 */
export function bartlettTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
): TestResult {
  const left = momentsOf(first);
  const right = momentsOf(second);
  if (left.variance === right.variance) return chiSquareResult(0, 0, alternative, left.variance === 0);
  const sign = left.variance > right.variance ? 1 : -1;
  const leftDegrees = left.n - 1;
  const rightDegrees = right.n - 1;
  const degrees = leftDegrees + rightDegrees;
  const pooled = (leftDegrees * left.variance + rightDegrees * right.variance) / degrees;
  const excess = (left.variance - right.variance) / pooled;
  const logarithms =
    leftDegrees * logExcess((rightDegrees / degrees) * excess, left.variance / pooled) +
    rightDegrees * logExcess(-(leftDegrees / degrees) * excess, right.variance / pooled);
  const correction = 1 + (1 / leftDegrees + 1 / rightDegrees - 1 / degrees) / 3;
  return chiSquareResult(-logarithms / correction, sign, alternative, false);
}

/** ln(ratio) - (ratio - 1), given both `ratio` and `ratio - 1` to full accuracy. */
function logExcess(excess: number, ratio: number): number {
  return excess < -0.5 ? Math.log(ratio) - excess : log1pmx(excess);
}

export const CENTERS = ['median', 'mean'] as const;
type LeveneCenter = (typeof CENTERS)[number];

/**
 * Levene's test: the analysis of variance of the distances from the sample's own centre. Finite values, at least two in
 * each sample. Where distances do not vary within either sample: equal ones give statistic 0 and p 1, others statistic
 * Infinity and p 0 (greater: 0 or 1, by which).
 */
export function leveneTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
  center: LeveneCenter,
): TestResult {
  const distancesOf = (values: ArrayLike<number>): Float64Array =>
    center === 'mean' && values.length > 2 ? distancesFromMean(values) : distancesFromMedian(values);
  const firstDistances = distancesOf(first);
  const secondDistances = distancesOf(second);
  const left = momentsOf(firstDistances);
  const right = momentsOf(secondDistances);
  const degrees = left.n + right.n - 2;
  const within = ((left.n - 1) * left.variance + (right.n - 1) * right.variance) / degrees;
  const error = Math.sqrt(within * (1 / left.n + 1 / right.n));
  const { statistic, pValue } = studentResult(
    meanDifference(firstDistances, secondDistances),
    error,
    degrees,
    alternative,
  );
  return { statistic: statistic ** 2, pValue };
}

/**
 * Fligner and Killeen's test with distances from the sample medians: ranks of the pooled distances become normal scores
 * z((1 + rank / (N + 1)) / 2), whose sample means are compared; chi-square with 1 degree of freedom. Finite values, at
 * least two in each sample. All distances equal: statistic 0, p 1.
 */
export function flignerKilleenTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
): TestResult {
  const m = first.length;
  const distances = pool(distancesFromMedian(first), distancesFromMedian(second));
  const { ranks } = rankValues(distances);
  const total = ranks.length;
  const scores = ranks.map((rank) => normalQuantile(0.5 + rank / (2 * (total + 1))));
  const { variance } = momentsOf(scores);
  const difference = sum(scores.subarray(0, m)) / m - sum(scores.subarray(m)) / (total - m);
  if (variance === 0 || difference === 0) return chiSquareResult(0, 0, alternative, variance === 0);
  const statistic = ((m * (total - m)) / total) * (difference ** 2 / variance);
  return chiSquareResult(statistic, Math.sign(difference), alternative, false);
}

/**
 * Distances from the median, as the mean of the distances from the two middle values, so that what is equally far from
 * both stays tied whatever the rounding. For two values the mean is the median.
 */
function distancesFromMedian(values: ArrayLike<number>): Float64Array {
  const ordered = sorted(values);
  const low = ordered[Math.floor((ordered.length - 1) / 2)] as number;
  const high = ordered[Math.ceil((ordered.length - 1) / 2)] as number;
  return Float64Array.from(values, (value) => Math.abs(value - low + (value - high)) / 2);
}

function distancesFromMean(values: ArrayLike<number>): Float64Array {
  const { mean, rest } = momentsOf(values);
  return Float64Array.from(values, (value) => Math.abs(value - mean - rest));
}

/** Chi-square with one degree of freedom as the square of a normal deviate with the given sign. */
function chiSquareResult(statistic: number, sign: number, alternative: Alternative, empty: boolean): TestResult {
  const deviate = sign * Math.sqrt(Math.max(0, statistic));
  if (alternative === 'two-sided') return { statistic, pValue: normalTwoSidedTail(deviate) };
  return { statistic, pValue: empty ? 1 : normalUpperTail(deviate) };
}
