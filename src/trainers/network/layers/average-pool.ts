/** @file Average pooling. */
import { multiply, sum } from '../graph/operations/arithmetic.js';
import type { FeatureMap } from './features.js';
import type { LayerKind } from './layer.js';
import { planPooling, pooledMap, poolingSchema } from './pooling.js';

export const averagePool: LayerKind = {
  kind: 'averagePool',
  schema: poolingSchema,
  build: (json, name, inputShape) => {
    const pooling = planPooling(json, inputShape);
    const { windows, window, strides, channels } = pooling;
    return {
      name,
      kind: 'averagePool',
      outputShape: [...windows.extent, channels],
      parameters: [],
      train: (features) =>
        pooledMap(pooling, features as FeatureMap, (cells) => multiply(sum(cells), 1 / windows.size)),
      infer: (onnx, input) => onnx.node('AveragePool', [input], { kernel_shape: window, strides }),
    };
  },
};
