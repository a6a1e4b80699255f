/** @file Convolution over a map or a sequence (cross-correlation, as the field has it), with an activation after it. */
import { activationField, activationNamed, slopeSpecs } from '../activations.js';
import { extent, flag, oneOf, settings, wholeField } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { gatherRows } from '../graph/operations/indexing.js';
import { reshape } from '../graph/operations/shape.js';
import { initializationField } from '../initializers/by-layer.js';
import { activatedMap, computedMap, type FeatureMap } from './features.js';
import { byRole, perChannel } from './fit.js';
import { layerKind, type ParameterSpec } from './layer.js';
import { convolveTiles, planTiles, tilePlaces } from './tiles.js';
import { moveWindow } from './window.js';

/** What a convolution does at the edges of a map or sequence. */
export const PADDINGS = {
  valid: 'only places where the kernel lies on the map as a whole',
  same: 'zeros around the map, so that with stride 1 it keeps its size',
};

const schema = settings({
  filters: wholeField(1).describe('Channels that come out.'),
  kernel: extent
    .default(3)
    .describe('Rows and columns of the window: a number for a square, or `3x5`; of a sequence a number of positions.'),
  stride: extent.default(1).describe('Rows and columns from one place of the window to the next.'),
  padding: oneOf(PADDINGS).default('valid').describe('What happens at the edges.'),
  bias: flag().default(true).describe('Whether each filter has a trained constant.'),
  activation: activationField.default('relu').describe('Function after it.'),
  initialization: initializationField,
}).describe('Convolution over a map [height, width, channels], or over a sequence [length, channels].');

export const conv = layerKind({
  kind: 'conv',
  schema,
  build: ({ filters, kernel, stride, padding, bias, activation: activationName }, name, inputShape) => {
    const moving = moveWindow(inputShape, 'kernel', { size: kernel, stride, padding });
    const { windows, channels, exported } = moving;
    const outputShape = moving.outputShape(filters);
    const activation = activationNamed(activationName);
    const { size, taps } = windows;
    const fanIn = size * channels;
    const fanOut = size * filters;
    const parameters: ParameterSpec[] = [
      { name: `${name}.weight`, shape: [fanIn, filters], role: 'weight', fanIn, fanOut },
      ...(bias ? [{ name: `${name}.bias`, shape: [filters], role: 'bias', fanIn, fanOut } as const] : []),
      ...slopeSpecs(activation, name, filters),
    ];
    return {
      outputShape,
      parameters,
      train: (features, values) => {
        const [weight, offset, slopes] = byRole(values, bias);
        const map = features as FeatureMap;
        const tiling = planTiles(windows.extent, moving.size, moving.strides, channels, filters);
        const convolved = computedMap(windows.extent, filters, map.batch, (positions) => {
          if (tiling !== undefined && !map.isInput) {
            const whole = convolveTiles(map, tiling, windows, weight);
            const chosen = gatherRows(whole, tilePlaces(tiling, windows.extent, positions));
            return offset === undefined ? chosen : add(chosen, offset);
          }
          const chosen = new Int32Array(positions.length * size);
          positions.forEach((position, row) => {
            chosen.set(taps.subarray(position * size, (position + 1) * size), row * size);
          });
          const rows = map.convolve(chosen, size, weight, offset);
          return reshape(rows, [positions.length, map.batch, filters]);
        });
        return activatedMap(convolved, activation.nondecreasing, (x) => activation.train(x, slopes));
      },
      exportParameters: (values) => {
        const [weight, offset, slopes] = byRole(values, bias);
        return [
          {
            shape: [filters, channels, ...exported.kernel_shape],
            values: filtersFirst(weight, size, channels, filters),
          },
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
  },
});

/** [size, channels, filters] to [filters, channels, size]. */
function filtersFirst(values: Float32Array, size: number, channels: number, filters: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let tap = 0, next = 0; tap < size; tap++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        result[(filter * channels + channel) * size + tap] = values[next++] as number;
      }
    }
  }
  return result;
}
