/** @file What all convolutions share: the settings of their filters, and how filters are trained, exported and applied. */
import { activationField, activationNamed } from '../activations.js';
import { extent, flag, oneOf } from '../fields.js';
import type { Tensor } from '../graph/tensor.js';
import { initializationField } from '../initializers/by-layer.js';
import { activatedMap, computedMap, type FeatureMap } from './features.js';
import { byRole, perChannel, weightSpecs } from './fit.js';
import type { Extent } from './geometry.js';
import type { Layer } from './layer.js';

/** What a convolution does at the edges of a map or sequence. */
const PADDINGS = {
  valid: 'only places where the kernel lies on the map as a whole',
  same: 'zeros around the map, so that with stride 1 it keeps its size',
};

/** Beside how many filters there are. */
export const FILTER_SETTINGS = {
  kernel: extent
    .default(3)
    .describe('Rows and columns of the window: a number for a square, or `3x5`; of a sequence a number of positions.'),
  stride: extent.default(1).describe('Rows and columns from one place of the window to the next.'),
  padding: oneOf(PADDINGS).default('valid').describe('What happens at the edges.'),
  bias: flag().default(true).describe('Whether each filter has a trained constant.'),
  activation: activationField.default('relu').describe('Function after it.'),
  initialization: initializationField,
};

interface Filters {
  /** Of all weights, as [taps x channels, filters], and what initialisations go by. */
  readonly weights: readonly [taps: number, filters: number];
  readonly fans: { readonly fanIn: number; readonly fanOut: number };
  /** Channels that each filter reads. */
  readonly channels: number;
  readonly bias: boolean;
  readonly activation: Parameters<typeof activationNamed>[0];
  readonly extent: Extent;
  readonly outputShape: readonly number[];
  /** Attributes of the operator `Conv`. */
  readonly exported: { readonly kernel_shape: readonly number[]; readonly group?: number };
  /** What filters give at these positions of the map, their constants added: [positions, batch, filters]. */
  sums(map: FeatureMap, positions: Int32Array, weight: Tensor, offset: Tensor | undefined): Tensor;
}

/** A layer of filters with an activation after them; `Conv` in an exported model. */
export function filterLayer(
  name: string,
  { weights, fans, channels, bias, activation: activationName, extent, outputShape, exported, sums }: Filters,
): Omit<Layer, 'name' | 'kind'> {
  const activation = activationNamed(activationName);
  const filters = weights[1];
  return {
    outputShape,
    parameters: weightSpecs(name, weights, fans, { bias, activation }),
    train: (features, values) => {
      const [weight, offset, slopes] = byRole(values, bias);
      const map = features as FeatureMap;
      const own = computedMap(extent, filters, map.batch, (positions) => sums(map, positions, weight, offset));
      return activatedMap(own, activation.nondecreasing, (x) => activation.train(x, slopes));
    },
    exportParameters: (values) => {
      const [weight, offset, slopes] = byRole(values, bias);
      return [
        { shape: [filters, channels, ...exported.kernel_shape], values: filtersFirst(weight, channels, filters) },
        ...(offset ? [{ shape: [filters], values: offset }] : []),
        ...(slopes ? [{ shape: perChannel(outputShape), values: slopes }] : []),
      ];
    },
    infer: (onnx, input, { tensors }) => {
      const [weight, offset, slopes] = byRole(tensors, bias);
      const operands = offset === undefined ? [input, weight] : [input, weight, offset];
      return activation.infer(onnx, onnx.node('Conv', operands, exported), slopes);
    },
  };
}

/** [taps, channels, filters] to [filters, channels, taps]. */
function filtersFirst(values: Float32Array, channels: number, filters: number): Float32Array {
  const result = new Float32Array(values.length);
  const size = values.length / (channels * filters);
  for (let tap = 0, next = 0; tap < size; tap++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        result[(filter * channels + channel) * size + tap] = values[next++] as number;
      }
    }
  }
  return result;
}
