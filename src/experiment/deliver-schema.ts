/** @file What is handed over of a race: one training of the winner, or several as one, with how sure its answers are. */
import { z } from 'zod';

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

/** The setting; absent where nothing is said. */
export const deliverSchema = z
  .union([
    instance,
    z
      .strictObject({ instance: instance.optional(), ensemble: ensemble.optional(), level: level.optional() })
      .refine(({ instance: one, ensemble: several }) => one === undefined || several === undefined, {
        path: ['ensemble'],
        message: 'either `instance` or `ensemble`, one of the two',
      }),
  ])
  .optional()
  .describe(
    'Which trainings of the winner `model.onnx` is made of: `nearest`, `best`, `{ ensemble: 5 }`, each also with a `level`, as in `{ instance: best, level: 0.95 }`. Default: nearest where predictions are kept, else best.',
  );

type DeliverSpec = z.output<typeof deliverSchema>;

/** The setting with its parts apart. */
export interface AskedDelivery {
  /** Undefined where nothing is said, or an ensemble is asked for. */
  readonly instance?: 'nearest' | 'best' | undefined;
  readonly ensemble?: number | undefined;
  readonly level?: number | undefined;
}

export function deliveryAsked(spec: DeliverSpec): AskedDelivery {
  return typeof spec === 'string' ? { instance: spec } : (spec ?? {});
}
