/**
 * @file What a run tells its workers: enough to make the same trainer, and to see that it is the same. Secrets are never told: whoever
 * needs them starts its workers with the experiment.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import {
  type Candidate,
  given,
  inputError,
  type JsonObject,
  type JsonValue,
  MASKED,
  type OfferedRun,
  type RunHeader,
  type ThreadVariables,
} from '../../core/index.js';
import { dataSpecSchema } from '../../engine/datasets/index.js';
import { demandOf, resourcesSchema, type TrialDemand, trainerSchema } from '../../experiment/index.js';
import type { TrainedExperiment } from '../ask/create-backend.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import { environmentHere } from '../environment.js';

const VERSION = 1;
/** Text of all candidates, once it is read. */
const MOST_CANDIDATE_BYTES = 2 ** 30;

const json: z.ZodType<JsonObject> = z.record(z.string(), z.custom<JsonValue>());
const count = z.int().nonnegative();
const texts = z.record(z.string(), z.string());

const payloadSchema = z.object({
  version: z.literal(VERSION),
  data: json.nullable(),
  trainer: z.union([z.string(), json]),
  resources: json,
  baseFolder: z.string(),
  seed: z.int(),
  salt: z.string(),
  identityParts: texts,
  hidesSecrets: z.boolean(),
  environment: json,
  /** For commands; absent where the log does not tell. */
  threads: texts.optional(),
  /** The first replicate whose trials keep their predictions; absent where none does. */
  predictionsFrom: count.optional(),
  /** Of the user's code; null where the built-in trainer trains. */
  code: z.object({ files: texts, versions: texts }).nullable(),
  /** Ids and configurations: JSON, deflated, in base64. */
  candidates: z.string(),
});

const candidatesSchema = z.array(z.tuple([z.string(), json]));

export interface OfferedExperiment extends TrainedExperiment {
  /** What is offered runs code of the user's, and not the built-in trainer. */
  readonly runsCode: boolean;
  readonly demand: TrialDemand;
  /** Secrets of its trainer stand as `***`. */
  readonly hidesSecrets: boolean;
  readonly seed: number;
  readonly salt: string;
  readonly identityParts: Readonly<Record<string, string>>;
  readonly environment: JsonObject;
  readonly threads?: ThreadVariables | undefined;
  readonly predictionsFrom?: number | undefined;
  readonly code: { readonly files: Readonly<Record<string, string>> } | null;
  readonly candidates: readonly Candidate[];
}

/** `header.experiment` holds the experiment as it was read, without secrets. */
export function offerPayload(
  header: RunHeader,
  candidates: readonly Candidate[],
  code: TrainerBackend['code'],
  predictionsFrom?: number,
): JsonObject {
  const {
    data = null,
    trainer = 'network',
    resources = {},
    baseFolder,
  } = header.experiment as Readonly<Record<string, JsonValue>>;
  const listed = candidates.map(({ id, configuration }) => [id, configuration]);
  const payload: z.input<typeof payloadSchema> = {
    version: VERSION,
    data: data as JsonObject | null,
    trainer: trainer as JsonObject,
    resources: resources as JsonObject,
    baseFolder: String(baseFolder),
    seed: header.seed,
    salt: header.salt ?? '',
    identityParts: header.identityParts,
    hidesSecrets: JSON.stringify([trainer, data]).includes(MASKED),
    environment: environmentHere(),
    ...given({ threads: header.threads, predictionsFrom }),
    code: code?.watch.state ?? null,
    candidates: deflateRawSync(JSON.stringify(listed)).toString('base64'),
  };
  return payload as JsonObject;
}

/** @throws InputError (`offer-unreadable`) for what another version offers, or nobody of ours. */
export function readOffered({ name, payload }: OfferedRun): OfferedExperiment {
  try {
    const { data, trainer, resources, candidates, baseFolder, ...read } = payloadSchema.parse(payload);
    const text = inflateRawSync(Buffer.from(candidates, 'base64'), { maxOutputLength: MOST_CANDIDATE_BYTES });
    const listed = candidatesSchema.parse(JSON.parse(text.toString('utf8')));
    const spec = trainerSchema.parse(trainer);
    return {
      ...read,
      draft: { trainer: spec, ...(data === null ? {} : { data: dataSpecSchema.parse(data) }) },
      baseFolder,
      demand: demandOf({ trainer: spec, resources: resourcesSchema.parse(resources) }),
      runsCode: typeof spec === 'object',
      candidates: listed.map(([id, configuration]) => ({ id, label: id, configuration })),
    };
  } catch (cause) {
    throw inputError`offer-unreadable: The run "${name.slice(0, 200)}" was offered by another version of Surefoot, which this one cannot read.
      Allowed: runs that the same version of Surefoot offers
      Fix: Start run and workers with the same version of Surefoot.
      Cause: ${cause}`;
  }
}
