/** @file Average pooling. */
import { add, multiply } from '../graph/operations/arithmetic.js';
import { activatedMap, type FeatureMap } from './features.js';
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
        activatedMap(pooledMap(pooling, features as FeatureMap, add), true, (x) => multiply(x, 1 / windows.size)),
      infer: (onnx, input) => onnx.node('AveragePool', [input], { kernel_shape: window, strides }),
    };
  },
};
