/**
 * @file Fits linear models by weighted least squares, without a penalty: normal equations of centred columns, factorised by
 * Cholesky; a column that follows from those before it gets no weight.
 */

/** Rows of `width` columns beside a target and a weight each. */
export interface LeastSquaresProblem {
  readonly matrix: Float64Array;
  readonly width: number;
  readonly targets: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export interface LinearModel {
  readonly offset: number;
  readonly slopes: Float64Array;
}

/** What is left of a column, as a share of its square, below which it follows from others. */
const DEPENDENT = 1e-10;

export function fitLeastSquares({ matrix, width, targets, weights }: LeastSquaresProblem): LinearModel {
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
  const centred = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    const weight = (weights[row] as number) / total;
    const target = (targets[row] as number) - meanTarget;
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
  const slopes = solveGram(gram, moments, width);
  const shift = slopes.reduce((sum, slope, column) => sum + slope * (means[column] as number), 0);
  return { offset: meanTarget - shift, slopes };
}

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
