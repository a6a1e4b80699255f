/** @file What a result says beside the claims of a race, as schemas: figures side by side, baselines, collapses, the tie set. */
import { z } from 'zod';
import {
  anyNumber,
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

/** How often a candidate's trainings failed and collapsed, over all that were begun; `bar` as losses, or scores, are shown, null where only what diverged has collapsed. */
export const collapses = z.strictObject({
  by: z.enum(['setting', 'baseline', 'spread', 'divergence']),
  bar: z.number().nullable(),
  begun: count,
  failed: count,
  collapsed: count,
  best: anyNumber,
  from: z.enum(['fresh', 'race']),
  atMost: share.nullable(),
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
export type ResultCollapses = z.output<typeof collapses>;
export type ResultPasses = z.output<typeof passesSchema>;
export type ResultNeverWorked = z.output<typeof neverWorkedSchema>;
export type ResultFigures = z.output<typeof figures>;
export type ResultMember = z.output<typeof member>;
export type ResultTieSet = z.output<typeof tieSet>;
