/** @file Orthogonal initial weights (Saxe et al. 2014, arXiv 1312.6120). */
import type { Random } from '../../../core/index.js';

/**
 * A row-major matrix with orthonormal rows or columns, whichever are fewer, times `gain`: Gram-Schmidt with one
 * reorthogonalisation on independent normal vectors, which makes it uniform over such matrices.
 */
export function orthogonalMatrix(rows: number, columns: number, gain: number, random: Random): Float64Array {
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  while (vectors.length < Math.min(rows, columns)) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const _ of [1, 2]) for (const earlier of vectors) addMultiple(vector, earlier, -dot(vector, earlier));
    const size = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / size));
  }
  return Float64Array.from({ length: rows * columns }, (_, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    const value = rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row];
    return gain * (value as number);
  });
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] as number), 0);
}

function addMultiple(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < vector.length; index++) {
    vector[index] = (vector[index] as number) + factor * (other[index] as number);
  }
}
