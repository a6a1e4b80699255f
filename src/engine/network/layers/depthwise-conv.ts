/**
 * @file Depthwise convolution: filters of one channel each, so that channels do not mix. A map or a sequence, with an activation after it;
 * with a `dense` layer at each position after it, it is a separable convolution (Howard et al. 2017, arXiv 1704.04861).
 */
import { activationNamed } from '../activations.js';
import { settings, wholeField } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { convolveChannels } from '../graph/operations/indexing.js';
import { activatedMap, allValues, computedMap, type FeatureMap } from './features.js';
import { exportFilters, FILTER_SETTINGS, inferFilters } from './filters.js';
import { byRole, weightSpecs } from './fit.js';
import { layerKind } from './layer.js';
import { moveWindow } from './window.js';

const schema = settings({
  multiplier: wholeField(1).default(1).describe('Filters of each channel.'),
  ...FILTER_SETTINGS,
}).describe('Convolution of each channel of a map or sequence by itself, by filters of its own.');

export const depthwiseConv = layerKind({
  kind: 'depthwiseConv',
  schema,
  build: ({ multiplier, kernel, stride, padding, bias, activation: activationName }, name, inputShape) => {
    const moving = moveWindow(inputShape, 'kernel', { size: kernel, stride, padding });
    const { windows, channels } = moving;
    const { size, taps } = windows;
    const filters = channels * multiplier;
    const outputShape = moving.outputShape(filters);
    const activation = activationNamed(activationName);
    // PyTorch counts them like this: what one filter reads; what its channel is read by, times the channels.
    const fans = { fanIn: size, fanOut: size * filters };
    const own = { channels: 1, bias, activation, outputShape, exported: { ...moving.exported, group: channels } };
    return {
      outputShape,
      parameters: weightSpecs(name, [size, filters], fans, own),
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
      exportParameters: (values) => exportFilters(values, own),
      infer: (onnx, input, { tensors }) => inferFilters(onnx, input, tensors, own),
    };
  },
});
