/** @file What a result says about what was handed over: which trainings, why, how sure its answers are, and what else there was. */
import { z } from 'zod';
import { anyNumber, count, share } from '../../questions/race/plan/answer-schema.js';

const coverage = z.strictObject({
  ...{ hits: count, examples: count, value: share },
  ...{ low: share.nullable(), high: share.nullable(), level: share },
});

const calibrated = {
  level: share,
  calibration: count,
  examples: count,
  promised: z.strictObject({ low: share, high: share }),
};

const conformal = z.discriminatedUnion('kind', [
  z.strictObject({
    ...calibrated,
    kind: z.literal('intervals'),
    targets: z.array(z.strictObject({ name: z.string(), halfWidth: anyNumber, coverage })).readonly(),
  }),
  z.strictObject({ ...calibrated, kind: z.literal('sets'), threshold: share, meanSize: z.number(), coverage }),
]);

const alternative = z.strictObject({
  reason: z.enum(['smallest-loss', 'nearest-to-mean', 'ensemble']),
  instances: count,
  delivered: z.boolean(),
  figures: z.record(z.string(), anyNumber),
  disagreement: z.strictObject({ value: z.number(), trainings: count }).nullable(),
  bytes: count,
  milliseconds: z.number(),
});

const reason = z.enum(['smallest-loss', 'nearest-to-mean', 'ensemble']);

/** `trial`, `replicate` and `loss` are `null` where several are delivered as one. */
export const deliveredSchema = z.strictObject({
  trial: z.string().nullable(),
  replicate: count.nullable(),
  loss: anyNumber.nullable(),
  among: count,
  reason,
  instances: z.array(z.strictObject({ trial: z.string(), replicate: count, loss: anyNumber })).optional(),
  conformal: conformal.nullable().optional(),
  alternatives: z.array(alternative).readonly().optional(),
});

export type ResultDelivered = z.output<typeof deliveredSchema>;
export type Conformal = z.output<typeof conformal>;
export type DeliveryAlternative = z.output<typeof alternative>;

/** What is found when a race ends; the result says it with the losses of the trials. */
export interface RaceDelivery {
  readonly reason: z.output<typeof reason>;
  /** Keys of the trials: one, or those of an ensemble. */
  readonly trials: readonly string[];
  /** How many of the winner's trainings they were chosen among. */
  readonly among: number;
  /** Absent without a model; null where nothing was calibrated. */
  readonly conformal?: Conformal | null;
  /** What else could be handed over, with what was measured; absent without a model. */
  readonly alternatives?: readonly DeliveryAlternative[];
}
