/** @file Max pooling. Where cells of a window are equal the gradient goes to the first, row by row. */
import { maximum } from '../graph/operations/comparison.js';
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
        if (activated === undefined) return pooledMap(pooling, map, maximum);
        return activatedMap(pooledMap(pooling, activated.before, maximum), true, activated.apply);
      },
      infer: (onnx, input) => onnx.node('MaxPool', [input], { kernel_shape: window, strides }),
    };
  },
};
