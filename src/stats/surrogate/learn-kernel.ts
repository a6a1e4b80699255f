/**
 * @file What the covariance of a Gaussian process is made of, learnt by coordinate search for the largest marginal likelihood:
 * the variances of its parts, and how much each setting matters.
 */

import { typicalRelevance } from './axis-likeness.js';
import { factorise, solveLower } from './cholesky.js';
import { covariance, type ProcessKernel } from './gaussian-process.js';
import { likenessAmong } from './kernel.js';
import type { SettingPlaces } from './places.js';

/** What all share is not learnt: the mean was taken away, and may be wrong. */
const COMMON = 4;
/** Of values whose variance is 1: settings, pairs, all, own. */
const START = [1, 0.5, 0.2, 0.1] as const;
const OWN = 3;
const [LEAST, MOST] = [1e-4, 50];
const LEAST_RELEVANCE = 0.01;
/** Factors by which one number after another is moved; relevances between the coarse and the fine ones. */
const COARSE = Math.exp(2);
const MIDDLE = Math.exp(1);
const FINE = Math.exp(0.5);
const RELEVANCE = 2.5;
const ROUNDS = 1;
/** Standard deviation of the logarithm of a range's length before anything is seen. */
const LENGTH_SPREAD = 1;

/**
 * @param values    by row, mean 0 and variance 1; a few hundred rows at most, as each look costs their number cubed
 * @param noises    variance of each value about its candidate's own
 * @param leastOwn  of the candidate's own part
 * @param before    learnt from about the same rows: the search goes on from there, in fine steps
 */
export function learnKernel(
  places: SettingPlaces,
  values: Float64Array,
  noises: Float64Array,
  leastOwn: number,
  before?: ProcessKernel,
): ProcessKernel {
  const axes = places.axes.length;
  const typical = typicalRelevance(places.axes.filter(({ kind }) => kind === 'range').length);
  const first = places.axes.map(({ kind }) => (kind === 'range' ? typical : 1));
  const point = Float64Array.from(before === undefined ? [...START, ...first] : pointOf(before));
  point[OWN] = Math.max(point[OWN] as number, leastOwn);
  const variances = START.map((_, index) => index);
  const relevances = Array.from({ length: axes }, (_, axis) => START.length + axis);
  const lengths = relevances.filter((_, axis) => places.axes[axis]?.kind === 'range');
  const likelihood = withLengths(likelihoodOf(places, values, noises), lengths, typical);
  const within = (index: number, value: number): number => {
    if (index >= START.length) return Math.min(1, Math.max(LEAST_RELEVANCE, value));
    return Math.min(MOST, Math.max(index === OWN ? leastOwn : LEAST, value));
  };
  let height = likelihood(point);
  const climb = (indices: readonly number[], factor: number): void => {
    for (const index of indices) height = climbOne(point, index, factor, height, within, likelihood);
  };
  if (before !== undefined) {
    climb([...lengths, ...variances], FINE);
    return kernelOf(point);
  }
  climb(variances, COARSE);
  for (let round = 0; round < ROUNDS; round++) {
    climb(variances, MIDDLE);
    // Of one setting there is nothing to weigh it against.
    if (axes > 1) climb(relevances, RELEVANCE);
  }
  climb(variances, FINE);
  for (const factor of lengths.length > 0 ? [MIDDLE, FINE] : []) climb([...lengths, ...variances], factor);
  return kernelOf(point);
}

/** Moves one number down as long as that helps, else up; gives the height reached. */
function climbOne(
  point: Float64Array,
  index: number,
  factor: number,
  start: number,
  within: (index: number, value: number) => number,
  likelihood: (point: Float64Array) => number,
): number {
  let height = start;
  for (const by of [1 / factor, factor]) {
    for (;;) {
      const before = point[index] as number;
      const value = within(index, before * by);
      if (value === before) break;
      point[index] = value;
      const reached = likelihood(point);
      if (reached > height) {
        height = reached;
        continue;
      }
      point[index] = before;
      break;
    }
    if (height > start) break;
  }
  return height;
}

/**
 * With a log-normal prior of the lengths: a few tens of rows in many dimensions would have some without end and others as short as can be
 * (Hvarfner et al. 2024, arXiv 2402.02229, who have typical lengths grow by the root of the dimensions).
 */
function withLengths(
  likelihood: (point: Float64Array) => number,
  lengths: readonly number[],
  typical: number,
): (point: Float64Array) => number {
  if (lengths.length === 0) return likelihood;
  return (point) =>
    lengths.reduce(
      (height, index) => height - Math.log((point[index] as number) / typical) ** 2 / (2 * LENGTH_SPREAD ** 2),
      likelihood(point),
    );
}

function pointOf({ settings, pairs, all, own, relevance }: ProcessKernel): number[] {
  return [settings, pairs, all, own, ...relevance];
}

function kernelOf(point: Float64Array): ProcessKernel {
  const [settings = 0, pairs = 0, all = 0, own = 0] = point;
  return { common: COMMON, settings, pairs, all, own, relevance: point.slice(START.length) };
}

/** The logarithm of the marginal likelihood but for a constant. */
function likelihoodOf(
  places: SettingPlaces,
  values: Float64Array,
  noises: Float64Array,
): (point: Float64Array) => number {
  const n = places.rows;
  const matrix = new Float64Array(n * n);
  const rest = new Float64Array(n);
  const among = likenessAmong(places);
  return (point) => {
    const kernel = kernelOf(point);
    const likeness = among(kernel.relevance);
    for (let i = 0, at = 0; i < n; i++) {
      for (let j = 0; j <= i; j++, at++) matrix[i * n + j] = covariance(likeness, at, kernel);
      matrix[i * n + i] = (matrix[i * n + i] as number) + kernel.own + (noises[i] as number);
    }
    const logDeterminant = factorise(matrix, n);
    rest.set(values);
    solveLower(matrix, n, rest);
    return -(rest.reduce((sum, value) => sum + value * value, 0) + logDeterminant) / 2;
  };
}
