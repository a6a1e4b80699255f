/**
 * @file Embedded columns: a learned table for each, with a row of numbers for each of its levels. It comes before all layers, and
 * is what a linear layer over 0-and-1 columns would be, which are never made. A level without a row, one that the pool did not
 * have, has the mean of all rows.
 */
import type { CategoryColumn } from '../../datasets/index.js';
import { multiply } from '../graph/operations/arithmetic.js';
import { embed } from '../graph/operations/indexing.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { concatenate, slice } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { flattenFeatures } from './features.js';
import type { Layer, ParameterSpec } from './layer.js';

/** Few numbers do for many levels, and each row has but its own examples to learn from. */
function usualWidth(levels: number): number {
  return Math.ceil(levels ** 0.25);
}

/** `width`: values of an example, of which the last are numbers of levels, 0 for none. `rowWidth` by default depends on the levels. */
export function createEmbedding(columns: readonly CategoryColumn[], width: number, rowWidth?: number): Layer {
  const numbers = width - columns.length;
  const parameters = columns.map(({ levels }, place): ParameterSpec => {
    const own = rowWidth ?? usualWidth(levels.length);
    return { name: `embedding[${place}].rows`, shape: [levels.length, own], role: 'table', fanIn: 1, fanOut: own };
  });
  const outputWidth = parameters.reduce((sum, { shape }) => sum + (shape[1] as number), numbers);
  return {
    name: 'embedding',
    kind: 'embedding',
    outputShape: [outputWidth],
    parameters,
    train: (features, tables) => {
      const values = flattenFeatures(features);
      const rows = tables.map((table, place) =>
        embed(withMean(table), slice(values, 1, numbers + place, numbers + place + 1)),
      );
      return {
        kind: 'vector',
        values: concatenate([...(numbers > 0 ? [slice(values, 1, 0, numbers)] : []), ...rows], 1),
      };
    },
    infer: (onnx, input, { tensors }) => {
      const rows = tensors.map((table, place) => {
        const mean = onnx.node('ReduceMean', [table], { axes: [0], keepdims: 1 });
        const all = onnx.node('Concat', [mean, table], { axis: 0 });
        const level = onnx.node('Squeeze', [
          onnx.slice(input, 1, numbers + place, numbers + place + 1),
          onnx.integers([1]),
        ]);
        return onnx.node('Gather', [all, onnx.cast(level, 'int64')], { axis: 0 });
      });
      const parts = [...(numbers > 0 ? [onnx.slice(input, 1, 0, numbers)] : []), ...rows];
      return parts.length === 1 ? (parts[0] as string) : onnx.node('Concat', parts, { axis: 1 });
    },
  };
}

/** The mean of all rows before them, as row 0. */
function withMean(table: Tensor): Tensor {
  const mean = multiply(reduceSum(table, [0]), 1 / (table.shape[0] as number));
  return concatenate([mean, table], 0);
}
