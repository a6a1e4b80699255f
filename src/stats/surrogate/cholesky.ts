/**
 * @file Symmetric positive definite systems by their Cholesky factor, row by row in one array of n x n. Each number is found by the same
 * operations in the same order as one alone would be; several are found side by side, as no subtraction then waits for the one before.
 */

/** Right-hand sides that are solved for together: number r of row k stands at `block[k * TOGETHER + r]`. */
export const TOGETHER = 4;

/**
 * Replaces the lower triangle of `matrix` by its factor L; what stands above the diagonal is not read. Returns the logarithm of
 * the determinant of the matrix; NaN where it is not positive definite.
 */
export function factorise(matrix: Float64Array, n: number): number {
  let logDeterminant = 0;
  const block = new Float64Array(n * TOGETHER);
  for (let from = 0; from < n; from += TOGETHER) {
    const rows = Math.min(TOGETHER, n - from);
    // Rows of the factor solve for those of the matrix, by the rows before.
    for (let r = 0; r < rows; r++) {
      const row = (from + r) * n;
      for (let k = 0; k <= from + r; k++) block[k * TOGETHER + r] = matrix[row + k] as number;
    }
    solveLowerTogether(matrix, n, 0, from, block);
    for (let column = 0; column < rows; column++) {
      const pivot = finishColumn(block, from + column, column);
      if (!(pivot > 0)) return Number.NaN;
      logDeterminant += Math.log(pivot);
    }
    for (let r = 0; r < rows; r++) {
      const row = (from + r) * n;
      for (let k = 0; k <= from + r; k++) matrix[row + k] = block[k * TOGETHER + r] as number;
    }
  }
  return logDeterminant;
}

/** Column `at` of the rows in `block`, whose own row is number `own` of them. Gives the square of its diagonal. */
function finishColumn(block: Float64Array, at: number, own: number): number {
  const end = at * TOGETHER;
  let a = block[end] as number;
  let b = block[end + 1] as number;
  let c = block[end + 2] as number;
  let d = block[end + 3] as number;
  for (let k = 0; k < end; k += TOGETHER) {
    const share = block[k + own] as number;
    a -= (block[k] as number) * share;
    b -= (block[k + 1] as number) * share;
    c -= (block[k + 2] as number) * share;
    d -= (block[k + 3] as number) * share;
  }
  const pivot = own === 0 ? a : own === 1 ? b : own === 2 ? c : d;
  const root = Math.sqrt(pivot);
  block[end] = a / root;
  block[end + 1] = b / root;
  block[end + 2] = c / root;
  block[end + 3] = d / root;
  block[end + own] = root;
  return pivot;
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
  const block = new Float64Array(n * TOGETHER);
  for (let from = 0; from < n; from += TOGETHER) {
    const until = Math.min(n, from + TOGETHER);
    block.fill(0, from * TOGETHER);
    for (let column = from; column < until; column++) block[column * TOGETHER + column - from] = 1;
    solveLowerTogether(factor, n, from, n, block);
    diagonal.set(columnSquares(block, from, n).subarray(0, until - from), from);
  }
  return diagonal;
}

/** Sums of squares of each of the numbers in rows `from` to `until` (exclusive). */
export function columnSquares(block: Float64Array, from: number, until: number): Float64Array {
  const squares = new Float64Array(TOGETHER);
  for (let at = from * TOGETHER; at < until * TOGETHER; at += TOGETHER) {
    for (let r = 0; r < TOGETHER; r++) squares[r] = (squares[r] as number) + (block[at + r] as number) ** 2;
  }
  return squares;
}

/** Solves L x = right in place for all in `block`, of rows `from` to `until` (exclusive); those before are 0, or there is none. */
export function solveLowerTogether(
  factor: Float64Array,
  n: number,
  from: number,
  until: number,
  block: Float64Array,
): void {
  let i = from;
  // Two rows at a time.
  for (; i + 1 < until; i += 2) {
    const at = i * TOGETHER;
    const row = i * n;
    const next = row + n;
    let a = block[at] as number;
    let b = block[at + 1] as number;
    let c = block[at + 2] as number;
    let d = block[at + 3] as number;
    let e = block[at + 4] as number;
    let f = block[at + 5] as number;
    let g = block[at + 6] as number;
    let h = block[at + 7] as number;
    for (let k = from, other = from * TOGETHER; k < i; k++, other += TOGETHER) {
      const share = factor[row + k] as number;
      const share2 = factor[next + k] as number;
      const first = block[other] as number;
      const second = block[other + 1] as number;
      const third = block[other + 2] as number;
      const fourth = block[other + 3] as number;
      a -= share * first;
      b -= share * second;
      c -= share * third;
      d -= share * fourth;
      e -= share2 * first;
      f -= share2 * second;
      g -= share2 * third;
      h -= share2 * fourth;
    }
    const pivot = factor[row + i] as number;
    block[at] = a /= pivot;
    block[at + 1] = b /= pivot;
    block[at + 2] = c /= pivot;
    block[at + 3] = d /= pivot;
    const last = factor[next + i] as number;
    const pivot2 = factor[next + i + 1] as number;
    block[at + 4] = (e - last * a) / pivot2;
    block[at + 5] = (f - last * b) / pivot2;
    block[at + 6] = (g - last * c) / pivot2;
    block[at + 7] = (h - last * d) / pivot2;
  }
  if (i < until) solveRow(factor, n, from, i, block);
}

/** Row i alone. */
function solveRow(factor: Float64Array, n: number, from: number, i: number, block: Float64Array): void {
  const pivot = factor[i * n + i] as number;
  for (let r = 0; r < TOGETHER; r++) {
    let rest = block[i * TOGETHER + r] as number;
    for (let k = from; k < i; k++) rest -= (factor[i * n + k] as number) * (block[k * TOGETHER + r] as number);
    block[i * TOGETHER + r] = rest / pivot;
  }
}
