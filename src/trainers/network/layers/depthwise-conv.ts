/**
 * @file Depthwise convolution: filters of one channel each, so that channels do not mix. A map or a sequence, with an activation after it;
 * with a `dense` layer at each position after it, it is a separable convolution (Howard et al. 2017, arXiv 1704.04861).
 */
import { activationField, activationNamed, slopeSpecs } from '../activations.js';
import { extent, flag, oneOf, settings, wholeField } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { convolveChannels } from '../graph/operations/depthwise.js';
import { initializationField } from '../initializers/by-layer.js';
import { PADDINGS } from './conv.js';
import { activatedMap, allValues, computedMap, type FeatureMap } from './features.js';
import { byRole, perChannel } from './fit.js';
import { layerKind, type ParameterSpec } from './layer.js';
import { moveWindow } from './window.js';

const schema = settings({
  multiplier: wholeField(1).default(1).describe('Filters of each channel.'),
  kernel: extent
    .default(3)
    .describe('Rows and columns of the window: a number for a square, or `3x5`; of a sequence a number of positions.'),
  stride: extent.default(1).describe('Rows and columns from one place of the window to the next.'),
  padding: oneOf(PADDINGS).default('valid').describe('What happens at the edges.'),
  bias: flag().default(true).describe('Whether each filter has a trained constant.'),
  activation: activationField.default('relu').describe('Function after it.'),
  initialization: initializationField,
}).describe('Convolution of each channel of a map or sequence by itself, by filters of its own.');

export const depthwiseConv = layerKind({
  kind: 'depthwiseConv',
  schema,
  build: ({ multiplier, kernel, stride, padding, bias, activation: activationName }, name, inputShape) => {
    const moving = moveWindow(inputShape, 'kernel', { size: kernel, stride, padding });
    const { windows, channels, exported } = moving;
    const { size, taps } = windows;
    const filters = channels * multiplier;
    const outputShape = moving.outputShape(filters);
    const activation = activationNamed(activationName);
    // As PyTorch counts them: what one filter reads; what its channel is read by, times the channels.
    const fans = { fanIn: size, fanOut: size * filters };
    const parameters: ParameterSpec[] = [
      { name: `${name}.weight`, shape: [size, filters], role: 'weight', ...fans },
      ...(bias ? [{ name: `${name}.bias`, shape: [filters], role: 'bias', ...fans } as const] : []),
      ...slopeSpecs(activation, name, filters),
    ];
    return {
      outputShape,
      parameters,
      train: (features, values) => {
        const [weight, offset, slopes] = byRole(values, bias);
        const map = features as FeatureMap;
        const convolved = computedMap(windows.extent, filters, map.batch, (positions) => {
          const chosen = Int32Array.from({ length: positions.length * size }, (_, index) => {
            const tap = Math.floor(index / positions.length);
            return taps[(positions[index % positions.length] as number) * size + tap] as number;
          });
          const sums = convolveChannels(allValues(map), chosen, size, weight);
          return offset === undefined ? sums : add(sums, offset);
        });
        return activatedMap(convolved, activation.nondecreasing, (x) => activation.train(x, slopes));
      },
      exportParameters: (values) => {
        const [weight, offset, slopes] = byRole(values, bias);
        return [
          { shape: [filters, 1, ...exported.kernel_shape], values: filtersFirst(weight, filters) },
          ...(offset ? [{ shape: [filters], values: offset }] : []),
          ...(slopes ? [{ shape: perChannel(outputShape), values: slopes }] : []),
        ];
      },
      infer: (onnx, input, { tensors }) => {
        const [weight, offset, slopes] = byRole(tensors, bias);
        const operands = offset === undefined ? [input, weight] : [input, weight, offset];
        return activation.infer(onnx, onnx.node('Conv', operands, { ...exported, group: channels }), slopes);
      },
    };
  },
});

/** [size, filters] to [filters, size]. */
function filtersFirst(values: Float32Array, filters: number): Float32Array {
  const size = values.length / filters;
  return values.map((_, place) => values[(place % size) * filters + Math.floor(place / size)] as number);
}
