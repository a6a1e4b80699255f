/**
 * @file The user's own trainer as a command in any language: how its words in the experiment become what trains, and how Surefoot judges what
 * it predicts, which needs its data and not the command.
 */
import { defined, inputError, type JsonValue } from '../../core/index.js';
import { type Dataset, finalBlocks } from '../../engine/datasets/index.js';
import {
  type BaselineRequest,
  createBuiltInInspector,
  evaluateKept,
  evaluateTold,
  lossIdentity,
  measureBaselines,
} from '../../engine/inspection.js';
import type { CommandTrainerSpec } from '../../experiment/index.js';
import {
  type CommandTrainerOptions,
  checkCommand,
  checkConfiguration,
  createCommandTrainer,
  type Judge,
  type OpenedStretch,
  type SampleSource,
  tellByCommand,
  watchCode,
} from '../../trainers/index.js';
import { findSecrets } from './secrets.js';
import type { PlaceHere, TrainerBackend } from './trainer-backend.js';

const DEFAULT_PASS = 'json-file';

/** The place of a single trial: nothing is shared out. */
const ALONE: PlaceHere = { number: 0, environment: {} };

/** @throws InputError when the command cannot be started or asks for what there is not. */
export async function createCommandBackend(
  spec: CommandTrainerSpec,
  baseFolder: string,
  dataset: Dataset | undefined,
): Promise<TrainerBackend> {
  const loss = printedLoss(spec);
  checkCommand({ ...spec, loss }, baseFolder);
  const { command, environment, files, checkSeeds } = spec;
  const judged = judgedBy(spec, dataset);
  const source = sampleSource(spec, dataset);
  const code = await watchCode({ folder: baseFolder, start: { command }, environment, files });
  const options = (place: PlaceHere, stretch: OpenedStretch): CommandTrainerOptions => ({
    ...fixedOptions(spec, baseFolder, source),
    ...defined({ loss, judge: judged?.judge }),
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
    ...defined({ dataset, tell: spec.inspect && tellByCommand(spec.inspect, baseFolder, environment) }),
    ...(sampleOf(spec) === 'indices' && spec.examples !== undefined ? { poolCount: spec.examples } : {}),
    ...judged?.told,
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
  { command, protocol, pass, timeoutSeconds, startSeconds, memoryMiB }: CommandTrainerSpec,
  workingFolder: string,
  sample: SampleSource,
): Omit<CommandTrainerOptions, 'environment' | 'codeFolders' | 'place' | 'stretch'> {
  return {
    command,
    protocol,
    workingFolder,
    sample,
    pass: pass ?? DEFAULT_PASS,
    startMs: startSeconds * 1000,
    limits: {
      ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
      ...defined({ memoryMiB }),
    },
  };
}

/** How it gets its sample, where it says nothing of it, too. */
export function sampleOf({ sample, loss }: CommandTrainerSpec): 'seed' | 'indices' | 'files' {
  return sample ?? (lossName(loss) === undefined ? 'seed' : 'files');
}

/** What finds it in what is printed. */
export function printedLoss({ loss }: CommandTrainerSpec): CommandTrainerOptions['loss'] {
  return typeof loss === 'object' && 'pattern' in loss ? loss : undefined;
}

/** The loss by which predictions are judged, null for the default; undefined where they are not. */
function lossName(loss: CommandTrainerSpec['loss']): string | null | undefined {
  if (loss === 'predictions') return null;
  return loss !== undefined && 'predictions' in loss ? loss.predictions : undefined;
}

/**
 * How Surefoot judges what a command predicts: as a network of that loss.
 * @throws InputError without data, and for a loss that does not suit them.
 */
export function judgedBy({ loss: spec, sample }: CommandTrainerSpec, dataset: Dataset | undefined) {
  const name = lossName(spec);
  if (name === undefined) return undefined;
  if (dataset === undefined || sample === 'seed')
    throw inputError`predictions-without-sample: trainer.loss: predictions are judged by the examples of the selection set, and ${dataset === undefined ? 'the experiment has no `data`' : '`sample: seed` has the command draw its own examples'}.
      Allowed: \`data\`, with \`sample: files\` (the default then) or \`sample: indices\`
      Fix: ${dataset === undefined ? 'Add `data`, or have the command tell its loss.' : 'Leave `sample` out.'}`;
  const configuration = createBuiltInInspector(dataset).complete({
    layers: [],
    ...(name === null ? {} : { loss: name }),
  });
  const lossText = lossIdentity(configuration.loss, dataset);
  const judge: Judge = (predicted, samples) => evaluateTold(predicted, dataset, samples, configuration);
  const told: Pick<TrainerBackend, 'lossOf' | 'judgedAs' | 'judgeFinal' | 'baselines'> = {
    lossOf: () => lossText,
    judgedAs: configuration,
    judgeFinal: (predicted, { leavingOut = false }) => {
      const blocks = leavingOut ? finalBlocks(dataset) : undefined;
      return evaluateKept(predicted, dataset, dataset.final, configuration, blocks);
    },
    baselines: (_, needs) =>
      measureBaselines({ ...needs, dataset, loss: configuration.loss as BaselineRequest['loss'] }),
  };
  return { judge, told };
}

function sampleSource(spec: CommandTrainerSpec, dataset: Dataset | undefined): SampleSource {
  const { examples } = spec;
  const sample = sampleOf(spec);
  if (sample === 'seed') return { by: 'seed' };
  if (dataset !== undefined) return { by: sample, dataset };
  if (sample === 'indices' && examples !== undefined) return { by: 'indices', examples };
  throw inputError`sample-without-data: trainer.sample: ${sample} needs to know what samples are drawn from.
    Allowed: ${sample === 'files' ? '`data`' : '`data`, or `examples`: how many training examples you have'}
    Fix: ${sample === 'files' ? 'Add `data`.' : 'Add `examples: <count>` to the trainer.'}`;
}

/** The command as it is written, and what it is told. How it is told, and its limits, do not change what a trial gives. */
function identityOf(spec: CommandTrainerSpec): JsonValue {
  const { command, examples, environment, loss } = spec;
  return { command, sample: sampleOf(spec), examples: examples ?? null, environment, ...defined({ loss }) };
}
