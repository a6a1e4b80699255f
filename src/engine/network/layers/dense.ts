/**
 * @file A fully connected layer, with an activation after it. A map or sequence is flattened first, or each of its positions
 * goes through the layer by itself. `join` names features that are set beside its input, after it: "sum", "barycentre",
 * columns of the data, several joined by "+".
 */
import { z } from 'zod';
import { activationField, activationNamed } from '../activations.js';
import { flag, settings, unwrittenDefault, wholeField } from '../fields.js';
import { gemm } from '../graph/operations/matrix.js';
import { concatenate, reshape } from '../graph/operations/shape.js';
import { sizeOf } from '../graph/tensor.js';
import { initializationField } from '../initializers/by-layer.js';
import { parseJoin } from '../joined-features.js';
import { conv } from './conv.js';
import { activatedMap, computedMap, type FeatureMap, flattenFeatures } from './features.js';
import { byRole, hasPositions, weightSpecs } from './fit.js';
import { inferFlat } from './flatten.js';
import { type Layer, LayerMisfit, layerKind } from './layer.js';

const schema = settings({
  units: wholeField(1).describe('Values that come out.'),
  bias: flag().default(true).describe('Whether each unit has a trained constant.'),
  activation: activationField.default('relu').describe('Function after it.'),
  initialization: initializationField,
  join: z
    .string({ error: 'names of features joined by "+", e.g. "sum" or "sum + barycentre"' })
    .optional()
    .describe(
      'Values set beside its inputs: columns of `data.features`, and of maps `sum` (of all cells) and `barycentre` (`barycentre-x`, `barycentre-y`); several joined by `+`.',
    ),
  perPosition: unwrittenDefault(
    flag().describe('Whether it acts on each position of a map or sequence by itself, in place of all values at once.'),
    false,
  ),
}).describe('A fully connected layer; a map or sequence is flattened before it. The output layer comes by itself.');

export const dense = layerKind({
  kind: 'dense',
  schema,
  build: ({ perPosition, ...settings }, name, inputShape) => {
    if (perPosition) return buildPerPosition(settings, name, inputShape);
    const { join } = settings;
    return buildDense(settings, name, inputShape, join === undefined ? [] : parseJoin(join));
  },
});

type DenseSettings = Pick<z.output<typeof schema>, 'units' | 'bias' | 'activation' | 'join'>;

/** With features beside its input, by their names, whatever is in these. */
export function buildDense(
  { units, bias, activation: activationName }: Omit<DenseSettings, 'join'>,
  name: string,
  inputShape: readonly number[],
  joins: readonly string[],
): Omit<Layer, 'name' | 'kind'> {
  const activation = activationNamed(activationName);
  const fanIn = sizeOf(inputShape) + joins.length;
  const fans = { fanIn, fanOut: units };
  return {
    outputShape: [units],
    parameters: weightSpecs(name, [fanIn, units], fans, { bias, activation }),
    joins,
    train: (features, values, { feature }) => {
      const [weight, offset, slopes] = byRole(values, bias);
      const input = concatenate([flattenFeatures(features), ...joins.map(feature)], 1);
      return { kind: 'vector', values: activation.train(gemm(input, weight, { bias: offset }), slopes) };
    },
    infer: (onnx, input, { tensors, feature }) => {
      const [weight, offset, slopes] = byRole(tensors, bias);
      const flat = inferFlat(onnx, input, inputShape);
      const joined = joins.length === 0 ? flat : onnx.node('Concat', [flat, ...joins.map(feature)], { axis: 1 });
      const operands = offset === undefined ? [joined, weight] : [joined, weight, offset];
      return activation.infer(onnx, onnx.node('Gemm', operands), slopes);
    },
  };
}

/** What a convolution with a window of one position is, but for its part in training, where nothing need be gathered. */
function buildPerPosition(
  { units, bias, activation: activationName, join }: DenseSettings,
  name: string,
  inputShape: readonly number[],
): Layer {
  if (!hasPositions(inputShape)) {
    throw new LayerMisfit(`acts on each position, but its input has none: a vector of ${inputShape[0]} values`);
  }
  if (join !== undefined) throw new LayerMisfit('acts on each position, where no features can be joined');
  const activation = activationNamed(activationName);
  return {
    ...conv.build({ filters: units, kernel: 1, bias, activation: activationName }, name, inputShape),
    train: (features, values) => {
      const [weight, offset, slopes] = byRole(values, bias);
      const { extent, channels, batch, at } = features as FeatureMap;
      const weighed = computedMap(extent, units, batch, (positions) => {
        const rows = reshape(at(positions), [positions.length * batch, channels]);
        return reshape(gemm(rows, weight, { bias: offset }), [positions.length, batch, units]);
      });
      return activatedMap(weighed, activation.nondecreasing, (x) => activation.train(x, slopes));
    },
  };
}
