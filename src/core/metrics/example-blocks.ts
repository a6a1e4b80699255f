/** @file Predictions without one block of examples after the other: how exact any figure of them is on these examples. */

import { takeRows } from '../ground/collections.js';
import { permutation, type Random } from '../ground/random.js';
import type { Predictions } from './metric.js';

/** Examples 0 ... count - 1 in random order, dealt to so many blocks of nearly equal size. */
export function exampleBlocks(count: number, blocks: number, random: Random): readonly Int32Array[] {
  const places = permutation(count, random);
  const dealt = Math.min(blocks, count);
  return Array.from({ length: dealt }, (_, block) => places.filter((_place, index) => index % dealt === block));
}

/** The others, in their order. */
export function predictionsWithout(predictions: Predictions, block: Int32Array): Predictions {
  const { count, width, targetWidth, outputs, targets, weights } = predictions;
  const left = new Set(block);
  const rows = Int32Array.from({ length: count }, (_, row) => row).filter((row) => !left.has(row));
  return {
    count: rows.length,
    width,
    outputs: takeRows(outputs, width, rows),
    targetWidth,
    targets: takeRows(targets, targetWidth, rows),
    ...(weights === undefined ? {} : { weights: takeRows(weights, 1, rows) }),
  };
}
