/**
 * @file Layer normalisation (Ba et al. 2016, arXiv 1607.06450) and RMSNorm (Zhang and Sennrich 2019, arXiv 1910.07467), as PyTorch has
 * them over the last axis: over the channels at each position of a map or sequence, over all units of a vector. Each example and
 * position by itself, in training as afterwards.
 */
import { numberAbove, settings } from '../fields.js';
import { add, multiply } from '../graph/operations/arithmetic.js';
import { divideByRoot, standardise } from '../graph/operations/normalisation.js';
import type { Tensor } from '../graph/tensor.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { mappedMap } from './features.js';
import { hasPositions, perChannel } from './fit.js';
import { channelsFirst, channelsLast } from './flatten.js';
import { type LayerKind, layerKind } from './layer.js';

export const layerNorm = vectorNorm({
  kind: 'layerNorm',
  epsilon: 1e-5,
  added: 'the variance',
  meaning: 'Layer normalisation: over the channels at each position, or the units of a vector, of one example.',
  hasShift: true,
  train: standardise,
  infer: (onnx, input, [scale, shift], epsilon, shape) => {
    const isSpread = hasPositions(shape);
    const operands = [isSpread ? channelsLast(onnx, input, shape) : input, scale as string, shift as string];
    const normalised = onnx.node('LayerNormalization', operands, { axis: -1, epsilon: { float: epsilon } });
    return isSpread ? channelsFirst(onnx, normalised, shape) : normalised;
  },
});

export const rmsNorm = vectorNorm({
  kind: 'rmsNorm',
  epsilon: 1e-6,
  added: 'the mean square',
  meaning: 'RMSNorm: the same without a mean and without a shift; values are divided by the root of their mean square.',
  hasShift: false,
  train: divideByRoot,
  infer: (onnx, input, [scale], epsilon) => {
    const square = onnx.node('Mul', [input, input]);
    const mean = onnx.node('ReduceMean', [square], { axes: [1], keepdims: 1 });
    const root = onnx.node('Sqrt', [onnx.node('Add', [mean, onnx.scalar(epsilon)])]);
    return onnx.node('Mul', [onnx.node('Div', [input, root]), scale as string]);
  },
});

interface VectorNorm {
  readonly kind: string;
  readonly meaning: string;
  /** By default. */
  readonly epsilon: number;
  /** What epsilon is added to. */
  readonly added: string;
  readonly hasShift: boolean;
  /** Over the last axis, before scale and shift. */
  train(x: Tensor, epsilon: number): Tensor;
  /** With scale and shift. */
  infer(
    onnx: OnnxGraph,
    input: string,
    tensors: readonly string[],
    epsilon: number,
    inputShape: readonly number[],
  ): string;
}

function vectorNorm({ kind, meaning, epsilon: usual, added, hasShift, train, infer }: VectorNorm): LayerKind {
  return layerKind({
    kind,
    schema: settings({
      epsilon: numberAbove(0).default(usual).describe(`Added to ${added} before the root is taken.`),
    }).describe(meaning),
    build: ({ epsilon }, name, inputShape) => {
      const channels = inputShape.at(-1) as number;
      const own = { shape: [channels], fanIn: 1, fanOut: 1 };
      // LayerNormalization takes vectors of the last axis; a product is spread over positions.
      const exported = hasShift ? [channels] : perChannel(inputShape);
      return {
        outputShape: inputShape,
        parameters: [
          { name: `${name}.scale`, role: 'scale', ...own },
          ...(hasShift ? [{ name: `${name}.shift`, role: 'shift', ...own } as const] : []),
        ],
        train: (features, [scale, shift]) => {
          const normalise = (x: Tensor): Tensor => {
            const product = multiply(train(x, epsilon), scale as Tensor);
            return shift === undefined ? product : add(product, shift);
          };
          if (features.kind === 'vector') return { kind: 'vector', values: normalise(features.values) };
          return mappedMap(features, normalise);
        },
        exportParameters: (values) => values.map((vector) => ({ shape: exported, values: vector })),
        infer: (onnx, input, { tensors }) => infer(onnx, input, tensors, epsilon, inputShape),
      };
    },
  });
}
