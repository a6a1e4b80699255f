/** @file Convolution over a map or a sequence (cross-correlation, as the field has it), with an activation after it. */
import { settings, wholeField } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { fill } from '../graph/operations/constant.js';
import { gatherRows } from '../graph/operations/indexing.js';
import { concatenate, reshape } from '../graph/operations/shape.js';
import { TILE_SIZES, tileInputs, winograd } from '../graph/operations/winograd.js';
import type { Tensor } from '../graph/tensor.js';
import { allPositions, type FeatureMap } from './features.js';
import { FILTER_SETTINGS, filterLayer } from './filters.js';
import type { Extent, Windows } from './geometry.js';
import { layerKind } from './layer.js';
import { moveWindow } from './window.js';

const schema = settings({
  filters: wholeField(1).describe('Channels that come out.'),
  ...FILTER_SETTINGS,
}).describe('Convolution over a map [height, width, channels], or over a sequence [length, channels].');

export const conv = layerKind({
  kind: 'conv',
  schema,
  build: ({ filters, kernel, stride, padding, bias, activation }, name, inputShape) => {
    const moving = moveWindow(inputShape, 'kernel', { size: kernel, stride, padding });
    const { windows, channels, exported } = moving;
    const { size, taps, extent } = windows;
    const tiling = planTiles(extent, moving.size, moving.strides, channels, filters);
    return filterLayer(name, {
      weights: [size * channels, filters],
      fans: { fanIn: size * channels, fanOut: size * filters },
      ...{ channels, bias, activation, extent, outputShape: moving.outputShape(filters), exported },
      sums: (map, positions, weight, offset) => {
        if (tiling !== undefined && !map.isInput) {
          const whole = convolveTiles(map, tiling, windows, weight);
          const chosen = gatherRows(whole, tilePlaces(tiling, extent, positions));
          return offset === undefined ? chosen : add(chosen, offset);
        }
        const chosen = new Int32Array(positions.length * size);
        positions.forEach((position, row) => {
          chosen.set(taps.subarray(position * size, (position + 1) * size), row * size);
        });
        const rows = map.convolve(chosen, size, weight, offset);
        return reshape(rows, [positions.length, map.batch, filters]);
      },
    });
  },
});

interface Tiling {
  /** Outputs of one tile. */
  readonly tile: Extent;
  /** How many tiles cover the map; the last ones may reach over its edge. */
  readonly count: Extent;
}

/**
 * What a multiplication costs in the transforms, which wait for memory, against one in a large matrix product. At 2 convolutions of
 * about eight channels were summed directly, and took 1.4 to 1.7 times as long.
 */
const TRANSFORM_COST = 1;

/**
 * The cheapest tiling of a 3x3 convolution with stride 1, or undefined where summing directly is cheaper or the kernel
 * another. Costs count multiplications per example, forward and backward.
 */
export function planTiles(
  extent: Extent,
  window: Extent,
  strides: Extent,
  channels: number,
  filters: number,
): Tiling | undefined {
  if (String([...window, ...strides]) !== '3,3,1,1') return undefined;
  const direct = extent[0] * extent[1] * 9 * channels * filters;
  const plans = TILE_SIZES.flatMap((high) => TILE_SIZES.map((wide) => [high, wide] as const)).map((tile) => {
    const count = [Math.ceil(extent[0] / tile[0]), Math.ceil(extent[1] / tile[1])] as const;
    const [rows, columns] = [tileInputs(tile[0]), tileInputs(tile[1])];
    const products = rows * columns * channels * filters;
    const inputs = rows * columns * (rows + columns) * channels;
    const outputs = tile[0] * columns * (rows + tile[1]) * filters;
    const cost = count[0] * count[1] * (3 * products + 2 * TRANSFORM_COST * (inputs + outputs));
    return { tile, count, cost };
  });
  const best = plans.reduce((left, right) => (right.cost < left.cost ? right : left));
  return best.cost < 3 * direct ? best : undefined;
}

/** All outputs, tile cell by tile cell and within it tile by tile: [tile cells * tiles, batch, filters]. */
export function convolveTiles(map: FeatureMap, { tile, count }: Tiling, windows: Windows, weights: Tensor): Tensor {
  const [height, width] = map.extent;
  const [top, left] = windows.pads;
  const [rows, columns] = [tileInputs(tile[0]), tileInputs(tile[1])];
  const cells: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let row = 0; row < count[0]; row++) {
        for (let column = 0; column < count[1]; column++) {
          const y = row * tile[0] + i - top;
          const x = column * tile[1] + j - left;
          cells.push(y < 0 || y >= height || x < 0 || x >= width ? height * width : y * width + x);
        }
      }
    }
  }
  const values = map.at(allPositions(map.extent));
  const outside = cells.includes(height * width) ? [fill(values.graph, 0, values.shape.with(0, 1))] : [];
  const gathered = gatherRows(concatenate([values, ...outside], 0), Int32Array.from(cells));
  const tiles = reshape(gathered, [rows, columns, count[0] * count[1] * map.batch * map.channels]);
  const outputs = winograd(tiles, weights, map.channels);
  return reshape(outputs, [tile[0] * tile[1] * count[0] * count[1], map.batch, weights.shape[1] as number]);
}

/** Where {@link convolveTiles} has these positions of the output map. */
export function tilePlaces({ tile, count }: Tiling, extent: Extent, positions: Int32Array): Int32Array {
  return positions.map((position) => {
    const [y, x] = [Math.floor(position / extent[1]), position % extent[1]];
    const cell = (y % tile[0]) * tile[1] + (x % tile[1]);
    const place = Math.floor(y / tile[0]) * count[1] + Math.floor(x / tile[1]);
    return cell * count[0] * count[1] + place;
  });
}
