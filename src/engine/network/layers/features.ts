/**
 * @file Features: what flows between layers of a training graph. A map keeps its positions on the first axis, [positions, batch,
 * channels], so that choosing positions (patches, pooling windows) moves whole runs of memory. A map is asked for the
 * positions somebody needs, in the order they are needed: a convolution before a pooling computes no other. A sequence is a
 * map one cell wide.
 */

import { fill } from '../graph/operations/constant.js';
import { convolve, gatherRows } from '../graph/operations/indexing.js';
import { gemm } from '../graph/operations/matrix.js';
import { concatenate, reshape, transpose } from '../graph/operations/shape.js';
import type { Tensor } from '../graph/tensor.js';
import type { Extent } from './geometry.js';

export interface FeatureMap {
  readonly kind: 'map';
  readonly extent: Extent;
  readonly channels: number;
  readonly batch: number;
  /** These positions, row-major numbers in any order: [positions.length, batch, channels]. */
  at(positions: Int32Array): Tensor;
  /** The shape of {@link convolve}: [taps.length / size * batch, filters]. */
  convolve(taps: Int32Array, size: number, weights: Tensor, bias?: Tensor): Tensor;
  /** True for the network's input, towards which no gradient flows. */
  readonly isInput: boolean;
  /** Where this map is a non-decreasing function of another one, applied element by element: both. */
  readonly activated?: { readonly before: FeatureMap; apply(x: Tensor): Tensor };
}

interface FeatureVector {
  readonly kind: 'vector';
  /** [batch, features] */
  readonly values: Tensor;
}

export type Features = FeatureMap | FeatureVector;

/** All positions of a map in row-major order. */
export function allPositions(extent: Extent): Int32Array {
  return Int32Array.from({ length: extent[0] * extent[1] }, (_, position) => position);
}

function areAll(positions: Int32Array, extent: Extent): boolean {
  return positions.length === extent[0] * extent[1] && positions.every((position, place) => position === place);
}

/** A map from a function that computes any positions, each at most once. All of them are computed once, whoever asks for them. */
export function computedMap(
  extent: Extent,
  channels: number,
  batch: number,
  compute: (positions: Int32Array) => Tensor,
): FeatureMap {
  let whole: Tensor | undefined;
  const all = (): Tensor => {
    whole ??= compute(allPositions(extent));
    return whole;
  };
  return {
    kind: 'map',
    extent,
    channels,
    batch,
    isInput: false,
    at: (positions) => {
      if (areAll(positions, extent)) return all();
      return new Set(positions).size === positions.length ? compute(positions) : gatherRows(all(), positions);
    },
    convolve: (taps, size, weights, bias) => convolve(all(), taps, size, weights, bias),
  };
}

/** A map from an element-wise function of another one; `nondecreasing` lets a maximum be taken before it. */
export function activatedMap(before: FeatureMap, nondecreasing: boolean, apply: (x: Tensor) => Tensor): FeatureMap {
  const map = computedMap(before.extent, before.channels, before.batch, (positions) => apply(before.at(positions)));
  return nondecreasing ? { ...map, activated: { before, apply } } : map;
}

/** A map whose values, [positions, batch, channels], are computed all at once. */
export function wholeMap(extent: Extent, channels: number, batch: number, compute: () => Tensor): FeatureMap {
  return computedMap(extent, channels, batch, (positions) => gatherRows(compute(), positions));
}

/** A map from a function of all values of another one at once, [positions, batch, channels] to the same. */
export function mappedMap(source: FeatureMap, apply: (all: Tensor) => Tensor): FeatureMap {
  return wholeMap(source.extent, source.channels, source.batch, () => apply(allValues(source)));
}

/** All values of a map, [positions, batch, channels]. */
export function allValues(map: FeatureMap): Tensor {
  return map.at(allPositions(map.extent));
}

/** The examples as they come, [batch, height * width * channels], as a map. */
export function inputMap(x: Tensor, extent: Extent, channels: number): FeatureMap {
  const batch = x.shape[0] as number;
  const size = extent[0] * extent[1];
  const byCell = transpose(x, [1, 0]);
  return {
    kind: 'map',
    extent,
    channels,
    batch,
    isInput: true,
    at: (positions) => gatherRows(transpose(reshape(byCell, [size, channels, batch]), [0, 2, 1]), positions),
    // Patches are gathered as columns, a run of `batch` values at a time: with few channels rows would be too short.
    convolve: (taps, kernelSize, weights, bias) => {
      const places = taps.length / kernelSize;
      const padded = taps.some((tap) => tap < 0);
      const source = padded ? concatenate([byCell, fill(x.graph, 0, [1, batch])], 0) : byCell;
      const cells = new Int32Array(kernelSize * channels * places);
      for (let tap = 0, next = 0; tap < kernelSize; tap++) {
        for (let channel = 0; channel < channels; channel++) {
          for (let place = 0; place < places; place++) {
            const position = taps[place * kernelSize + tap] as number;
            cells[next++] = position < 0 ? size * channels : position * channels + channel;
          }
        }
      }
      const columns = reshape(gatherRows(source, cells), [kernelSize * channels, places * batch]);
      return gemm(columns, weights, { transposeA: true, bias });
    },
  };
}

/** A map's values as one row per example, position by position, the channels of a position together. */
export function flattenFeatures(features: Features): Tensor {
  if (features.kind === 'vector') return features.values;
  const { extent, channels, batch } = features;
  return reshape(transpose(allValues(features), [1, 0, 2]), [batch, extent[0] * extent[1] * channels]);
}
