/**
 * @file What a run tells its workers: enough to make the same trainer, and to see that it is the same, part by part. Secrets are never
 * told: a run whose trainer needs them has its workers started with the experiment.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import {
  type AskedScore,
  type Candidate,
  defined,
  hashJson,
  type InputError,
  inputError,
  isOfEngine,
  type JsonObject,
  type JsonValue,
  type OfferedRun,
  type RunHeader,
  type ThreadVariables,
} from '../../core/index.js';
import { dataSpecSchema } from '../../engine/datasets/index.js';
import {
  demandOf,
  differenceClauses,
  modelTrainers,
  racedTrainerSchema,
  resourcesSchema,
  type TrialDemand,
} from '../../experiment/index.js';
import { createBackendHere, type TrainedExperiment, type TrainerHere } from '../ask/create-backend.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { candidatesOf, identityOf } from '../ask/prepare-experiment.js';
import { hidesSecrets } from '../ask/secrets.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import { differencesThatMatter, environmentHere } from '../environment.js';

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
  /** What a training may give in place of a loss. */
  score: z.object({ name: z.string(), direction: z.enum(['minimize', 'maximize']) }).optional(),
  /** Hashes and versions of the user's code; null where the built-in trainer trains. */
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
  readonly score?: AskedScore | undefined;
  readonly code: { readonly files: Readonly<Record<string, string>> } | null;
  readonly candidates: readonly Candidate[];
}

/** `header.experiment` holds the experiment as it was read, without secrets. */
export function offerPayload(
  header: RunHeader,
  candidates: readonly Candidate[],
  code: TrainerBackend['code'],
  { predictionsFrom, score }: Pick<OfferedExperiment, 'predictionsFrom' | 'score'> = {},
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
    hidesSecrets: hidesSecrets(header.experiment),
    environment: environmentHere(),
    ...defined({ threads: header.threads, predictionsFrom, score }),
    code: code?.watch.state ?? null,
    candidates: deflateRawSync(JSON.stringify(listed)).toString('base64'),
  };
  return payload as JsonObject;
}

