/** @file What is handed over of a race: one training of the winner, or several as one, with how sure its answers are; and the slices of examples that are told apart. */
import { z } from 'zod';
import { checkAgainst } from './schema-error.js';

const instance = z
  .enum(['nearest', 'best'])
  .describe(
    '`nearest` to the mean prediction of all fresh trainings, on the selection set, or `best` by its loss there.',
  );

const level = z
  .number()
  .min(0.5)
  .max(0.999)
  .describe(
    'How often its intervals, or sets of classes, hold the truth. Needs `split.calibration` in the data. Default: 0.9 where the data have that.',
  );

const ensemble = z
  .int()
  .min(2)
  .max(100)
  .describe('So many fresh trainings as one model, which says their mean and how far they are apart.');

const refit = z
  .boolean()
  .describe(
    'Whether these trainings are done again on all examples, selection and final set included. What that makes is not measured.',
  );

/** The setting; absent where nothing is said. */
export const deliverSchema = z
  .union([
    instance,
    z.literal('refit'),
    z
      .strictObject({
        instance: instance.optional(),
        ensemble: ensemble.optional(),
        level: level.optional(),
        refit: refit.optional(),
      })
      .refine(({ instance: one, ensemble: several }) => one === undefined || several === undefined, {
        path: ['ensemble'],
        message: 'either `instance` or `ensemble`, one of the two',
      }),
  ])
  .optional()
  .describe(
    'Which trainings of the winner `model.onnx` is made of: `nearest`, `best`, `{ ensemble: 5 }`, each also with a `level`, as in `{ instance: best, level: 0.95 }`, or with `refit: true`; `refit` alone is short for that. Default: nearest where predictions are kept, else best.',
  );

type DeliverSpec = z.output<typeof deliverSchema>;

/** The setting with its parts apart. */
export interface AskedDelivery {
  /** Undefined where nothing is said, or an ensemble is asked for. */
  readonly instance?: 'nearest' | 'best' | undefined;
  readonly ensemble?: number | undefined;
  readonly level?: number | undefined;
  readonly refit?: boolean | undefined;
}

export function deliveryAsked(spec: DeliverSpec): AskedDelivery {
  if (spec === 'refit') return { refit: true };
  return typeof spec === 'string' ? { instance: spec } : (spec ?? {});
}

/** More slices than these are not read. */
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
