/**
 * @file An exact Gaussian process over the settings (Rasmussen and Williams 2006, algorithm 2.1): what the tried candidates
 * say of the others, and of each tried one without its own trials; and what is known of the tried, by row.
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
import { createLikeness, fillLikeness, type KnownRows, knownRows, type Likeness } from './kernel.js';
import { rowsOf, type SettingPlaces } from './places.js';

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

/** In units of the squared values. */
export interface ProcessKernel {
  /** Variance that all share. */
  readonly common: number;
  /** Of the sum over settings, over pairs of them, and of what goes by all settings at once. */
  readonly settings: number;
  readonly pairs: number;
  readonly all: number;
  /** What no setting predicts: the candidate's own. */
  readonly own: number;
  /** By axis, in [0, 1]: 0 where candidates are as good as equal whatever their place on it. Of a range: the inverse of its length. */
  readonly relevance: Float64Array;
}

/** Of two candidates that are so alike, without what is their own. */
export function covariance({ settings, pairs, all }: Likeness, at: number, kernel: ProcessKernel): number {
  return (
    kernel.common +
    kernel.settings * (settings[at] as number) +
    kernel.pairs * (pairs[at] as number) +
    kernel.all * (all[at] as number)
  );
}

export interface KnownValues {
  readonly places: SettingPlaces;
  readonly values: Float64Array;
  /** Trials that each value is the mean of; 1 or more. */
  readonly trials: Float64Array;
  /** Variance of one trial. */
  readonly noises: Float64Array;
}

export function someOf({ places, values, trials, noises }: KnownValues, rows: Int32Array): KnownValues {
  const pick = (all: Float64Array): Float64Array => Float64Array.from(rows, (row) => all[row] as number);
  return { places: rowsOf(places, rows), values: pick(values), trials: pick(trials), noises: pick(noises) };
}

/** The other way about: figures of all rows from those of parts of them. */
export function joinRows(
  rows: number,
  parts: readonly (readonly [rows: ArrayLike<number>, figures: Float64Array])[],
): Float64Array {
  const all = new Float64Array(rows);
  for (const [own, figures] of parts) {
    figures.forEach((figure, place) => {
      all[own[place] as number] = figure;
    });
  }
  return all;
}
