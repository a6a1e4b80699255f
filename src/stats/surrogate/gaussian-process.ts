/**
 * @file An exact Gaussian process over the settings (Rasmussen and Williams 2006, algorithm 2.1): what the tried candidates
 * say of the others, and of each tried one without its own trials.
 */
import { factorise, inverseDiagonal, solveLower, solveUpper } from './cholesky.js';
import { createLikeness, fillLikeness, type KnownRows, knownRows, type Likeness } from './kernel.js';
import type { ProcessKernel } from './learn-kernel.js';
import type { SettingPlaces } from './places.js';

/** What is said of candidates: mean and variance of their value, by row. */
export interface Predicted {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

export interface GaussianProcess {
  /** Of each known row by all the others. */
  readonly leftOut: Predicted;
  /** The means alone take a fraction of the time. */
  predictMeans(places: SettingPlaces): Float64Array;
  predict(places: SettingPlaces): Predicted;
}

/** Rows that are solved for together. */
const TOGETHER = 4;

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

/** Of two candidates that are so alike, without what is their own. */
function covariance({ settings, pairs, all }: Likeness, at: number, kernel: ProcessKernel): number {
  return (
    kernel.common +
    kernel.settings * (settings[at] as number) +
    kernel.pairs * (pairs[at] as number) +
    kernel.all * (all[at] as number)
  );
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
    const squares = solvedSquares(factor, n, block);
    for (let row = from; row < until; row++) explained[row] = squares[row - from] as number;
  }
  const { common, settings, pairs, all, own } = kernel;
  // Rounding may take more away than there is.
  const total = common + settings + pairs + all;
  return { means, variances: explained.map((part) => own + Math.max(0, total - part)) };
}

/** Sums of squares of L^-1 times the columns of `block`, which it overwrites. */
function solvedSquares(factor: Float64Array, n: number, block: Float64Array): [number, number, number, number] {
  const squares: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const at = i * TOGETHER;
    let a = block[at] as number;
    let b = block[at + 1] as number;
    let c = block[at + 2] as number;
    let d = block[at + 3] as number;
    const row = i * n;
    for (let k = 0, other = 0; k < i; k++, other += TOGETHER) {
      const share = factor[row + k] as number;
      a -= share * (block[other] as number);
      b -= share * (block[other + 1] as number);
      c -= share * (block[other + 2] as number);
      d -= share * (block[other + 3] as number);
    }
    const pivot = factor[row + i] as number;
    block[at] = a /= pivot;
    block[at + 1] = b /= pivot;
    block[at + 2] = c /= pivot;
    block[at + 3] = d /= pivot;
    squares[0] += a * a;
    squares[1] += b * b;
    squares[2] += c * c;
    squares[3] += d * d;
  }
  return squares;
}
