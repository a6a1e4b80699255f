/**
 * @file Weighted least squares on groups of columns, for many subsets of the groups: columns are centred and scaled once,
 * and every fit is a Cholesky factorisation of their products. A column that others make up is left out of a fit.
 */

/** A fit of some of the columns. */
export interface LeastSquaresFit {
  /** Weighted sum of squared residuals. */
  readonly rest: number;
  /** Columns that count, with the constant. */
  readonly rank: number;
  /** By column of the whole design; 0 where it is left out. */
  readonly slopes: Float64Array;
  /** Quadratic form of the inverse of the columns' products: the variance of `row` times the slopes, over the error variance. */
  readonly spreadOf: (row: ArrayLike<number>) => number;
  /** Logarithm of the determinant of the correlations of the columns that count. */
  readonly logDeterminant: number;
}

export interface WeightedDesign {
  /** Weighted means of the response and of each column. */
  readonly center: number;
  readonly columnCenters: Float64Array;
  /** Sum of the weights. */
  readonly weight: number;
  /** Weighted sum of squares about the mean. */
  readonly total: number;
  fitOf(columns: readonly number[]): LeastSquaresFit;
  /** Weighted sum of squares, about its mean, of what these columns make with these slopes. */
  squaresOf(columns: readonly number[], slopes: ArrayLike<number>): number;
}

/** Below this share of its own sum of squares, what is left of a column is rounding. */
const ALIASED = 1e-10;

/** `columns` by column, then by candidate; `weights` positive. */
export function weightedDesign(
  columns: readonly Float64Array[],
  response: ArrayLike<number>,
  weights: ArrayLike<number>,
): WeightedDesign {
  const count = response.length;
  const all = [...columns, response];
  let weight = 0;
  for (let index = 0; index < count; index++) weight += weights[index] as number;
  const centers = Float64Array.from(all, (column) => {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += (weights[index] as number) * (column[index] as number);
    return sum / weight;
  });
  const centred = all.map((column, place) =>
    Float64Array.from(
      { length: count },
      (_, index) => Math.sqrt(weights[index] as number) * ((column[index] as number) - (centers[place] as number)),
    ),
  );
  const products = centred.map((first, row) =>
    Float64Array.from(centred.slice(0, row + 1), (second) => dot(first, second)),
  );
  const productOf = (first: number, second: number): number =>
    (first >= second ? products[first]?.[second] : products[second]?.[first]) as number;
  const last = columns.length;
  return {
    center: centers[last] as number,
    columnCenters: centers.subarray(0, last),
    weight,
    total: productOf(last, last),
    fitOf: (chosen) => factorise(chosen, last, productOf),
    squaresOf: (chosen, slopes) => {
      const term = (first: number, second: number): number =>
        (slopes[first] as number) * (slopes[second] as number) * productOf(first, second);
      return chosen.reduce((sum, first) => chosen.reduce((all, second) => all + term(first, second), sum), 0);
    },
  };
}

function factorise(
  chosen: readonly number[],
  response: number,
  productOf: (a: number, b: number) => number,
): LeastSquaresFit {
  const kept: number[] = [];
  const factor: Float64Array[] = [];
  const scaled: number[] = [];
  let rest = productOf(response, response);
  let logDeterminant = 0;
  for (const column of chosen) {
    const own = productOf(column, column);
    const line = new Float64Array(kept.length + 1);
    let left = own;
    for (let place = 0; place < kept.length; place++) {
      line[place] =
        (productOf(column, kept[place] as number) - dot(factor[place] as Float64Array, line, place)) /
        (factor[place]?.[place] as number);
      left -= (line[place] as number) ** 2;
    }
    if (!(left > ALIASED * own)) continue;
    line[kept.length] = Math.sqrt(left);
    logDeterminant += Math.log(left / own);
    const projection = (productOf(column, response) - dot(line, scaled, kept.length)) / Math.sqrt(left);
    kept.push(column);
    factor.push(line);
    scaled.push(projection);
    rest -= projection * projection;
  }
  const slopes = new Float64Array(response);
  const solved = solveUpper(factor, scaled);
  kept.forEach((column, place) => {
    slopes[column] = solved[place] as number;
  });
  return {
    rest: Math.max(0, rest),
    rank: kept.length + 1,
    slopes,
    logDeterminant,
    spreadOf: (row) => {
      const half: number[] = [];
      let sum = 0;
      kept.forEach((column, place) => {
        const line = factor[place] as Float64Array;
        const value = ((row[column] as number) - dot(line, half, place)) / (line[place] as number);
        half.push(value);
        sum += value * value;
      });
      return sum;
    },
  };
}

/** Solves the transposed triangle. */
function solveUpper(factor: readonly Float64Array[], scaled: readonly number[]): number[] {
  const solved = [...scaled];
  for (let place = factor.length - 1; place >= 0; place--) {
    let value = solved[place] as number;
    for (let later = place + 1; later < factor.length; later++)
      value -= (factor[later]?.[place] as number) * (solved[later] as number);
    solved[place] = value / (factor[place]?.[place] as number);
  }
  return solved;
}

/** Over the first `length` of both. */
function dot(first: ArrayLike<number>, second: ArrayLike<number>, length = first.length): number {
  let total = 0;
  for (let index = 0; index < length; index++) total += (first[index] as number) * (second[index] as number);
  return total;
}

// How much candidates differ beyond the chance of retraining and what settings explain: the variance between them by
// Paule and Mandel (1982, doi 10.6028/jres.087.022), found by the steps of DerSimonian and Kacker (2007, doi
// 10.1016/j.cct.2006.04.004). It makes few trials count for little without letting many trials count for everything.

const MOST_STEPS = 100;
const PRECISION = 1e-13;

/**
 * Weights of mean 1 for responses whose variances by retraining are `noise`, after a regression on the columns; all equal
 * where one of these variances is 0 (not known) or all are alike.
 */
export function responseWeights(
  columns: readonly Float64Array[],
  response: ArrayLike<number>,
  noise: ArrayLike<number>,
): Float64Array {
  const variances = Float64Array.from(noise);
  if (variances.every((variance) => variance === variances[0]) || variances.some((variance) => !(variance > 0)))
    return variances.fill(1);
  const between = varianceBetween(columns, response, variances);
  const raw = variances.map((variance) => 1 / (between + variance));
  const scale = raw.length / raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight * scale);
}

/** The variance at which the weighted squares of residuals are as many as their degrees of freedom; 0 where noise is enough. */
export function varianceBetween(
  columns: readonly Float64Array[],
  response: ArrayLike<number>,
  noise: Float64Array,
): number {
  const everyColumn = columns.map((_, column) => column);
  let between = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const weights = noise.map((variance) => 1 / (between + variance));
    const { center, columnCenters, fitOf } = weightedDesign(columns, response, weights);
    const { slopes, rest, rank } = fitOf(everyColumn);
    const excess = rest - (response.length - rank);
    if (excess <= 0) return between;
    let steepness = 0;
    for (let index = 0; index < response.length; index++) {
      let residual = (response[index] as number) - center;
      for (const column of everyColumn) {
        const value = (columns[column]?.[index] as number) - (columnCenters[column] as number);
        residual -= (slopes[column] as number) * value;
      }
      steepness += ((weights[index] as number) * residual) ** 2;
    }
    const next = between + excess / steepness;
    if (next - between <= PRECISION * next) return next;
    between = next;
  }
  return between;
}