/** @throws InputError (`offer-unreadable`) for what another version, or another program, offers. */
export function readOffered({ name, payload }: OfferedRun): OfferedExperiment {
  try {
    const { data, trainer, resources, candidates, baseFolder, ...read } = payloadSchema.parse(payload);
    const text = inflateRawSync(Buffer.from(candidates, 'base64'), { maxOutputLength: MOST_CANDIDATE_BYTES });
    const listed = candidatesSchema.parse(JSON.parse(text.toString('utf8')));
    const spec = racedTrainerSchema.parse(trainer);
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

/** A trainer as this machine has made it. */
export interface OwnTrainer extends TrainerHere {
  readonly demand: TrialDemand;
  readonly seed: number;
  /** The experiment's, where it names any. */
  readonly workers: number | undefined;
  /** The name of the experiment; undefined where it was offered. */
  readonly name: string | undefined;
  /** Whether the space of the experiment has this configuration; undefined where the space itself was offered. */
  readonly hasInSpace: ((configuration: JsonObject) => boolean) | undefined;
}

/** From an experiment that the user has given. @throws InputError when its trainer or its data cannot be used. */
export async function prepareOwn(source: SourcedExperiment): Promise<OwnTrainer> {
  const { seed, workers, name } = source.draft;
  const here = await createBackendHere(source);
  const { backend } = here;
  await backend.requireReady?.();
  const spaces = source.draft.spaces.filter(({ name, place }) => place !== 'models' || !here.lacking.has(name ?? ''));
  const trained = { ...source, draft: { ...source.draft, spaces } };
  let space: ReadonlySet<string> | undefined;
  return {
    ...here,
    demand: demandOf(source.draft),
    seed,
    workers,
    name,
    hasInSpace: (configuration) => {
      space ??= new Set(candidatesOf(trained, backend).candidates.map((own) => hashJson(own.configuration)));
      return space.has(hashJson(configuration));
    },
  };
}

/**
 * From what is offered; `isOwn`: only this user can have written it, or it is signed.
 * @throws InputError where it takes an experiment, or where trainer or data cannot be made.
 */
export async function prepareOffered(run: OfferedRun, isOwn: boolean): Promise<OwnTrainer> {
  const offered = readOffered(run);
  if (offered.hidesSecrets) throw needsExperiment(run, 'its trainer has secrets, which are not offered');
  if (!isOwn) throw needsExperiment(run, 'other users can write where it is offered, and it is not signed');
  const here = await createBackendHere(offered);
  await here.backend.requireReady?.();
  const { demand, seed } = offered;
  return { ...here, demand, seed, workers: undefined, name: undefined, hasInSpace: undefined };
}

/** Whether a worker of this experiment is to look at the run: it has the name, or is the same in all that counts. */
export function isForUs(run: OfferedRun, own: OwnTrainer): boolean {
  if (run.name === own.name) return true;
  const { salt } = run.payload;
  return run.signature === identityOf(own.backend, own.seed, typeof salt === 'string' ? salt : '').identity;
}

/**
 * Gives the notice of a difference that was accepted.
 * @throws InputError (`run-differs`) for a run whose losses could not be those of this worker.
 */
export function requireSame(run: OfferedRun, own: OwnTrainer, acceptsDifferences: boolean): readonly string[] {
  const offered = readOffered(run);
  const { identity, parts } = identityOf(own.backend, own.seed, offered.salt);
  if (identity !== run.signature) {
    const was = offered.identityParts;
    const differing = differenceClauses(was, parts);
    const what = differing.length > 0 ? differing : ['it is offered under another signature'];
    const isOtherEngine = was.engine !== undefined && parts.engine !== undefined && was.engine !== parts.engine;
    throw differs(
      run,
      what,
      isOtherEngine
        ? 'Start run and workers with the same version of Surefoot.'
        : 'Give the experiment of the run, with the same data.',
    );
  }
  const code = own.backend.code?.watch.changedSince(offered.code?.files ?? {}) ?? [];
  if (code.length > 0) {
    throw differs(run, [`the code differs here: ${code.join(', ')}`], 'Bring the same code to both machines.');
  }
  return otherMachine(run, offered, acceptsDifferences);
}

/** Models of a run that this machine has, and why it lacks the others. */
export interface ModelsHere {
  /** Absent where it lacks none. */
  readonly models?: readonly string[];
  readonly lacking: ReadonlyMap<string, string>;
}

/** To be asked after {@link requireSame}. @throws InputError (`run-differs`) where there is none that it could train. */
export function modelsHere(
  run: OfferedRun,
  { draft, code }: Pick<OfferedExperiment, 'draft' | 'code'>,
  { backend, lacking }: OwnTrainer,
): ModelsHere {
  const missing = backend.code?.missing?.(code?.files ?? {}) ?? new Map<string, readonly string[]>();
  const all = new Map(lacking);
  for (const [name, files] of missing) all.set(name, `the file that trains it is not there (${files.join(', ')})`);
  if (all.size === 0) return { lacking: all };
  const models = Object.keys(modelTrainers(draft.trainer) ?? {}).filter((name) => !all.has(name));
  if (models.length === 0) throw differs(run, [...all.values()], 'Bring the code of a model to this machine.');
  return { models, lacking: all };
}

function otherMachine(
  run: OfferedRun,
  { environment, identityParts }: OfferedExperiment,
  isAccepted: boolean,
): readonly string[] {
  const differences = differencesThatMatter(environment, environmentHere(), isOfEngine(identityParts));
  if (differences.length === 0) return [];
  const text = `losses may differ in their last digits (${differences.join('; ')})`;
  if (isAccepted) return [text];
  throw differs(
    run,
    [text],
    'Use equal machines and versions. Or go on with --accept-differences; the log then says so.',
  );
}

function differs({ name }: OfferedRun, differences: readonly string[], fix: string): InputError {
  return inputError`run-differs: The run "${name}" differs from what this worker would train: ${differences.join('; ')}.
    Allowed: the same data, trainer, code and seed, and a machine that gives the same losses
    Fix: ${fix}`;
}

function needsExperiment({ name }: OfferedRun, why: string): InputError {
  return inputError`experiment-needed: The run "${name}" cannot be served from its offer alone: ${why}.
    Allowed: the experiment file of the run, on this machine
    Fix: Name it: surefoot worker ADDRESS experiment.yaml. Or give run and worker one key, with --key-file FILE.`;
}
