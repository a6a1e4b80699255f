/** @file What a result says beside the claims of a race, as schemas: figures side by side, baselines, collapses, the tie set, what was handed over. */
import { z } from 'zod';
import {
  anyNumber,
  collapses,
  count,
  ids,
  interval,
  rival,
  rivalStanding,
  share,
} from '../../questions/race/plan/answer-schema.js';

export const baseline = z.strictObject({
  name: z.string(),
  kind: z.enum(['trivial', 'simple']),
  loss: z.number(),
  replicates: count,
  selection: z.record(z.string(), anyNumber),
  final: z.record(z.string(), anyNumber).nullable(),
  better: count,
  beaten: z.boolean(),
});
/** One list of values for each metric, all of them in the order of `replicates`. */
export const finalDistribution = z.strictObject({
  from: z.enum(['fresh', 'race']),
  replicates: z.array(count).readonly(),
  exported: count.nullable(),
  // Trainings without a model: they count as the worst.
  lost: count,
  metrics: z.record(
    z.string(),
    z.strictObject({
      better: z.enum(['high', 'low', 'zero']),
      values: z.array(anyNumber).readonly(),
      median: anyNumber,
      q1: anyNumber,
      q3: anyNumber,
      worst: anyNumber,
      interval,
    }),
  ),
});
/** What to expect of one more training; `range` where it is known between which values that lies. */
export const expected = z.strictObject({
  metric: z.string(),
  set: z.enum(['final', 'selection']).nullable(),
  from: z.enum(['fresh', 'race']),
  // Those that came out, which the range rests on.
  trainings: count,
  typical: anyNumber,
  range: z
    .strictObject({
      low: z.number(),
      high: z.number(),
      level: share,
      covers: z.enum(['both', 'trainings', 'rows']),
      rows: count.nullable(),
    })
    .nullable(),
});
export type ResultExpected = z.output<typeof expected>;

/** The simple model that was best on the selection set; above 0 the winner leads. */
export const simplest = z.strictObject({
  name: z.string(),
  metric: z.string(),
  set: z.literal('final'),
  examples: count,
  value: z.number(),
  winner: z.number(),
  lead: z.strictObject({
    value: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    level: share,
    reason: z.string().optional(),
  }),
  beaten: z.boolean(),
  raced: z.strictObject({ candidate: z.string(), label: z.string() }).optional(),
});
export type ResultSimplest = z.output<typeof simplest>;
export type ResultFinalDistribution = z.output<typeof finalDistribution>;
export type ResultBaseline = z.output<typeof baseline>;

/** A race among what another search has found, as its plan says it: the best there first. */
export const recheckPlan = z.strictObject({
  source: z.string(),
  value: z.string(),
  direction: z.enum(['minimize', 'maximize']),
  configurations: count,
  candidates: z.array(z.strictObject({ candidate: z.string(), value: z.number(), trials: count })).readonly(),
});

export const recheck = recheckPlan.extend({
  best: z
    .strictObject({ place: count, trainings: count, reached: count.nullable(), median: anyNumber.nullable() })
    .nullable(),
});
export type ResultRecheck = z.output<typeof recheck>;

export const neverWorkedSchema = z.strictObject({
  candidate: z.string(),
  label: z.string(),
  trials: count,
  failures: z.array(z.strictObject({ kind: z.string(), message: z.string(), trials: count })).readonly(),
});

const lead = z.strictObject({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() });

/** Leads of the winner over the first listed candidate, in units of what is raced: above 0 the winner is better. */
export const overtuning = z.union([
  z.strictObject({ reason: z.string() }),
  z.strictObject({
    against: z.string(),
    level: share,
    chosenBy: z.strictObject({ lead: z.number(), trainings: count }),
    final: lead.extend({ trainings: count, trainingsOfFirst: count, reason: z.string().optional() }),
    lost: lead,
  }),
]);

const figures = z.strictObject({
  trials: count,
  criterion: anyNumber.nullable(),
  median: anyNumber,
  iqr: anyNumber.nullable(),
  worst: anyNumber,
  // Of all trainings begun, whether they count or not; those that diverged are among the collapsed.
  begun: count,
  failed: count,
  collapsed: count,
  diverged: count,
});

/** Where trainings pass or fail: how often the winner passes, and that so many all do; `low` and `high` null where these chose it. */
export const passesSchema = z.strictObject({
  passed: count,
  trials: count,
  from: z.enum(['fresh', 'race']),
  level: share,
  method: z.literal('clopper-pearson'),
  chances: z
    .array(z.strictObject({ trainings: count, value: share, low: share.nullable(), high: share.nullable() }))
    .readonly(),
});

export const member = z.strictObject({
  rank: count.min(1),
  candidate: z.string(),
  label: z.string(),
  standing: z.union([z.literal('winner'), rivalStanding]).nullable(),
  fresh: figures.extend({ interval }).nullable(),
  race: figures.extend({ winner: anyNumber.nullable() }).nullable(),
  // Absent in results that were written before there was this.
  collapses: collapses.nullable().default(null),
});

export const tieSet = z.strictObject({
  alpha: z.number(),
  correction: z.enum(['holm', 'simultaneous']),
  test: z.string(),
  tied: ids,
  undecided: ids,
  close: ids,
  // Absent in results that were written before there was this.
  behind: ids.default([]),
  rivals: z.array(rival).readonly(),
});

export type ResultInterval = z.output<typeof interval>;
export type ResultPasses = z.output<typeof passesSchema>;
export type ResultNeverWorked = z.output<typeof neverWorkedSchema>;
export type ResultFigures = z.output<typeof figures>;
export type ResultMember = z.output<typeof member>;
export type ResultTieSet = z.output<typeof tieSet>;

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

/** Trained again on all examples, for so many epochs, and measured on none. */
const refit = z.strictObject({ epochs: count });

/** `trial`, `replicate` and `loss` are `null` where several are delivered as one. */
export const deliveredSchema = z.strictObject({
  trial: z.string().nullable(),
  replicate: count.nullable(),
  loss: anyNumber.nullable(),
  among: count,
  reason,
  instances: z.array(z.strictObject({ trial: z.string(), replicate: count, loss: anyNumber })).optional(),
  refit: refit.optional(),
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
  /** Present where these trainings are done again on all examples. */
  readonly refit?: z.output<typeof refit>;
  /** Absent without a model; null where nothing was calibrated. */
  readonly conformal?: Conformal | null;
  /** What else could be handed over, with what was measured; absent without a model. */
  readonly alternatives?: readonly DeliveryAlternative[];
}
