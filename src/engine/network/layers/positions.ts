/**
 * @file Where each position of a sequence or map stands, added to its values: attention sees no order by itself. Learned rows begin near 0;
 * sinusoids are fixed: of channel 2i and 2i + 1 the sine and cosine of position / 10000^(2i / channels) (Vaswani et al. 2017,
 * arXiv 1706.03762).
 */
import { oneOf, settings, shorthand } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { constant } from '../graph/operations/constant.js';
import { reshape } from '../graph/operations/shape.js';
import type { Graph, Tensor } from '../graph/tensor.js';
import { type FeatureMap, mappedMap } from './features.js';
import { expectPositions } from './fit.js';
import { layerKind, type ParameterSpec } from './layer.js';

const schema = shorthand(
  'kind',
  settings({
    kind: oneOf({
      learned: 'a trained row of values for each position',
      sinusoidal: 'sines and cosines of several wavelengths, which are not trained',
    }).describe('What is added.'),
  }),
).describe(
  'Adds to each position of a sequence or map where it stands, which attention does not see by itself. Short: the kind.',
);

export const positions = layerKind({
  kind: 'positions',
  schema,
  build: ({ kind }, name, inputShape) => {
    const { extent, channels } = expectPositions(inputShape);
    const count = extent[0] * extent[1];
    const rows: ParameterSpec = {
      name: `${name}.rows`,
      shape: [count, channels],
      role: 'table',
      fanIn: 1,
      fanOut: channels,
    };
    const fixed = kind === 'sinusoidal' ? sinusoids(count, channels) : undefined;
    const inModel = (values: Float32Array) => ({
      shape: [channels, ...inputShape.slice(0, -1)],
      values: channelMajor(values, channels),
    });
    const placed = (graph: Graph, learned: Tensor | undefined): Tensor =>
      reshape(learned ?? constant(graph, fixed as Float32Array, [count, channels]), [count, 1, channels]);
    return {
      outputShape: inputShape,
      parameters: fixed === undefined ? [rows] : [],
      train: (features, [learned]) => mappedMap(features as FeatureMap, (x) => add(x, placed(x.graph, learned))),
      exportParameters: (values) => values.map(inModel),
      infer: (onnx, input, { tensors: [learned] }) => {
        if (learned !== undefined) return onnx.node('Add', [input, learned]);
        const { shape, values } = inModel(fixed as Float32Array);
        return onnx.node('Add', [input, onnx.floats(values, shape)]);
      },
    };
  },
});

/** [count, channels] */
function sinusoids(count: number, channels: number): Float32Array {
  return Float32Array.from({ length: count * channels }, (_, index) => {
    const channel = index % channels;
    const angle = Math.floor(index / channels) / 10_000 ** ((channel - (channel % 2)) / channels);
    return channel % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/** [count, channels] to [channels, count]. */
function channelMajor(values: Float32Array, channels: number): Float32Array {
  const count = values.length / channels;
  return values.map((_, place) => values[(place % count) * channels + Math.floor(place / count)] as number);
}
