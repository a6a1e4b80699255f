/** @file The `slices` of an experiment: columns by which examples are cut, where it is said what retrainings predict. */
import { z } from 'zod';
import { checkAgainst } from './schema-error.js';

/** More slices than these nobody reads. */
const MOST_SLICES = 50;

const edges = z
  .array(z.number())
  .min(2)
  .max(MOST_SLICES + 1)
  .refine((list) => list.every((edge, place) => place === 0 || edge > (list[place - 1] as number)), {
    message: 'edges in ascending order, each once',
  });

const texts = z.array(z.string()).min(1).max(MOST_SLICES);

/** Slices as an experiment file writes them. Only the column knows whether 3, 1 are edges or texts: it is asked with the data at hand. */
export const slicesSchema = z
  .record(
    z.string().min(1),
    z.union([
      z
        .array(z.number())
        .min(1)
        .max(MOST_SLICES + 1),
      texts,
    ]),
  )
  .optional()
  .describe(
    'Columns of the data (inputs, features or targets) by which predictions are told apart: `{ energy: [3, 10, 30, 68] }` for ' +
      'slices between edges (the upper end belongs to the last alone), `{ region: [north, south] }` for texts.',
  );

/** By column: numbers, or texts. */
export type Slices = NonNullable<z.output<typeof slicesSchema>>;

/** Of a column of numbers: two edges or more, in ascending order. `name` names the slices in messages. @throws InputError */
export function checkEdges(column: string, given: readonly number[], name: string): readonly number[] {
  return checkAgainst(z.record(z.string(), edges), { [column]: given }, () => name)[column] as readonly number[];
}

/** Of a column of texts, 1 to 50 of them. `name` names the slices in messages. @throws InputError */
export function checkTexts(column: string, given: readonly string[], name: string): readonly string[] {
  return checkAgainst(z.record(z.string(), texts), { [column]: given }, () => name)[column] as readonly string[];
}
