/**
 * @file Dropout (Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a): while training each value is dropped with
 * probability `rate` and the others are scaled by 1 / (1 - rate); nothing happens afterwards.
 */
import { numberBelow, settings, shorthand } from '../fields.js';
import { multiply } from '../graph/operations/arithmetic.js';
import { reshape } from '../graph/operations/shape.js';
import { sizeOf, type Tensor } from '../graph/tensor.js';
import { mappedMap } from './features.js';
import { layerKind } from './layer.js';

const schema = shorthand(
  'rate',
  settings({ rate: numberBelow(0, 1).describe('Probability with which a value is dropped.') }),
).describe(
  'Drops values while training and scales the others up; nothing happens in the exported model. Short: the rate.',
);

export const dropout = layerKind({
  kind: 'dropout',
  schema,
  build: ({ rate }, _name, inputShape) => {
    return {
      outputShape: inputShape,
      parameters: [],
      noise: [{ rate, size: sizeOf(inputShape) }],
      train: (features, _, { noise: [factors] }) => {
        const drop = (x: Tensor): Tensor => multiply(x, reshape(factors as Tensor, x.shape));
        if (features.kind === 'vector') return { kind: 'vector', values: drop(features.values) };
        return mappedMap(features, drop);
      },
      infer: (_, input) => input,
    };
  },
});
