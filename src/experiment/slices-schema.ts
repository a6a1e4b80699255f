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

const names = z.array(z.string()).min(1).max(MOST_SLICES);

export const slicesSchema = z
  .record(z.string().min(1), z.union([edges, names]))
  .optional()
  .describe(
    'Columns of the data (inputs, features or targets) by which predictions are told apart: `{ energy: [3, 10, 30, 68] }` for ' +
      'slices between edges (the upper end belongs to the last alone), `{ region: [north, south] }` for texts.',
  );

/** By column: edges in ascending order, or texts. */
export type Slices = NonNullable<z.output<typeof slicesSchema>>;

/** As an experiment says them; `name` names them in messages. @throws InputError */
export function checkSlices(value: unknown, name: string): Slices {
  return checkAgainst(slicesSchema, value, () => name) ?? {};
}
