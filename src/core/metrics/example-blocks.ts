/** @file Predictions without one block of examples after the other: how exact any figure of them is on these examples. */

import type { LeftOutFigures } from '../ground/baseline.js';
import { groupBy, takeRows } from '../ground/collections.js';
import { permutation, type Random } from '../ground/random.js';
import type { Predictions } from './metric.js';

/**
 * Examples 0 ... count - 1 in random order, dealt to so many blocks of nearly equal size. Examples of one number in `together` go to one
 * block: what varies alike is left out at once.
 */
export function exampleBlocks(
  count: number,
  blocks: number,
  random: Random,
  together: ArrayLike<number> = { length: 0 },
): readonly Int32Array[] {
  const places = permutation(count, random);
  const bunches = [...groupBy(places, (place) => together[place] ?? -1 - place).values()];
  const dealt = Math.min(blocks, bunches.length);
  return Array.from({ length: dealt }, (_, block) =>
    Int32Array.from(bunches.filter((_bunch, index) => index % dealt === block).flat()),
  );
}

/**
 * Figures by name without one block of examples after the other, in the order of the blocks. One that has no value without some of
 * them, as where a class is gone, is left out.
 */
export function figuresWithout(
  figuresOf: (predictions: Predictions) => Readonly<Record<string, number>>,
  predictions: Predictions,
  blocks: readonly Int32Array[],
): LeftOutFigures {
  const found = blocks.map((block) => figuresOf(predictionsWithout(predictions, block)));
  const columns = Object.keys(found[0] ?? {}).map(
    (name) => [name, found.map((one) => one[name] ?? Number.NaN)] as const,
  );
  return Object.fromEntries(columns.filter(([, values]) => values.every(Number.isFinite)));
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
