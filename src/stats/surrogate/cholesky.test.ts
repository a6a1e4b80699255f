/** @file The factor, its solutions and the diagonal of the inverse, several numbers at a time, against one number at a time: equal to the last bit. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { columnSquares, factorise, inverseDiagonal, solveLower, solveLowerTogether, TOGETHER } from './cholesky.js';

/** Of points in a plane: near ones are alike. */
function covarianceOf(n: number): Float64Array {
  const random = randomFrom('cholesky', n);
  const points = Array.from({ length: n }, () => [random.normal(), random.normal()] as const);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [[a, b], [c, d]] = [points[Math.floor(at / n)] ?? [0, 0], points[at % n] ?? [0, 0]];
    return Math.exp(-((a - c) ** 2) - (b - d) ** 2) + (at % (n + 1) === 0 ? 0.01 : 0);
  });
}

/** Of the lower triangle, as the textbook has it. */
function plainFactor(matrix: Float64Array, n: number): { factor: Float64Array; logDeterminant: number } {
  const factor = Float64Array.from(matrix);
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = factor[i * n + j] as number;
      for (let k = 0; k < j; k++) rest -= (factor[i * n + k] as number) * (factor[j * n + k] as number);
      factor[i * n + j] = i === j ? Math.sqrt(rest) : rest / (factor[j * n + j] as number);
      if (i === j) logDeterminant += Math.log(rest);
    }
  }
  return { factor, logDeterminant };
}

const SIZES = [1, 2, 3, 4, 5, 7, 8, 30, 61];

test.each(SIZES)('%i rows', (n) => {
  const matrix = covarianceOf(n);
  const plain = plainFactor(matrix, n);
  expect(factorise(matrix, n)).toBe(plain.logDeterminant);
  expect(matrix).toEqual(plain.factor);

  const random = randomFrom('right', n);
  const block = Float64Array.from({ length: n * TOGETHER }, () => random.normal());
  const rights = Array.from({ length: TOGETHER }, (_, r) => block.filter((_, at) => at % TOGETHER === r));
  solveLowerTogether(matrix, n, 0, n, block);
  for (const right of rights) solveLower(matrix, n, right);
  expect(block).toEqual(Float64Array.from(block, (_, at) => rights[at % TOGETHER]?.[Math.floor(at / TOGETHER)] ?? 0));
  const squaresOf = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
  expect([...columnSquares(block, 0, n)]).toEqual(rights.map(squaresOf));

  const columns = Array.from({ length: n }, (_, column) => {
    const unit = new Float64Array(n);
    unit[column] = 1;
    solveLower(matrix, n, unit);
    return squaresOf(unit);
  });
  expect([...inverseDiagonal(matrix, n)]).toEqual(columns);
});

test('what is not positive definite has no factor, wherever that shows', () => {
  for (let bad = 0; bad < 7; bad++) {
    const matrix = covarianceOf(7);
    matrix[bad * 8] = -1;
    expect(factorise(matrix, 7)).toBeNaN();
  }
});
