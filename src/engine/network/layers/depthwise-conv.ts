/**
 * @file Depthwise convolution: filters of one channel each, so that channels do not mix. A map or a sequence, with an activation after it;
 * with a `dense` layer at each position after it, it is a separable convolution (Howard et al. 2017, arXiv 1704.04861).
 */
import { settings, wholeField } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { convolveChannels } from '../graph/operations/indexing.js';
import { allValues } from './features.js';
import { FILTER_SETTINGS, filterLayer } from './filters.js';
import { layerKind } from './layer.js';
import { moveWindow } from './window.js';

const schema = settings({
  multiplier: wholeField(1).default(1).describe('Filters of each channel.'),
  ...FILTER_SETTINGS,
}).describe('Convolution of each channel of a map or sequence by itself, by filters of its own.');

export const depthwiseConv = layerKind({
  kind: 'depthwiseConv',
  schema,
  build: ({ multiplier, kernel, stride, padding, bias, activation }, name, inputShape) => {
    const moving = moveWindow(inputShape, 'kernel', { size: kernel, stride, padding });
    const { windows, channels } = moving;
    const { size, taps, extent } = windows;
    const filters = channels * multiplier;
    return filterLayer(name, {
      weights: [size, filters],
      // PyTorch counts them like this: what one filter reads; what its channel is read by, times the channels.
      fans: { fanIn: size, fanOut: size * filters },
      ...{ channels: 1, bias, activation, extent, outputShape: moving.outputShape(filters) },
      exported: { ...moving.exported, group: channels },
      sums: (map, positions, weight, offset) => {
        const chosen = Int32Array.from({ length: positions.length * size }, (_, index) => {
          const tap = Math.floor(index / positions.length);
          return taps[(positions[index % positions.length] as number) * size + tap] as number;
        });
        const sums = convolveChannels(allValues(map), chosen, size, weight);
        return offset === undefined ? sums : add(sums, offset);
      },
    });
  },
});
