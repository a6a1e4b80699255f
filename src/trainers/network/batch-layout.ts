/** @file Cuts a batch into pieces that fit the processor's cache. */
import { sizeOf } from './graph/tensor.js';
import type { NetworkGraph } from './network.js';

/** How a batch lies in the graph: `pieces` parts of `size` places each, of which the batch fills the first. */
interface BatchLayout {
  readonly pieces: number;
  readonly size: number;
}

/** Most examples computed at a time, and most values of one layer: what the processor's cache holds. */
const LARGEST_PIECE = 64;
const LARGEST_LAYER = 350_000;

/**
 * A large batch is computed piece by piece and the pieces' gradients are added up, which is the same but for rounding;
 * not so where a layer mixes the examples of a batch.
 */
export function layOutBatch({ layers }: NetworkGraph, batch: number): BatchLayout {
  if (layers.some(({ mixesExamples }) => mixesExamples)) return { pieces: 1, size: batch };
  const widest = Math.max(...layers.map(({ outputShape }) => sizeOf(outputShape)));
  const most = Math.max(8, Math.min(LARGEST_PIECE, Math.floor(LARGEST_LAYER / widest)));
  const pieces = Math.ceil(batch / most);
  return { pieces, size: Math.ceil(batch / pieces) };
}
