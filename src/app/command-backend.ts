/** @file Trainers that are commands in any language: talked to from this process, in as many places as there are workers. */
import { given, InputError, type JsonValue } from '../core/index.js';
import type { Dataset } from '../datasets/index.js';
import type { CommandTrainerSpec } from '../experiment/index.js';
import {
  type CommandTrainerOptions,
  checkCommand,
  checkConfiguration,
  createCommandTrainer,
  type OpenedStretch,
  type SampleSource,
  watchCode,
} from '../trainers/index.js';
import { findSecrets } from './secrets.js';
import type { PlaceHere, TrainerBackend } from './trainer-backend.js';

const DEFAULT_PASS = 'json-file';

/** Of a single trial: nothing is shared out. */
const ALONE: PlaceHere = { number: 0, environment: {} };

/** @throws InputError when the command cannot be started or asks for what there is not. */
export async function createCommandBackend(
  spec: CommandTrainerSpec,
  baseFolder: string,
  dataset: Dataset | undefined,
): Promise<TrainerBackend> {
  checkCommand(spec, baseFolder);
  const { command, environment, files, checkSeeds } = spec;
  const source = sampleSource(spec, dataset);
  const code = await watchCode({ folder: baseFolder, start: { command }, environment, files });
  const options = (place: PlaceHere, stretch: OpenedStretch): CommandTrainerOptions => ({
    ...fixedOptions(spec, baseFolder, source),
    environment: { ...place.threads, ...environment, ...place.environment },
    codeFolders: code.folders,
    place: place.number,
    stretch,
  });
  const never = new AbortController().signal;
  const secrets = findSecrets(environment, spec.secrets);
  return {
    identity: identityOf(spec),
    secrets,
    code,
    ...given({ dataset }),
    ...(spec.sample === 'indices' && spec.examples !== undefined ? { poolCount: spec.examples } : {}),
    takesThreads: true,
    checksSeeds: checkSeeds,
    checkCandidates: (candidates) => {
      const told = { command: spec.command, pass: spec.pass ?? DEFAULT_PASS };
      for (const { configuration } of candidates) checkConfiguration(told, configuration);
    },
    training: {
      runs: 'here',
      createTrainer: (place, signal, stretch) => createCommandTrainer(options(place, stretch), signal),
      hasTimeout: spec.timeoutSeconds !== undefined,
    },
    createTrainer: (stretch) => createCommandTrainer(options(ALONE, stretch), never),
  };
}

function fixedOptions(
  { command, protocol, pass, loss, timeoutSeconds, startSeconds, memoryMiB }: CommandTrainerSpec,
  workingFolder: string,
  sample: SampleSource,
): Omit<CommandTrainerOptions, 'environment' | 'codeFolders' | 'place' | 'stretch'> {
  return {
    command,
    protocol,
    workingFolder,
    sample,
    pass: pass ?? DEFAULT_PASS,
    ...given({ loss }),
    startMs: startSeconds * 1000,
    limits: {
      ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
      ...given({ memoryMiB }),
    },
  };
}

function sampleSource({ sample, examples }: CommandTrainerSpec, dataset: Dataset | undefined): SampleSource {
  if (sample === 'seed') return { by: 'seed' };
  if (dataset !== undefined) return { by: sample, dataset };
  if (sample === 'indices' && examples !== undefined) return { by: 'indices', examples };
  throw new InputError({
    code: 'sample-without-data',
    what: `trainer.sample: ${sample} needs to know what samples are drawn from.`,
    allowed: sample === 'files' ? '`data`' : '`data`, or `examples`: how many training examples you have',
    fix: sample === 'files' ? 'Add `data`.' : 'Add `examples: <count>` to the trainer.',
  });
}

/** The command as it is written, and what it is told. How it is told, and its limits, do not change what a trial gives. */
function identityOf({ command, sample, examples, environment, loss }: CommandTrainerSpec): JsonValue {
  return { command, sample, examples: examples ?? null, environment, ...given({ loss }) };
}
