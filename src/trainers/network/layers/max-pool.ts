/** @file Max pooling. Where cells of a window are equal the gradient goes to the first, row by row. */
import { maximum } from '../graph/operations/comparison.js';
import type { Tensor } from '../graph/tensor.js';
import { activatedMap, type FeatureMap } from './features.js';
import type { LayerKind } from './layer.js';
import { planPooling, pooledMap, poolingSchema } from './pooling.js';

export const maxPool: LayerKind = {
  kind: 'maxPool',
  schema: poolingSchema,
  build: (json, name, inputShape) => {
    const pooling = planPooling(json, inputShape);
    const { windows, window, strides, channels } = pooling;
    return {
      name,
      kind: 'maxPool',
      outputShape: [...windows.extent, channels],
      parameters: [],
      train: (features) => {
        const map = features as FeatureMap;
        const { activated } = map;
        if (activated === undefined) return pooledMap(pooling, map, maximumOf);
        return activatedMap(pooledMap(pooling, activated.before, maximumOf), true, activated.apply);
      },
      infer: (onnx, input) => onnx.node('MaxPool', [input], { kernel_shape: window, strides }),
    };
  },
};

/** Pairs neighbours, then pairs of them, ...: of equal cells the first wins, as in a scan from the first to the last. */
function maximumOf(cells: readonly Tensor[]): Tensor {
  if (cells.length === 1) return cells[0] as Tensor;
  const half = 2 ** Math.floor(Math.log2(cells.length - 1));
  return maximum(maximumOf(cells.slice(0, half)), maximumOf(cells.slice(half)));
}
