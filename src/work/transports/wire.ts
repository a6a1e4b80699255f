/**
 * @file Offers, outcomes, runs and workers as text between machines: everything that is read is checked. Numbers that
 * JSON does not have go by their names.
 */
import { z } from 'zod';
import {
  type Delivery,
  FAILURE_STATUSES,
  type JsonObject,
  type JsonValue,
  type Needs,
  type Offer,
  type OfferedRun,
  OUTCOME_STATUSES,
  type Outcome,
  readNumber,
  type WorkerReport,
  writableNumber,
} from '../../core/index.js';

const count = z.int().nonnegative();
const text = z.string().max(100_000);
const json: z.ZodType<JsonObject> = z.record(z.string(), z.custom<JsonValue>());
/** Infinity and NaN as well. */
const number = z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN'])]).transform(readNumber);
const amount = z.number().positive().optional();

/** Of a message; see `seals.ts`. */
const sealSchema = z.string().max(200).optional();

const trialSchema = z.object({
  candidate: z.string().min(1).max(200),
  streams: z.object({ init: count, sample: count, order: count, noise: count, split: count.optional() }),
  fidelity: z.object({ sampleSize: count }),
  repeat: count,
});

const modelName = z.string().min(1).max(40);
const needsSchema = z.object({
  ...{ cpus: amount, gpus: amount, memoryMiB: amount, minutes: amount },
  model: modelName.optional(),
});

const failureSchema = z.object({ kind: text, message: text });
const texts = z.record(z.string(), z.string());
const loadedSchema = z.object({ files: texts, versions: texts });

const outcomeSchema = z.object({
  trial: trialSchema,
  status: z.enum(OUTCOME_STATUSES),
  loss: number,
  lossOf: text.optional(),
  metrics: z.record(z.string(), number),
  lossPerEpoch: z.array(number),
  seconds: z.number().nonnegative(),
  failure: failureSchema.optional(),
  retried: z.array(failureSchema).optional(),
  artifacts: z.record(z.string(), text).optional(),
  artifactSums: z
    .record(z.string(), z.object({ bytes: count, sha256: z.string().regex(/^[0-9a-f]{1,128}$/) }))
    .optional(),
  loadedCode: loadedSchema.optional(),
  predictionsFlaw: text.optional(),
  predicted: z.string().optional(),
});

const answerSchema = z.object({ id: z.string(), worker: z.string(), seal: sealSchema, outcome: z.unknown() });

const offerSchema = z.object({
  trial: trialSchema,
  attempt: z.int().positive(),
  needs: needsSchema,
  earlier: z.array(failureSchema).optional(),
  past: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional(),
  configuration: json.optional(),
  seal: sealSchema,
});

const RUN_ID = /^[\w-]{1,100}$/;

const runSchema = z.object({
  id: z.string().regex(RUN_ID),
  signature: z.string().min(1).max(200),
  name: z.string().max(1000),
  payload: json,
  seal: sealSchema,
});

/** Of one worker. */
const MOST_MODELS = 1000;

const reportSchema = z.object({
  id: z.string().regex(/^[\w.-]{1,200}$/),
  host: z.string().max(300),
  pid: count,
  places: count,
  has: z.object({
    cpus: z.number().nonnegative().optional(),
    gpus: z.number().nonnegative().optional(),
    memoryMiB: z.number().nonnegative().optional(),
    minutes: z.number().nonnegative().optional(),
    models: z.array(modelName).max(MOST_MODELS).optional(),
  }),
  environment: json,
  seal: sealSchema,
});

/** A seal as a member, where there is one. */
export function sealed(seal: string | undefined): { readonly seal?: string } {
  return seal === undefined ? {} : { seal };
}

/** An outcome on its way. */
export type SentOutcome = Pick<Delivery, 'id' | 'worker' | 'seal' | 'outcome'>;

/** Why an outcome contradicts itself, whatever its trainer gave; undefined where it does not. */
function contradiction({ status, loss, failure }: z.output<typeof outcomeSchema>): string | undefined {
  if ((status === 'completed') !== Number.isFinite(loss)) return `it is ${status}, with loss ${loss}`;
  if (Number.isNaN(loss) || loss === Number.NEGATIVE_INFINITY) return `its loss is ${loss}`;
  const isFailed = FAILURE_STATUSES.includes(status);
  return isFailed === (failure !== undefined) ? undefined : `it is ${status}, with${isFailed ? 'out' : ''} a failure`;
}

/** Of an outcome as text, without files. */
export const MOST_OUTCOME_BYTES = 16 * 2 ** 20;

/** The text that the functions below read. */
export function toWire(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) => writableNumber(member));
}

/** What a value read as JSON says; each throws where it says something else. */
export const fromWire = {
  offer: (value: unknown): Offer => offerSchema.parse(value) as Offer,
  /** With an outcome that is read as such. */
  answer: (value: unknown): SentOutcome => {
    const { id, worker, seal, outcome } = answerSchema.parse(value);
    return { id, worker, ...sealed(seal), outcome: fromWire.outcome(outcome) };
  },
  outcome: (value: unknown): Outcome => {
    const outcome = outcomeSchema.parse(value);
    const flaw = contradiction(outcome);
    if (flaw !== undefined) throw new Error(flaw);
    return outcome as Outcome;
  },
  needs: (value: unknown): Needs => needsSchema.parse(value) as Needs,
  run: (value: unknown): OfferedRun => runSchema.parse(value) as OfferedRun,
  report: (value: unknown): WorkerReport => reportSchema.parse(value) as WorkerReport,
};

/** What is wrong with something that could not be read, as a clause and without its content, which may be meant to harm. */
export function flawText(what: string, error: unknown): string {
  if (error instanceof SyntaxError) return `it is not JSON, so not ${what}`;
  if (!(error instanceof z.ZodError)) return `it is not ${what}: ${(error as Error).message.slice(0, 200)}`;
  const { path = [], message = '' } = error.issues[0] ?? {};
  return `it is not ${what}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`.slice(0, 300);
}
