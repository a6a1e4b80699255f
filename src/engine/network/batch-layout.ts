/** @file Cuts a batch into pieces that fit the processor's cache. */
import { type Shape, sizeOf } from './graph/tensor.js';
import { layersWithin } from './layers/chain.js';
import { hasPositions } from './layers/fit.js';
import type { NetworkGraph } from './network.js';

/** How a batch lies in the graph: `pieces` parts of `size` places each, of which the batch fills the first. */
interface BatchLayout {
  readonly pieces: number;
  readonly size: number;
}

/** Of maps and sequences: most examples computed at a time, and most values of one layer. What the processor's cache holds. */
const LARGEST_PIECE = 64;
const LARGEST_LAYER = 1_100_000;

/** Of vectors, whose layers read more weights than values: bounds the memory that a batch takes, and nothing else. */
const LARGEST_VECTORS = 1024;

/**
 * A large batch is computed piece by piece and the pieces' gradients are added up, which is the same but for rounding;
 * not so where a layer mixes the examples of a batch.
 */
export function layOutBatch({ layers }: NetworkGraph, batch: number): BatchLayout {
  if (layers.some(({ mixesExamples }) => mixesExamples)) return { pieces: 1, size: batch };
  const shapes = layers.flatMap(layersWithin).map(({ outputShape }) => outputShape);
  const pieces = Math.ceil(batch / largestPiece(shapes));
  return { pieces, size: Math.ceil(batch / pieces) };
}

function largestPiece(shapes: readonly Shape[]): number {
  if (!shapes.some(hasPositions)) return LARGEST_VECTORS;
  const widest = Math.max(...shapes.map(sizeOf));
  return Math.max(8, Math.min(LARGEST_PIECE, Math.floor(LARGEST_LAYER / widest)));
}
