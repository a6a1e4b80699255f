/**
 * @file Multi-head attention of the positions of a sequence or map to one another (Vaswani et al. 2017, arXiv 1706.03762), as PyTorch's
 * `nn.MultiheadAttention` without mask and dropout. Each head has its own part of the channels. Keys have no bias: one would shift
 * all weights of a query alike, which changes nothing.
 */
import { flag, settings, wholeField } from '../fields.js';
import { multiply } from '../graph/operations/arithmetic.js';
import { gemm, multiplyBatches } from '../graph/operations/matrix.js';
import { softmax } from '../graph/operations/normalisation.js';
import { reshape, transpose } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { initializationField } from '../initializers/by-layer.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { allValues, type FeatureMap, wholeMap } from './features.js';
import { expectPositions, shapeText } from './fit.js';
import { channelsFirst, channelsLast } from './flatten.js';
import { LayerMisfit, layerKind, type ParameterSpec } from './layer.js';

const schema = settings({
  heads: wholeField(1).describe('How many patterns of attention; the channels are divided among them evenly.'),
  bias: flag().default(true).describe('Whether queries, values and outputs have trained constants.'),
  initialization: initializationField,
}).describe(
  'Attention of the positions of a sequence or map to one another (multi-head self-attention). It sees no order: put `positions` before it.',
);

/** The parts that read the input, and the one that mixes the heads. */
const PARTS = ['query', 'key', 'value', 'output'] as const;

type Part = (typeof PARTS)[number];

export const attention = layerKind({
  kind: 'attention',
  schema,
  build: ({ heads, bias }, name, inputShape) => {
    const { extent, channels } = expectPositions(inputShape);
    const length = extent[0] * extent[1];
    requireHeads(heads, channels);
    if (length < 2) {
      throw new LayerMisfit(`needs 2 positions or more, but its input of ${shapeText(inputShape)} has 1`);
    }
    const width = channels / heads;
    const fans = { fanIn: channels, fanOut: channels };
    const weights = PARTS.map(
      (part): ParameterSpec => ({
        name: `${name}.${part}.weight`,
        shape: [channels, channels],
        role: 'weight',
        ...fans,
      }),
    );
    const biased: readonly Part[] = bias ? PARTS.filter((part) => part !== 'key') : [];
    const biases = biased.map(
      (part): ParameterSpec => ({ name: `${name}.${part}.bias`, shape: [channels], role: 'bias', ...fans }),
    );
    const partOf = <Value>(values: readonly Value[], part: Part): [weight: Value, bias: Value | undefined] => [
      values[PARTS.indexOf(part)] as Value,
      biased.includes(part) ? values[PARTS.length + biased.indexOf(part)] : undefined,
    ];
    const scale = 1 / Math.sqrt(width);
    return {
      outputShape: inputShape,
      parameters: [...weights, ...biases],
      train: (features, values) => {
        const map = features as FeatureMap;
        const { batch } = map;
        const rowsOf = (x: Tensor): Tensor => reshape(x, [length * batch, channels]);
        return wholeMap(extent, channels, batch, () => {
          const input = rowsOf(allValues(map));
          /** [examples and heads, ...]: what a part makes of all positions, with axes [length, examples and heads, width] in this order. */
          const project = (part: Part, order: readonly number[], factor = 1): Tensor => {
            const [weight, offset] = partOf(values, part);
            const scaled = (x: Tensor): Tensor => (factor === 1 ? x : multiply(x, factor));
            const made = gemm(input, scaled(weight), { bias: offset && scaled(offset) });
            return transpose(reshape(made, [length, batch * heads, width]), order);
          };
          // Weights of queries are scaled in place of scores, of which there are more.
          const scores = multiplyBatches(project('query', [1, 0, 2], scale), project('key', [1, 2, 0]));
          const mixed = multiplyBatches(softmax(scores, 2), project('value', [1, 0, 2]));
          const [weight, offset] = partOf(values, 'output');
          const output = gemm(rowsOf(transpose(mixed, [1, 0, 2])), weight, { bias: offset });
          return reshape(output, [length, batch, channels]);
        });
      },
      infer: (onnx, input, { tensors }) => {
        const rows = reshapeTo(onnx, channelsLast(onnx, input, inputShape), [0, length, channels]);
        const apply = (part: Part, x: string): string => {
          const [weight, offset] = partOf(tensors, part);
          const product = onnx.node('MatMul', [x, weight]);
          return offset === undefined ? product : onnx.node('Add', [product, offset]);
        };
        const project = (part: Part, perm: readonly number[]): string =>
          onnx.node('Transpose', [reshapeTo(onnx, apply(part, rows), [0, length, heads, width])], { perm });
        const query = onnx.node('Mul', [project('query', [0, 2, 1, 3]), onnx.scalar(scale)]);
        const scores = onnx.node('MatMul', [query, project('key', [0, 2, 3, 1])]);
        const mixed = onnx.node('MatMul', [
          onnx.node('Softmax', [scores], { axis: 3 }),
          project('value', [0, 2, 1, 3]),
        ]);
        const joined = reshapeTo(onnx, onnx.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), [0, length, channels]);
        const output = reshapeTo(onnx, apply('output', joined), [0, ...inputShape]);
        return channelsFirst(onnx, output, inputShape);
      },
    };
  },
});

function reshapeTo(onnx: OnnxGraph, x: string, shape: readonly number[]): string {
  return onnx.node('Reshape', [x, onnx.integers(shape)]);
}

function requireHeads(heads: number, channels: number): void {
  if (channels % heads === 0) return;
  const fitting = Array.from({ length: channels }, (_, index) => index + 1).filter((count) => channels % count === 0);
  throw new LayerMisfit(
    `${heads} heads do not divide the ${channels} channels of its input evenly; ${fitting.join(', ')} ${fitting.length > 1 ? 'do' : 'does'}`,
  );
}
