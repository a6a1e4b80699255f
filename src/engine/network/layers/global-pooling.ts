/** @file Global average pooling (Lin et al. 2014, arXiv 1312.4400): the mean of each channel over all positions, a vector. */
import { withoutSettings } from '../fields.js';
import { multiply } from '../graph/operations/arithmetic.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { reshape } from '../graph/operations/shape.js';
import { allPositions, type FeatureMap } from './features.js';
import { hasPositions, positionAxes, shapeText } from './fit.js';
import { LayerMisfit, layerKind } from './layer.js';

export const globalAveragePool = layerKind({
  kind: 'globalAveragePool',
  schema: withoutSettings().describe(
    'The mean of each channel over all positions of a map or sequence: a vector of as many values as there are channels. Written `globalAveragePool: true`.',
  ),
  build: (_settings, _name, inputShape) => {
    if (!hasPositions(inputShape)) {
      throw new LayerMisfit(`needs a map or a sequence, but its input is a vector of ${shapeText(inputShape)} values`);
    }
    const channels = inputShape.at(-1) as number;
    return {
      outputShape: [channels],
      parameters: [],
      train: (features) => {
        const { extent, batch, at } = features as FeatureMap;
        const positions = allPositions(extent);
        const sum = reshape(reduceSum(at(positions), [0]), [batch, channels]);
        return { kind: 'vector', values: multiply(sum, 1 / positions.length) };
      },
      infer: (onnx, input) => onnx.node('ReduceMean', [input], { axes: positionAxes(inputShape), keepdims: 0 }),
    };
  },
});
