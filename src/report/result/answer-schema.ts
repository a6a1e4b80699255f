/** @file What a result says about the winner and its rivals, as schemas: the verdict, figures side by side, the tie set. */
import { z } from 'zod';

/**
 * JSON has no infinity: it is written as a string, and read back as the number. The type is written out, since TypeScript
 * declares the inferred one with a key `[-Infinity]` that it refuses to read.
 */
export const anyNumber: z.ZodType<number, number | string> = z.union([
  z.number(),
  z.literal(['Infinity', '-Infinity']).transform(Number),
]);
export const count = z.int().nonnegative();
export const share = z.number().min(0).max(1);
export const ids = z.array(z.string()).readonly();

/** An end of an interval: null, with the reason beside it, where there is none on that side. */
const endOr = (none: number): z.ZodType<number, number | string | null> =>
  z.union([anyNumber, z.null().transform(() => none)]);

/** What an interval takes for granted: that no training is worse than the worst of these. */
const holdsUnder = z.strictObject({ collapsed: count.nullable(), of: count, atMost: share, confidence: share });

export const interval = z.union([
  z.strictObject({
    low: endOr(Number.NEGATIVE_INFINITY),
    high: endOr(Number.POSITIVE_INFINITY),
    level: z.number(),
    method: z.string(),
    basis: z.string(),
    n: count,
    open: z.string().optional(),
    holdsUnder: holdsUnder.optional(),
  }),
  z.strictObject({
    reason: z.string(),
    n: count,
    beyond: z.strictObject({ confidence: share, share }).optional(),
  }),
]);

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

export const verdict = z.enum(['decided', 'tied', 'stopped']);

export const tolerance = z.strictObject({
  value: z.number().nonnegative(),
  kind: z.enum(['absolute', 'share', 'retraining']),
  confidence: share,
  level: z.enum(['end', 'any-look', 'none']),
  spansAll: z.boolean(),
  refused: z.boolean(),
  comparedOn: z.enum(['losses', 'logarithms', 'reciprocals']),
  basis: z.literal('distribution-free').optional(),
});

export const setAside = z.strictObject({
  candidates: count,
  fewerThan: count,
  spreadTimes: z.number().min(1),
  meaning: z.string().optional(),
});

/** What a race knows of candidates, most of which it may never have trained. */
export const search = z.strictObject({
  prior: z.enum(['guarded', 'full']),
  candidates: count,
  isDrawn: z.boolean(),
  tried: count,
  proposed: count.optional(),
  refused: count.optional(),
  untriedOpen: count,
  amongTried: anyNumber,
  audit: z.strictObject({ drawn: count, tried: count, open: count, atMost: share }).nullable(),
  // Absent where nothing was known before.
  from: z
    .array(
      z.strictObject({
        source: z.string(),
        configurations: count,
        // Trials that are left out; absent where all have a finite value.
        withoutValue: count.optional(),
        both: count,
        tau: z.number().nullable(),
        interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
        used: z.boolean().nullable(),
      }),
    )
    .readonly()
    .optional(),
});
export type ResultSearch = z.output<typeof search>;

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

export const requirement = z.strictObject({
  criterion: z.string(),
  within: z.string(),
  best: z.string().nullable(),
  bestValue: anyNumber,
  value: anyNumber.nullable(),
  atMost: z.number().nullable(),
  isShown: z.boolean(),
  beyond: z.array(z.string()).readonly(),
});

const requiredMetric = z.strictObject({
  metric: z.string(),
  criterion: z.string(),
  below: z.number().optional(),
  above: z.number().optional(),
  isConstant: z.boolean(),
  candidates: z
    .array(
      z.strictObject({
        candidate: z.string(),
        value: anyNumber.nullable(),
        low: anyNumber,
        high: anyNumber,
        n: count,
        standing: z.enum(['met', 'unmet', 'open']),
      }),
    )
    .readonly(),
});

/** What is required of metrics, and how everybody who was trained stands to it; `refused` cannot win by it. */
export const requirements = z.strictObject({
  delta: share,
  metrics: z.array(requiredMetric).readonly(),
  refused: ids,
});

export const steadier = z.strictObject({
  candidate: z.string(),
  ratio: z.number(),
  low: z.number(),
  high: anyNumber,
  level: share,
  n: count,
  bound: anyNumber,
});

export const unconfirmed = z.strictObject({
  expected: anyNumber,
  expectedWorst: anyNumber,
  freshBest: anyNumber,
  level: share,
  n: count,
});

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

const standing = z.enum(['tied', 'close', 'worse', 'behind', 'undecided']);

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

/** What probation found; `passed`: the winner has passed, `failed`: nobody has, `open`: a budget ended it before. */
export const reliability = z.strictObject({
  share,
  status: z.enum(['passed', 'failed', 'open']),
  members: z
    .array(
      z.strictObject({
        candidate: z.string(),
        status: z.enum(['waiting', 'open', 'passed', 'failed']),
        begun: count,
        failed: count,
        collapsed: count,
        passesAfter: count,
      }),
    )
    .readonly(),
});

export const member = z.strictObject({
  rank: count.min(1),
  candidate: z.string(),
  label: z.string(),
  standing: z.union([z.literal('winner'), standing]).nullable(),
  fresh: figures.extend({ interval }).nullable(),
  race: figures.extend({ winner: anyNumber.nullable() }).nullable(),
  // Absent in results that were written before there was this.
  collapses: collapses.nullable().default(null),
});

const rival = z.strictObject({
  candidate: z.string(),
  n: count,
  difference: anyNumber,
  interval,
  effectSize: z.number(),
  pValue: z.number().optional(),
  trialsToSettle: anyNumber.optional(),
  standing,
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
export type ResultReliability = z.output<typeof reliability>;
export type ResultCollapses = z.output<typeof collapses>;
export type ResultPasses = z.output<typeof passesSchema>;
export type ResultTolerance = z.output<typeof tolerance>;
export type ResultRequirement = z.output<typeof requirement>;
export type ResultRequirements = z.output<typeof requirements>;
export type ResultRequiredMetric = z.output<typeof requiredMetric>;
export type ResultNeverWorked = z.output<typeof neverWorkedSchema>;
export type ResultUnconfirmed = z.output<typeof unconfirmed>;
export type ResultFigures = z.output<typeof figures>;
export type ResultMember = z.output<typeof member>;
export type ResultTieSet = z.output<typeof tieSet>;
