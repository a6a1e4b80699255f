/** @file A fully connected layer, with an activation after it. A map is flattened first. */
import { ACTIVATION_NAMES, activationNamed } from '../activations.js';
import { flag, oneOf, settings, wholeNumber } from '../fields.js';
import { gemm } from '../graph/operations/matrix.js';
import { sizeOf } from '../graph/tensor.js';
import { flattenFeatures } from './features.js';
import { inferFlat } from './flatten.js';
import type { LayerKind, ParameterSpec } from './layer.js';

const schema = settings({
  units: wholeNumber(1),
  bias: flag().default(true),
  activation: oneOf(ACTIVATION_NAMES).default('relu'),
});

export const dense: LayerKind = {
  kind: 'dense',
  schema,
  build: (json, name, inputShape) => {
    const { units, bias, activation: activationName } = schema.parse(json);
    const activation = activationNamed(activationName);
    const fanIn = sizeOf(inputShape);
    const parameters: ParameterSpec[] = [
      { name: `${name}.weight`, shape: [fanIn, units], role: 'weight', fanIn, fanOut: units },
      ...(bias ? [{ name: `${name}.bias`, shape: [units], role: 'bias', fanIn, fanOut: units } as const] : []),
    ];
    return {
      name,
      kind: 'dense',
      outputShape: [units],
      parameters,
      train: (features, [weight, offset]) => {
        const values = gemm(flattenFeatures(features), weight!, { bias: offset });
        return { kind: 'vector', values: activation.train(values) };
      },
      exportParameters: (values) => values.map((value, index) => ({ shape: parameters[index]!.shape, values: value })),
      infer: (onnx, input, names) =>
        activation.infer(onnx, onnx.node('Gemm', [inferFlat(onnx, input, inputShape), ...names])),
    };
  },
};
