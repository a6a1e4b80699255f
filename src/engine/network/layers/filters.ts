/** @file What all convolutions share: the settings of their filters, and how trained filters are exported and applied. */
import { type Activation, activationField } from '../activations.js';
import { extent, flag, oneOf } from '../fields.js';
import { initializationField } from '../initializers/by-layer.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import { byRole, perChannel } from './fit.js';
import type { ExportedTensor } from './layer.js';

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
  /** Channels that each of them reads. */
  readonly channels: number;
  readonly bias: boolean;
  readonly activation: Activation;
  readonly outputShape: readonly number[];
  /** Attributes of the operator `Conv`. */
  readonly exported: { readonly kernel_shape: readonly number[] };
}

/** In the layout of `Conv`; `values` are those of the layer's parameters, the weights as [taps, channels, filters]. */
export function exportFilters(
  values: readonly Float32Array[],
  { channels, bias, outputShape, exported }: Filters,
): ExportedTensor[] {
  const [weight, offset, slopes] = byRole(values, bias);
  const filters = outputShape.at(-1) as number;
  return [
    { shape: [filters, channels, ...exported.kernel_shape], values: filtersFirst(weight, channels, filters) },
    ...(offset ? [{ shape: [filters], values: offset }] : []),
    ...(slopes ? [{ shape: perChannel(outputShape), values: slopes }] : []),
  ];
}

/** The name of the result; `tensors` as {@link exportFilters} has them. */
export function inferFilters(
  onnx: OnnxGraph,
  input: string,
  tensors: readonly string[],
  { bias, activation, exported }: Filters,
): string {
  const [weight, offset, slopes] = byRole(tensors, bias);
  const operands = offset === undefined ? [input, weight] : [input, weight, offset];
  return activation.infer(onnx, onnx.node('Conv', operands, exported), slopes);
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
