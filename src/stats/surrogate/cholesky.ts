/** @file Symmetric positive definite systems by their Cholesky factor, row by row in one array of n x n. */

/**
 * Replaces the lower triangle of `matrix` by its factor L; what stands above the diagonal is not read. Returns the logarithm of
 * the determinant of the matrix; NaN where it is not positive definite.
 */
export function factorise(matrix: Float64Array, n: number): number {
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j < i; j++) {
      const rowJ = j * n;
      let rest = matrix[rowI + j] as number;
      for (let k = 0; k < j; k++) rest -= (matrix[rowI + k] as number) * (matrix[rowJ + k] as number);
      matrix[rowI + j] = rest / (matrix[rowJ + j] as number);
    }
    let pivot = matrix[rowI + i] as number;
    for (let k = 0; k < i; k++) pivot -= (matrix[rowI + k] as number) ** 2;
    if (!(pivot > 0)) return Number.NaN;
    matrix[rowI + i] = Math.sqrt(pivot);
    logDeterminant += Math.log(pivot);
  }
  return logDeterminant;
}

/** Solves L x = right in place. */
export function solveLower(factor: Float64Array, n: number, right: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let rest = right[i] as number;
    for (let k = 0; k < i; k++) rest -= (factor[i * n + k] as number) * (right[k] as number);
    right[i] = rest / (factor[i * n + i] as number);
  }
}

/** Solves L' x = right in place. */
export function solveUpper(factor: Float64Array, n: number, right: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const value = (right[i] as number) / (factor[i * n + i] as number);
    right[i] = value;
    for (let k = 0; k < i; k++) right[k] = (right[k] as number) - (factor[i * n + k] as number) * value;
  }
}

/** The diagonal of the inverse of the matrix whose factor this is: column sums of squares of the inverse of L. */
export function inverseDiagonal(factor: Float64Array, n: number): Float64Array {
  const diagonal = new Float64Array(n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let squares = 0;
    for (let i = j; i < n; i++) {
      let rest = i === j ? 1 : 0;
      const row = i * n;
      for (let k = j; k < i; k++) rest -= (factor[row + k] as number) * (column[k] as number);
      const value = rest / (factor[row + i] as number);
      column[i] = value;
      squares += value * value;
    }
    diagonal[j] = squares;
  }
  return diagonal;
}
