/** @file Convolution of each channel of a map by itself. */
import type { Tensor } from '../tensor.js';
import { multiply } from './arithmetic.js';
import { fill } from './constant.js';
import { gatherRows } from './indexing.js';
import { reduceSum } from './reduction.js';
import { concatenate, reshape } from './shape.js';

/**
 * `x` is [positions, batch, channels]; `taps` holds for each of the `size` cells of a window the positions under it at all places of
 * the window (-1 = outside, where the map counts as zero); `weights` is [size, channels * multiplier], the filters of a channel one
 * after the other. The result is [places, batch, channels * multiplier].
 */
export function convolveChannels(x: Tensor, taps: Int32Array, size: number, weights: Tensor): Tensor {
  const [positions, batch, channels] = x.shape as [number, number, number];
  const places = taps.length / size;
  const filters = weights.shape[1] as number;
  const multiplier = filters / channels;
  const padded = taps.some((tap) => tap < 0);
  const source = padded ? concatenate([x, fill(x.graph, 0, [1, batch, channels])], 0) : x;
  const cells = gatherRows(source, padded ? taps.map((tap) => (tap < 0 ? positions : tap)) : taps);
  const [rows, factors] =
    multiplier === 1
      ? [reshape(cells, [size, places * batch, channels]), reshape(weights, [size, 1, channels])]
      : [reshape(cells, [size, places * batch, channels, 1]), reshape(weights, [size, 1, channels, multiplier])];
  return reshape(reduceSum(multiply(rows, factors), [0]), [places, batch, filters]);
}
