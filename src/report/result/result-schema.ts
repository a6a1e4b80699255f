/** @file `result.json` as a schema: the one definition of its fields; docs/result-format.md says what they mean. */
import { z } from 'zod';
import type { JsonObject } from '../../core/index.js';

export const RESULT_FORMAT = 'surefoot-result';
export const RESULT_VERSION = 1;

/**
 * JSON has no infinity: it is written as a string, and read back as the number. The type is written out, since TypeScript
 * declares the inferred one with a key `[-Infinity]` that it refuses to read.
 */
const anyNumber: z.ZodType<number, number | string> = z.union([
  z.number(),
  z.literal(['Infinity', '-Infinity']).transform(Number),
]);
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const ids = z.array(z.string()).readonly();
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const interval = z.union([
  z.strictObject({
    low: anyNumber,
    high: anyNumber,
    level: z.number(),
    method: z.string(),
    basis: z.string(),
    n: count,
  }),
  z.strictObject({
    reason: z.string(),
    n: count,
    beyond: z.strictObject({ confidence: share, share }).optional(),
  }),
]);

const criterion = z.strictObject({ name: z.string(), value: anyNumber, interval });

const choice = z.strictObject({
  candidate: z.string(),
  label: z.string(),
  configuration: jsonObject,
  criterion,
  trials: count,
  ties: ids,
  final: z.record(z.string(), anyNumber).nullable(),
  model: z.string().nullable(),
  artifacts: z.record(z.string(), z.string()),
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
  used: count,
  exhaustive: count,
  saved: share,
  completed: count,
  diverged: count,
  failed: count,
  timedOut: count,
});

const candidate = z.strictObject({
  rank: count.min(1),
  id: z.string(),
  label: z.string(),
  trials: count,
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
});

const rival = z.strictObject({
  candidate: z.string(),
  n: count,
  difference: anyNumber,
  interval,
  effectSize: z.number(),
  pValue: z.number().optional(),
  trialsToSettle: anyNumber.optional(),
  standing: z.enum(['tied', 'close', 'worse', 'undecided']),
});

const tieSet = z.strictObject({
  alpha: z.number(),
  correction: z.enum(['holm', 'simultaneous']),
  test: z.string(),
  tied: ids,
  undecided: ids,
  rivals: z.array(rival).readonly(),
});

const figure = z.strictObject({ value: anyNumber, low: anyNumber, high: anyNumber });

const replay = z.strictObject({
  replicates: count,
  recorded: count,
  best: z.strictObject({ candidate: z.string(), value: anyNumber }),
  value: anyNumber.nullable(),
  regret: anyNumber.nullable(),
  simulation: z
    .strictObject({ orders: count, cost: figure, correct: figure, regret: figure, decided: figure })
    .nullable(),
});

const code = z.strictObject({
  files: z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.string()),
  changed: ids,
});

export const resultSchema = z.strictObject({
  format: z.literal(RESULT_FORMAT),
  version: z.literal(RESULT_VERSION),
  name: z.string(),
  status: z.enum(['decided', 'exhausted', 'budget', 'interrupted', 'running']),
  direction: z.enum(['minimize', 'maximize']),
  criterion: z.strictObject({
    name: z.string(),
    onLosses: z.string(),
    version: z.union([z.number(), z.string()]).optional(),
  }),
  choice: choice.nullable(),
  survivors: ids,
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
  }),
  identity: z.string(),
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
export type ResultChoice = z.output<typeof choice>;
export type ResultCandidate = z.output<typeof candidate>;
export type ResultTieSet = z.output<typeof tieSet>;
export type ResultReplay = z.output<typeof replay>;
export type ResultInterval = z.output<typeof interval>;
