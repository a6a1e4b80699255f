/** @file Max and average pooling: settings, windows, and asking a map for the cells of each window. */
import { extent, settings, shorthand } from '../fields.js';
import { add, multiply } from '../graph/operations/arithmetic.js';
import { maximum } from '../graph/operations/comparison.js';
import { gatherRows } from '../graph/operations/indexing.js';
import { concatenate, reshape, slice } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { activatedMap, allPositions, computedMap, type FeatureMap } from './features.js';
import type { Windows } from './geometry.js';
import { type LayerKind, layerKind } from './layer.js';
import { moveWindow } from './window.js';

const poolingSchema = shorthand(
  'size',
  settings({
    size: extent.describe(
      'Rows and columns of the window: a number for a square, or `2x3`; of a sequence a number of positions.',
    ),
    stride: extent
      .optional()
      .describe('Rows and columns from one window to the next; default: the size, so that windows do not overlap.'),
  }).transform(({ size, stride = size }) => ({ size, stride })),
);

/** Where cells of a window are equal the gradient goes to the first, row by row. */
export const maxPool = poolingKind('maxPool', 'MaxPool', 'largest', (pooling, map) => {
  const { activated } = map;
  if (activated === undefined) return pooledMap(pooling, map, maximum);
  return activatedMap(pooledMap(pooling, activated.before, maximum), true, activated.apply);
});

export const averagePool = poolingKind('averagePool', 'AveragePool', 'mean', (pooling, map) =>
  activatedMap(pooledMap(pooling, map, add), true, (x) => multiply(x, 1 / pooling.windows.size)),
);

function poolingKind(
  kind: string,
  operator: string,
  figure: string,
  pool: (pooling: Pooling, map: FeatureMap) => FeatureMap,
): LayerKind {
  return layerKind({
    kind,
    schema: poolingSchema.describe(
      `The ${figure} value of each window of a map or sequence, channel by channel. Short: the size.`,
    ),
    build: (settings, _name, inputShape) => {
      const moving = moveWindow(inputShape, 'window', { ...settings, padding: 'valid' });
      const { windows, channels } = moving;
      const { kernel_shape, strides } = moving.exported;
      return {
        outputShape: moving.outputShape(channels),
        parameters: [],
        train: (features) => pool({ windows, channels }, features as FeatureMap),
        infer: (onnx, input) => onnx.node(operator, [input], { kernel_shape, strides }),
      };
    },
  });
}

interface Pooling {
  readonly windows: Windows;
  readonly channels: number;
}

/** Up to this many cells are handled as tensors of their own; more are stacked in one. */
const SEPARATE_CELLS = 4;

/** The pooled map, where `combine` makes one value of two and keeps their order, and all cells are combined in pairs. */
function pooledMap(
  { windows, channels }: Pooling,
  source: FeatureMap,
  combine: (earlier: Tensor, later: Tensor) => Tensor,
): FeatureMap {
  const { batch, extent: sourceExtent } = source;
  // Windows that share no position ask for each cell's positions on their own; else all are computed once.
  const overlap = new Set(windows.taps).size < windows.taps.length;
  const take = (positions: Int32Array): Tensor =>
    overlap ? gatherRows(source.at(allPositions(sourceExtent)), positions) : source.at(positions);
  return computedMap(windows.extent, channels, batch, (places) => {
    const cells = Array.from({ length: windows.size }, (_, cell) =>
      places.map((place) => windows.taps[place * windows.size + cell] as number),
    );
    if (cells.length <= SEPARATE_CELLS) return combineSeparate(cells.map(take), combine);
    const stack = take(Int32Array.from(cells.flatMap((positions) => [...positions])));
    const width = places.length * batch * channels;
    return reshape(combineStack(reshape(stack, [cells.length, width]), combine), [places.length, batch, channels]);
  });
}

function combineSeparate(cells: readonly Tensor[], combine: (earlier: Tensor, later: Tensor) => Tensor): Tensor {
  if (cells.length === 1) return cells[0] as Tensor;
  const half = 2 ** Math.floor(Math.log2(cells.length - 1));
  return combine(combineSeparate(cells.slice(0, half), combine), combineSeparate(cells.slice(half), combine));
}

/** [cells, width] to [1, width]: every other cell with its neighbour, then every other pair, ... */
function combineStack(cells: Tensor, combine: (earlier: Tensor, later: Tensor) => Tensor): Tensor {
  const [count, width] = cells.shape as [number, number];
  if (count === 1) return cells;
  const pairs = Math.floor(count / 2);
  const paired = reshape(slice(cells, 0, 0, 2 * pairs), [pairs, 2, width]);
  const [earlier, later] = [0, 1].map((place) => reshape(slice(paired, 1, place, place + 1), [pairs, width]));
  const combined = combine(earlier as Tensor, later as Tensor);
  const left = count > 2 * pairs ? [slice(cells, 0, 2 * pairs, count)] : [];
  return combineStack(concatenate([combined, ...left], 0), combine);
}
