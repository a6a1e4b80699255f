/** @file What max and average pooling share: settings, windows, and asking a map for the cells of each window. */
import type { JsonObject } from '../../../core/index.js';
import { extent, settings, shorthand } from '../fields.js';
import { gatherRows } from '../graph/operations/indexing.js';
import type { Tensor } from '../graph/tensor.js';
import { allPositions, computedMap, type FeatureMap } from './features.js';
import { expectMap, refuseEmpty } from './fit.js';
import { type Extent, parseExtent, placeWindows, type Windows } from './geometry.js';

export const poolingSchema = shorthand(
  'size',
  settings({ size: extent, stride: extent.optional() }).transform(({ size, stride = size }) => ({ size, stride })),
);

export interface Pooling {
  readonly windows: Windows;
  readonly window: Extent;
  readonly strides: Extent;
  readonly channels: number;
}

export function planPooling(json: JsonObject, inputShape: readonly number[]): Pooling {
  const { size, stride } = poolingSchema.parse(json);
  const [height, width, channels] = expectMap(inputShape);
  const window = parseExtent(size);
  const strides = parseExtent(stride);
  const windows = placeWindows([height, width], window, strides, 'valid');
  refuseEmpty(windows.extent, `a window of ${window.join('x')}`, inputShape);
  return { windows, window, strides, channels };
}

/** The pooled map, where `combine` makes one value from the cells of a window, given first to last. */
export function pooledMap(
  { windows, channels }: Pooling,
  source: FeatureMap,
  combine: (cells: readonly Tensor[]) => Tensor,
): FeatureMap {
  return computedMap(windows.extent, channels, source.batch, (positions) => {
    const cells = Array.from({ length: windows.size }, (_, cell) =>
      positions.map((position) => windows.taps[position * windows.size + cell] as number),
    );
    // Windows that share no position ask for each cell's positions on their own; else all are computed once.
    const overlap = new Set(windows.taps).size < windows.taps.length;
    const all = overlap ? source.at(allPositions(source.extent)) : undefined;
    return combine(cells.map((cell) => (all ? gatherRows(all, cell) : source.at(cell))));
  });
}
