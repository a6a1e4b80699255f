/**
 * @file Least squares with a penalty on the slopes, of weighted rows: ridge by Cholesky's factor, the elastic net by coordinate descent on
 * the products of columns (Friedman, Hastie, Tibshirani 2010, doi 10.18637/jss.v033.i01).
 */

/** Rows of `width` columns beside a target and a weight each. */
export interface LeastSquaresProblem {
  readonly matrix: ArrayLike<number>;
  readonly width: number;
  readonly targets: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** Beside half the weighted mean of squared errors: `penalty` times (`mix` |slopes| + (1 - `mix`) / 2 slopes^2). */
export interface Shrinkage {
  readonly penalty: number;
  readonly mix: number;
}

export interface LinearModel {
  readonly offset: number;
  readonly slopes: Float64Array;
}

/** Without a penalty, a column that follows from others before it has the slope 0. */
export function fitLeastSquares(problem: LeastSquaresProblem, { penalty, mix }: Shrinkage): LinearModel {
  const { width } = problem;
  const { means, meanTarget, gram, moments, variance } = productsOf(problem);
  const absolute = penalty * mix;
  for (let column = 0; column < width; column++) {
    const place = column * width + column;
    gram[place] = (gram[place] as number) + penalty * (1 - mix);
  }
  const slopes =
    absolute === 0
      ? solveGram(gram, moments, width)
      : descend(gram, moments, { width, absolute, scale: Math.sqrt(variance) });
  const shift = slopes.reduce((sum, slope, column) => sum + slope * (means[column] as number), 0);
  return { offset: meanTarget - shift, slopes };
}

/** Weighted means of columns and target, and mean products of what is left without them: of columns the lower half. */
function productsOf({ matrix, width, targets, weights }: LeastSquaresProblem) {
  const count = targets.length;
  let total = 0;
  let meanTarget = 0;
  const means = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    const weight = weights[row] as number;
    total += weight;
    meanTarget += weight * (targets[row] as number);
    for (let column = 0; column < width; column++) {
      means[column] = (means[column] as number) + weight * (matrix[row * width + column] as number);
    }
  }
  meanTarget /= total;
  for (let column = 0; column < width; column++) means[column] = (means[column] as number) / total;

  const gram = new Float64Array(width * width);
  const moments = new Float64Array(width);
  let variance = 0;
  const centred = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    const weight = (weights[row] as number) / total;
    const target = (targets[row] as number) - meanTarget;
    variance += weight * target ** 2;
    for (let column = 0; column < width; column++) {
      centred[column] = (matrix[row * width + column] as number) - (means[column] as number);
    }
    for (let left = 0; left < width; left++) {
      const value = weight * (centred[left] as number);
      if (value === 0) continue;
      moments[left] = (moments[left] as number) + value * target;
      const start = left * width;
      for (let right = 0; right <= left; right++) {
        gram[start + right] = (gram[start + right] as number) + value * (centred[right] as number);
      }
    }
  }
  return { means, meanTarget, gram, moments, variance };
}

/** What is left of a column, as a share of its square, below which it follows from others. */
const DEPENDENT = 1e-10;

/** Solves gram * slopes = moments, the lower half of `gram` given and overwritten by its factor. */
function solveGram(gram: Float64Array, moments: Float64Array, width: number): Float64Array {
  const at = (row: number, column: number) => gram[row * width + column] as number;
  const isKept: boolean[] = [];
  for (let column = 0; column < width; column++) {
    const own = at(column, column);
    let left = own;
    for (let before = 0; before < column; before++) left -= at(column, before) ** 2;
    isKept[column] = left > DEPENDENT * own;
    const root = isKept[column] ? Math.sqrt(left) : 0;
    gram[column * width + column] = root;
    for (let row = column + 1; row < width; row++) {
      let value = at(row, column);
      for (let before = 0; before < column; before++) value -= at(row, before) * at(column, before);
      gram[row * width + column] = isKept[column] ? value / root : 0;
    }
  }
  const solution = Float64Array.from(moments);
  for (let row = 0; row < width; row++) {
    let value = solution[row] as number;
    for (let before = 0; before < row; before++) value -= at(row, before) * (solution[before] as number);
    solution[row] = isKept[row] ? value / at(row, row) : 0;
  }
  for (let row = width - 1; row >= 0; row--) {
    let value = solution[row] as number;
    for (let after = row + 1; after < width; after++) value -= at(after, row) * (solution[after] as number);
    solution[row] = isKept[row] ? value / at(row, row) : 0;
  }
  return solution;
}

interface Descent {
  readonly width: number;
  /** What an absolute slope costs. */
  readonly absolute: number;
  /** Standard deviation of the target. */
  readonly scale: number;
}

const SWEEPS = 100_000;
/** A slope times the spread of its column, in spreads of the target, below which it moves no more. */
const STILL = 1e-9;

/** `gram`: the lower half, with what squared slopes cost on its diagonal. One slope after the other to its own best, until none moves. */
function descend(gram: Float64Array, moments: Float64Array, { width, absolute, scale }: Descent): Float64Array {
  const at = (left: number, right: number) => gram[Math.max(left, right) * width + Math.min(left, right)] as number;
  const slopes = new Float64Array(width);
  const left = Float64Array.from(moments);
  for (let sweep = 0, farthest = 1; sweep < SWEEPS && farthest > STILL; sweep++) {
    farthest = 0;
    for (let column = 0; column < width; column++) {
      const own = at(column, column);
      if (own === 0) continue;
      const before = slopes[column] as number;
      const pull = (left[column] as number) + own * before;
      const next = (Math.sign(pull) * Math.max(0, Math.abs(pull) - absolute)) / own;
      const change = next - before;
      if (change === 0) continue;
      slopes[column] = next;
      for (let other = 0; other < width; other++) left[other] = (left[other] as number) - change * at(other, column);
      farthest = Math.max(farthest, (Math.abs(change) * Math.sqrt(own)) / (scale || 1));
    }
  }
  return slopes;
}
