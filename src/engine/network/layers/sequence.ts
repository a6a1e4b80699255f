/**
 * @file A vector or a map as a sequence [length, channels]: its values in their order, so many to a position. A vector of 24 hourly
 * values is a sequence of 24 positions; the cells of a map, row by row, are the positions of one, as tokens of a transformer are.
 */
import { settings, shorthand, wholeField } from '../fields.js';
import { reshape, transpose } from '../graph/operations/shape.js';
import { sizeOf } from '../graph/tensor.js';
import { flattenFeatures, wholeMap } from './features.js';
import { hasPositions, shapeText } from './fit.js';
import { inferFlat } from './flatten.js';
import { LayerMisfit, layerKind } from './layer.js';

const schema = shorthand(
  'channels',
  settings({
    channels: wholeField(1)
      .optional()
      .describe(
        'Values of a position; default: 1 of a vector, of a map its channels, so that each cell is a position.',
      ),
  }),
).describe('A vector or map as a sequence [length, channels], its values in their order. Short: the channels.');

export const sequence = layerKind({
  kind: 'sequence',
  schema,
  build: ({ channels: wanted }, _name, inputShape) => {
    const channels = wanted ?? (hasPositions(inputShape) ? (inputShape.at(-1) as number) : 1);
    const size = sizeOf(inputShape);
    if (size % channels !== 0) {
      throw new LayerMisfit(
        `the ${size} values of its input (${shapeText(inputShape)}) cannot be divided into positions of ${channels}`,
      );
    }
    const length = size / channels;
    return {
      outputShape: [length, channels],
      parameters: [],
      train: (features) => {
        if (features.kind === 'map' && features.channels === channels) {
          return { ...features, extent: [length, 1] };
        }
        const values = flattenFeatures(features);
        const batch = values.shape[0] as number;
        return wholeMap([length, 1], channels, batch, () =>
          transpose(reshape(values, [batch, length, channels]), [1, 0, 2]),
        );
      },
      infer: (onnx, input) => {
        const flat = inferFlat(onnx, input, inputShape);
        const rows = onnx.node('Reshape', [flat, onnx.integers([-1, length, channels])]);
        return onnx.node('Transpose', [rows], { perm: [0, 2, 1] });
      },
    };
  },
});
