/**
 * @file An exact Gaussian process over the settings (Rasmussen and Williams 2006, algorithm 2.1): what the tried candidates
 * say of the others, and of each tried one without its own trials.
 */
import {
  columnSquares,
  factorise,
  inverseDiagonal,
  solveLower,
  solveLowerTogether,
  solveUpper,
  TOGETHER,
} from './cholesky.js';
import { createLikeness, fillLikeness, type KnownRows, knownRows } from './kernel.js';
import type { SettingPlaces } from './places.js';
import { covariance, type ProcessKernel } from './process-kernel.js';

/** What is said of candidates: mean and variance of their value, by row. */
export interface Predicted {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

interface GaussianProcess {
  /** Of each known row by all the others. */
  readonly leftOut: Predicted;
  /** The means alone take a fraction of the time. */
  predictMeans(places: SettingPlaces): Float64Array;
  predict(places: SettingPlaces): Predicted;
}

/**
 * @param values  by row of `places`, about 0
 * @param noises  variance of each value about its candidate's own, by row
 * Throws a RangeError where the covariance is not positive definite: its parts and the noises have to be above 0.
 */
export function fitProcess(
  places: SettingPlaces,
  values: Float64Array,
  noises: Float64Array,
  kernel: ProcessKernel,
): GaussianProcess {
  const n = places.rows;
  const known = knownRows(places, kernel.relevance);
  const factor = covarianceOf(known, noises, kernel);
  if (Number.isNaN(factorise(factor, n))) throw new RangeError('the covariance is not positive definite');
  const weights = Float64Array.from(values);
  solveLower(factor, n, weights);
  solveUpper(factor, n, weights);
  const inverse = inverseDiagonal(factor, n);
  return {
    leftOut: {
      means: values.map((value, i) => value - (weights[i] as number) / (inverse[i] as number)),
      variances: inverse.map((diagonal, i) => 1 / diagonal - (noises[i] as number)),
    },
    predictMeans: (others) => predictMeans(known, weights, kernel, others),
    predict: (others) => predictRows(known, factor, weights, kernel, others),
  };
}

function covarianceOf(known: KnownRows, noises: Float64Array, kernel: ProcessKernel): Float64Array {
  const n = known.places.rows;
  const matrix = new Float64Array(n * n);
  const likeness = createLikeness(n);
  for (let i = 0; i < n; i++) {
    fillLikeness(likeness, known, known.places, i, i + 1);
    for (let j = 0; j <= i; j++) matrix[i * n + j] = covariance(likeness, j, kernel);
    matrix[i * n + i] = (matrix[i * n + i] as number) + kernel.own + (noises[i] as number);
  }
  return matrix;
}

function predictMeans(
  known: KnownRows,
  weights: Float64Array,
  kernel: ProcessKernel,
  others: SettingPlaces,
): Float64Array {
  const likeness = createLikeness(known.places.rows);
  return Float64Array.from({ length: others.rows }, (_, row) => {
    fillLikeness(likeness, known, others, row);
    return weights.reduce((sum, weight, j) => sum + covariance(likeness, j, kernel) * weight, 0);
  });
}

function predictRows(
  known: KnownRows,
  factor: Float64Array,
  weights: Float64Array,
  kernel: ProcessKernel,
  others: SettingPlaces,
): Predicted {
  const n = known.places.rows;
  const likeness = createLikeness(n);
  const means = new Float64Array(others.rows);
  const explained = new Float64Array(others.rows);
  const block = new Float64Array(n * TOGETHER);
  for (let from = 0; from < others.rows; from += TOGETHER) {
    const until = Math.min(others.rows, from + TOGETHER);
    block.fill(0);
    for (let row = from; row < until; row++) {
      fillLikeness(likeness, known, others, row);
      let mean = 0;
      for (let j = 0; j < n; j++) {
        const shared = covariance(likeness, j, kernel);
        block[j * TOGETHER + row - from] = shared;
        mean += shared * (weights[j] as number);
      }
      means[row] = mean;
    }
    solveLowerTogether(factor, n, 0, n, block);
    explained.set(columnSquares(block, 0, n).subarray(0, until - from), from);
  }
  const { common, settings, pairs, all, own } = kernel;
  // Rounding may take more away than there is.
  const total = common + settings + pairs + all;
  return { means, variances: explained.map((part) => own + Math.max(0, total - part)) };
}
