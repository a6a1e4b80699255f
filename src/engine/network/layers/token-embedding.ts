/**
 * @file Tokens, whole numbers from 0, as rows of a trained table: a vector of `length` tokens becomes a sequence [length, width]. (Columns of
 * categories are embedded before all layers, see `embedding.ts`.)
 */
import { settings, wholeField } from '../fields.js';
import { embed } from '../graph/operations/indexing.js';
import { reshape, transpose } from '../graph/operations/shape.js';
import { flattenFeatures, wholeMap } from './features.js';
import { hasPositions, shapeText } from './fit.js';
import { LayerMisfit, layerKind } from './layer.js';

const schema = settings({
  tokens: wholeField(2).describe('How many there are: inputs are whole numbers from 0 to one less.'),
  width: wholeField(1).describe('Values that each token is learned as.'),
}).describe(
  'Tokens (whole numbers, with `inputs: none`) as rows of a trained table: a sequence [length, width]. The first layer.',
);

export const tokenEmbedding = layerKind({
  kind: 'tokenEmbedding',
  schema,
  build: ({ tokens, width }, name, inputShape) => {
    if (name !== 'layers[0].tokenEmbedding') {
      throw new LayerMisfit('reads the tokens of the data, so it must be the first of the layers');
    }
    if (hasPositions(inputShape)) {
      throw new LayerMisfit(`needs a vector of tokens, but its input has shape ${shapeText(inputShape)}`);
    }
    const [length] = inputShape as [number];
    return {
      outputShape: [length, width],
      parameters: [{ name: `${name}.rows`, shape: [tokens, width], role: 'table', fanIn: 1, fanOut: width }],
      train: (features, [table]) => {
        const values = flattenFeatures(features);
        const batch = values.shape[0] as number;
        return wholeMap([length, 1], width, batch, () => {
          const places = reshape(transpose(values, [1, 0]), [length * batch, 1]);
          return reshape(embed(table!, places), [length, batch, width]);
        });
      },
      infer: (onnx, input, { tensors: [table] }) => {
        const rows = onnx.node('Gather', [table!, onnx.cast(input, 'int64')], { axis: 0 });
        return onnx.node('Transpose', [rows], { perm: [0, 2, 1] });
      },
    };
  },
});
