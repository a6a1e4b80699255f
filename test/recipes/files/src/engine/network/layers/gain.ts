/** @file A trained factor for each channel of a map or unit of a vector, 1 at first. */
import { settings } from '../fields.js';
import { multiply } from '../graph/operations/arithmetic.js';
import type { Tensor } from '../graph/tensor.js';
import { mappedMap } from './features.js';
import { perChannel } from './fit.js';
import { layerKind } from './layer.js';

export const gain = layerKind({
  kind: 'gain',
  schema: settings({}).describe('A trained factor for each channel of a map or unit of a vector.'),
  build: (_settings, name, inputShape) => {
    const units = inputShape.at(-1) as number;
    return {
      outputShape: inputShape,
      parameters: [{ name: `${name}.factor`, shape: [units], role: 'scale', fanIn: 1, fanOut: 1 }],
      train: (features, [factor]) => {
        const apply = (x: Tensor): Tensor => multiply(x, factor!);
        if (features.kind === 'vector') return { kind: 'vector', values: apply(features.values) };
        return mappedMap(features, apply);
      },
      exportParameters: ([values]) => [{ shape: perChannel(inputShape), values: values! }],
      infer: (onnx, input, { tensors }) => onnx.node('Mul', [input, tensors[0]!]),
    };
  },
});
