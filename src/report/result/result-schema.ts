/** @file `result.json` as a schema: the one definition of its fields; docs/result-format.md says what they mean. */
import { z } from 'zod';
import type { JsonObject } from '../../core/index.js';
import {
  anyNumber,
  collapses,
  count,
  ids,
  interval,
  raceClaims,
  share,
} from '../../questions/race/plan/answer-schema.js';
import {
  baseline,
  deliveredSchema,
  expected,
  finalDistribution,
  member,
  neverWorkedSchema,
  overtuning,
  passesSchema,
  recheck,
  simplest,
  tieSet,
} from './figure-schema.js';

export const RESULT_FORMAT = 'surefoot-result';
export const RESULT_VERSION = 3;

const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const criterion = z.strictObject({
  name: z.string(),
  value: anyNumber,
  from: z.enum(['fresh', 'choosing']),
  interval,
  race: z.strictObject({ value: anyNumber.nullable(), trials: count }),
});

const engine = z.strictObject({ version: count.nullable(), onnxruntime: z.string().nullable() });

const winner = z.strictObject({
  candidate: z.string(),
  label: z.string(),
  configuration: jsonObject,
  criterion,
  trials: count,
  ties: ids,
  final: z.record(z.string(), anyNumber).nullable(),
  finalDistribution: finalDistribution.nullable(),
  expected: expected.nullable(),
  model: z.string().nullable(),
  // Why there is none, where there should be one.
  noModel: z.string().optional(),
  artifacts: z.record(z.string(), z.string()),
  // Absent in results that were written before there was this.
  delivered: deliveredSchema.nullable().default(null),
  // Likewise.
  collapses: collapses.nullable().default(null),
  passes: passesSchema.optional(),
});

const decision = z.strictObject({
  round: count,
  rule: z.string(),
  survivors: ids,
  eliminated: ids,
  incumbent: z.string(),
  incumbentValue: anyNumber,
  idle: ids.optional(),
  woken: ids.optional(),
  evidence: z
    .array(
      z.strictObject({
        candidate: z.string(),
        statistic: anyNumber.optional(),
        pValue: z.number().optional(),
        n: count,
        correction: z.string().optional(),
        reason: z.string().optional(),
      }),
    )
    .readonly(),
});

const trials = z.strictObject({
  begun: count,
  budget: count.nullable(),
  again: count,
  seedCheck: count,
  forModels: count,
  used: count,
  race: count,
  fresh: count,
  exhaustive: count,
  saved: share,
  completed: count,
  diverged: count,
  failed: count,
  timedOut: count,
  // Absent where none was taken over from another run.
  takenOver: z
    .array(z.strictObject({ from: z.string(), trials: count }))
    .readonly()
    .optional(),
  unused: z.strictObject({ trials: count, seconds: z.number().nonnegative() }),
});

const candidate = z.strictObject({
  rank: count.min(1),
  id: z.string(),
  label: z.string(),
  configuration: jsonObject,
  trials: count,
  fresh: count,
  criterion: anyNumber.nullable(),
  eliminatedAt: count.nullable(),
  divergedRate: share,
  failedRate: share,
});

const stretch = z.strictObject({
  startedAt: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  workers: count,
  environment: jsonObject,
  // Absent where it trained.
  from: z.string().optional(),
});

const figure = z.strictObject({ value: anyNumber, low: anyNumber, high: anyNumber });

const replay = z.strictObject({
  replicates: count,
  recorded: count,
  trials: count,
  complete: count,
  missing: count,
  best: z.strictObject({ candidate: z.string(), value: anyNumber }).nullable(),
  value: anyNumber.nullable(),
  regret: anyNumber.nullable(),
  simulation: z
    .strictObject({
      orders: count,
      cost: figure,
      correct: figure,
      // Absent in results that were written before there was this.
      within: figure.nullable().default(null),
      regret: figure,
      decided: figure,
    })
    .nullable(),
});

const code = z.strictObject({
  files: z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.string()),
  changed: ids,
});

const column = z.strictObject({
  name: z.string(),
  role: z.enum(['input', 'feature', 'target', 'weights', 'split', 'left out']),
  type: z.enum(['number', 'category', 'date']).nullable(),
  unit: z.string().nullable(),
  encoding: z.enum(['number', 'one-hot', 'embedding', 'date', 'class']).nullable(),
  width: count,
  missing: z.enum(['refused', 'mean', 'mean and indicator', 'own category', 'no category']).nullable(),
  fill: z.number().nullable(),
  categoryCount: count.nullable(),
  categories: z.array(z.string()).readonly().nullable(),
  reason: z.string().nullable(),
  scale: z.string().nullable(),
});

export const resultSchema = z.strictObject({
  format: z.literal(RESULT_FORMAT),
  version: z.literal(RESULT_VERSION),
  log: z
    .strictObject({ id: z.string(), outcomes: count, decisions: count, conclusions: count, chain: z.string() })
    .nullable(),
  // The number of `surefoot status`; null for a replay.
  question: count.min(1).nullable(),
  forgotten: count,
  name: z.string(),
  status: z.enum(['decided', 'exhausted', 'budget', 'interrupted', 'running']),
  direction: z.enum(['minimize', 'maximize']),
  metric: z.string().nullable(),
  criterion: z.strictObject({
    name: z.string(),
    onLosses: z.string(),
    version: z.union([z.number(), z.string()]).optional(),
    divergence: z.enum(['infinite', 'share']).optional(),
  }),
  ...raceClaims.shape,
  winner: winner.nullable(),
  survivors: ids,
  untried: ids,
  neverWorked: z.array(neverWorkedSchema).readonly().prefault([]),
  overtuning: overtuning.optional(),
  // Absent where candidates were not found by another search.
  recheck: recheck.optional(),
  members: z.array(member).readonly(),
  baselines: z.array(baseline).readonly(),
  // Absent without one, and where the final set was not touched.
  simplest: simplest.nullable().optional(),
  decisions: z.array(decision).readonly(),
  trials,
  candidates: z.array(candidate).readonly(),
  plan: jsonObject,
  seeds: z.strictObject({ experiment: z.number(), streams: ids, derivation: z.string() }),
  data: z.strictObject({
    name: z.string(),
    hash: z.string(),
    simulated: z.boolean(),
    split: z.record(z.string(), count),
    task: z.enum(['classification', 'regression']).nullable(),
    inputShape: z.array(count).readonly().nullable(),
    classes: ids,
    columns: z.array(column).readonly().nullable(),
  }),
  identity: z.string(),
  // Absent in results that were written before there was this.
  engine: z.array(engine).readonly().nullable().default(null),
  environment: jsonObject,
  code: code.nullable(),
  stretches: z.array(stretch).readonly(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  seconds: z.number().nonnegative(),
  command: z.string().nullable(),
  notices: z.array(z.strictObject({ kind: z.string(), text: z.string(), at: z.iso.datetime() })).readonly(),
  tieSet: tieSet.nullable(),
  replay: replay.nullable(),
});

/** The content of `result.json`, numbers as numbers. */
export type Result = z.output<typeof resultSchema>;
export type ResultChoice = z.output<typeof winner>;
export type ResultCandidate = z.output<typeof candidate>;
export type ResultReplay = z.output<typeof replay>;
