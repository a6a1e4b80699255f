/** @file Takes some of the examples of a set of samples. */
import { takeRows } from '../core/index.js';
import type { RawColumn } from './columns/encoding.js';
import type { Samples } from './dataset.js';

/** The examples at `indices`, in that order, as arrays of their own. */
export function takeSamples(samples: Samples, indices: Int32Array): Samples {
  return {
    count: indices.length,
    inputs: takeRows(samples.inputs, widthOf(samples.inputs, samples.count), indices),
    targets: takeRows(samples.targets, widthOf(samples.targets, samples.count), indices),
    ...(samples.weights === undefined
      ? {}
      : { weights: takeRows(samples.weights, widthOf(samples.weights, samples.count), indices) }),
    features: Object.fromEntries(
      Object.entries(samples.features).map(([name, column]) => [
        name,
        takeRows(column, widthOf(column, samples.count), indices),
      ]),
    ),
    ...(samples.columns === undefined ? {} : { columns: samples.columns.map((column) => takeCells(column, indices)) }),
  };
}

/** The cells of a column at `indices`, in that order. */
export function takeCells(column: RawColumn, indices: Int32Array): RawColumn {
  const { name, kind, values } = column;
  if (kind === 'category') return { name, kind, values: Array.from(indices, (row) => values[row] as string) };
  return { name, kind, values: Float64Array.from(indices, (row) => values[row] as number) };
}

function widthOf(values: Float32Array, count: number): number {
  return count === 0 ? 0 : values.length / count;
}
