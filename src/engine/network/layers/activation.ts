/** @file An activation function as a layer of its own, for where it does not follow a convolution or dense layer. */
import { activationField, activationNamed, slopeSpecs } from '../activations.js';
import { settings, shorthand } from '../fields.js';
import { activatedMap } from './features.js';
import { perChannel } from './fit.js';
import { layerKind } from './layer.js';

const schema = shorthand('name', settings({ name: activationField.describe('Which function.') })).describe(
  'An activation function by itself, where none follows a layer directly. Short: its name.',
);

export const activation = layerKind({
  kind: 'activation',
  schema,
  build: ({ name: activationName }, name, inputShape) => {
    const chosen = activationNamed(activationName);
    const channels = inputShape.at(-1) as number;
    return {
      outputShape: inputShape,
      parameters: slopeSpecs(chosen, name, channels),
      train: (features, [slopes]) => {
        if (features.kind === 'vector') return { kind: 'vector', values: chosen.train(features.values, slopes) };
        return activatedMap(features, chosen.nondecreasing, (x) => chosen.train(x, slopes));
      },
      exportParameters: (values) => values.map((slopes) => ({ shape: perChannel(inputShape), values: slopes })),
      infer: (onnx, input, { tensors }) => chosen.infer(onnx, input, tensors[0]),
    };
  },
});
