/**
 * @file Sequence pooling (Hassani et al. 2021, arXiv 2104.05704): the mean over all positions, weighted by a softmax of what one trained row
 * makes of each position. A constant beside that row would change no weight.
 */
import { settings } from '../fields.js';
import { multiply } from '../graph/operations/arithmetic.js';
import { gemm } from '../graph/operations/matrix.js';
import { softmax } from '../graph/operations/normalisation.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { reshape } from '../graph/operations/shape.js';
import { initializationField } from '../initializers/by-layer.js';
import { allValues, type FeatureMap } from './features.js';
import { expectPositions, shapeText } from './fit.js';
import { LayerMisfit, layerKind } from './layer.js';

export const sequencePool = layerKind({
  kind: 'sequencePool',
  schema: settings({ initialization: initializationField }).describe(
    'The mean over all positions of a sequence or map, by weights that are learned from what stands at them.',
  ),
  build: (_settings, name, inputShape) => {
    const { extent, channels } = expectPositions(inputShape);
    const count = extent[0] * extent[1];
    if (count < 2) {
      throw new LayerMisfit(`needs 2 positions or more, but its input of ${shapeText(inputShape)} has 1`);
    }
    return {
      outputShape: [channels],
      parameters: [{ name: `${name}.weight`, shape: [channels, 1], role: 'weight', fanIn: channels, fanOut: 1 }],
      train: (features, [weight]) => {
        const { batch } = features as FeatureMap;
        const values = allValues(features as FeatureMap);
        const scores = gemm(reshape(values, [count * batch, channels]), weight!);
        const weights = softmax(reshape(scores, [count, batch, 1]), 0);
        return { kind: 'vector', values: reshape(reduceSum(multiply(values, weights), [0]), [batch, channels]) };
      },
      infer: (onnx, input, { tensors: [weight] }) => {
        const rows = onnx.node('Reshape', [input, onnx.integers([0, channels, count])]);
        const scores = onnx.node('MatMul', [onnx.node('Transpose', [rows], { perm: [0, 2, 1] }), weight!]);
        const weights = onnx.node('Softmax', [scores], { axis: 1 });
        return onnx.node('Reshape', [onnx.node('MatMul', [rows, weights]), onnx.integers([0, channels])]);
      },
    };
  },
});
