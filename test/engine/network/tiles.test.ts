/** @file Convolution by tiles gives the outputs and gradients of direct convolution, for every size of tile. */
import { InferenceSession, Tensor as Value } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import { differentiate } from '../../../src/engine/network/graph/differentiate.js';
import { multiply } from '../../../src/engine/network/graph/operations/arithmetic.js';
import { convolve, gatherRows } from '../../../src/engine/network/graph/operations/indexing.js';
import { reduceSum } from '../../../src/engine/network/graph/operations/reduction.js';
import { reshape } from '../../../src/engine/network/graph/operations/shape.js';
import { TILE_SIZES } from '../../../src/engine/network/graph/operations/winograd.js';
import { emitGraph } from '../../../src/engine/network/graph/stack.js';
import { Graph, sizeOf, type Tensor } from '../../../src/engine/network/graph/tensor.js';
import { convolveTiles, planTiles, tilePlaces } from '../../../src/engine/network/layers/conv.js';
import { allPositions, computedMap } from '../../../src/engine/network/layers/features.js';
import { type Padding, placeWindows } from '../../../src/engine/network/layers/geometry.js';
import { encodeModel, OnnxGraph } from '../../../src/engine/network/onnx/onnx-graph.js';

const [BATCH, CHANNELS, FILTERS] = [3, 4, 5];

/** Outputs of both ways, then each way's gradients of a random sum of outputs. */
async function compare(height: number, width: number, padding: Padding, tile: readonly [number, number]) {
  const windows = placeWindows([height, width], [3, 3], [1, 1], padding);
  const places = windows.extent[0] * windows.extent[1];
  const shapes = {
    x: [height * width, BATCH, CHANNELS],
    weights: [9 * CHANNELS, FILTERS],
    factors: [places * BATCH, FILTERS],
  };
  const graph = new Graph();
  const onnx = new OnnxGraph('tiles');
  const [x, weights, factors] = Object.entries(shapes).map(([name, shape]) =>
    graph.input(onnx.input(name, 'float32', shape), shape),
  ) as [Tensor, Tensor, Tensor];
  const count = [Math.ceil(windows.extent[0] / tile[0]), Math.ceil(windows.extent[1] / tile[1])] as const;
  const tiling = { tile, count };
  const map = computedMap([height, width], CHANNELS, BATCH, (positions) => gatherRows(x, positions));
  const tiled = gatherRows(
    convolveTiles(map, tiling, windows, weights),
    tilePlaces(tiling, windows.extent, allPositions(windows.extent)),
  );
  const ways = [convolve(x, windows.taps, windows.size, weights), reshape(tiled, [places * BATCH, FILTERS])];
  const results = ways.flatMap((outputs) => {
    const loss = reshape(reduceSum(multiply(outputs, factors), [0, 1]), []);
    return [outputs, ...differentiate(loss, [x, weights])];
  });
  const names = emitGraph(onnx, results);
  for (const [index, name] of names.entries()) onnx.output(name, 'float32', (results[index] as Tensor).shape);
  const session = await InferenceSession.create(encodeModel(onnx), { logSeverityLevel: 3 });
  const random = randomFrom('tiles', height, width);
  const feeds = Object.entries(shapes).map(([name, shape]) => {
    const values = new Float32Array(sizeOf(shape)).map(() => random.normal());
    return [name, new Value('float32', values, shape)] as const;
  });
  const values = await session.run(Object.fromEntries(feeds));
  await session.release();
  return names.map((name) => (values[name] as Value).data as Float32Array);
}

function relativeDistance(left: Float32Array, right: Float32Array): number {
  const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return norm(left.map((value, index) => value - (right[index] as number))) / norm(right);
}

const tiles = TILE_SIZES.flatMap((high) => TILE_SIZES.map((wide) => [high, wide] as const));

describe.each(tiles)('tiles of %d x %d', (high, wide) => {
  it.each<[number, number, Padding]>([
    [6, 6, 'valid'],
    [9, 7, 'valid'],
    [5, 8, 'same'],
  ])('on a map of %d x %d, %s', async (height, width, padding) => {
    const [outputs, towardsX, towardsWeights, tiled, tiledX, tiledWeights] = await compare(height, width, padding, [
      high,
      wide,
    ]);
    expect(relativeDistance(tiled!, outputs!)).toBeLessThan(3e-6);
    expect(relativeDistance(tiledX!, towardsX!)).toBeLessThan(3e-6);
    expect(relativeDistance(tiledWeights!, towardsWeights!)).toBeLessThan(3e-6);
  });
});

describe('the choice of tiles', () => {
  it('cuts the second convolution of the published networks into one tile, and leaves other kernels alone', () => {
    expect(planTiles([4, 4], [3, 3], [1, 1], 32, 64)).toMatchObject({ tile: [4, 4], count: [1, 1] });
    expect(planTiles([4, 4], [3, 3], [2, 1], 32, 64)).toBeUndefined();
    expect(planTiles([4, 4], [5, 3], [1, 1], 32, 64)).toBeUndefined();
  });

  it('sums directly where there are few channels', () => {
    expect(planTiles([4, 4], [3, 3], [1, 1], 2, 3)).toBeUndefined();
  });
});
