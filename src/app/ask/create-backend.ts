/**
 * @file Creates the trainer that an experiment asks for. The user's own is trained with here: a function in this process, a module that
 * worker processes load, or a command in any language, talked to from this process, in as many places as there are workers.
 */
import { resolve } from 'node:path';
import { defined, InputError, inputError, type JsonValue, type RunHeader } from '../../core/index.js';
import { type Dataset, finalBlocks, loadDataset } from '../../engine/datasets/index.js';
import {
  type BaselineRequest,
  createBuiltInInspector,
  evaluateKept,
  evaluateTold,
  lossIdentity,
  measureBaselines,
} from '../../engine/inspection.js';
import {
  type CommandTrainerSpec,
  type ModelTrainers,
  type ModuleTrainerSpec,
  modelTrainers,
  type TrainerSpec,
} from '../../experiment/index.js';
import {
  type CommandTrainerOptions,
  checkCommand,
  checkConfiguration,
  createCommandTrainer,
  createFunctionTrainer,
  type Judge,
  loadTrainModule,
  type OpenedStretch,
  type SampleSource,
  type TrainFunction,
  tellByCommand,
  tellByFunction,
  watchCode,
  watchFunction,
} from '../../trainers/index.js';
import type { CustomParts } from './custom-parts.js';
import { loggedExperiment, type SourcedExperiment } from './experiment-source.js';
import { combineBackends } from './models-backend.js';
import { findSecrets } from './secrets.js';
import type { PlaceHere, TrainerBackend } from './trainer-backend.js';

/** What of an experiment decides which trainer trains, on what. */
export interface TrainedExperiment {
  readonly draft: Pick<SourcedExperiment['draft'], 'data' | 'trainer'>;
  readonly baseFolder: string;
  readonly custom?: Pick<CustomParts, 'trainers'>;
}

/** The data alone, whichever the trainer; undefined where the experiment has none. @throws InputError when they cannot be used. */
async function loadData({ draft: { data }, baseFolder }: TrainedExperiment): Promise<Dataset | undefined> {
  return data === undefined ? undefined : loadDataset(data, { baseFolder });
}

/**
 * `train` takes the place of the experiment's own trainer.
 * @throws InputError when the trainer or its data cannot be used.
 */
export async function createBackend(experiment: TrainedExperiment, train?: TrainFunction): Promise<TrainerBackend> {
  const { trainer } = experiment.draft;
  let loaded: Promise<Dataset | undefined> | undefined;
  const load = () => {
    loaded ??= loadData(experiment);
    return loaded;
  };
  const models = modelTrainers(trainer);
  if (train !== undefined || models === undefined) return backendOf(trainer as TrainerSpec, experiment, load, train);
  const backends: Record<string, TrainerBackend> = {};
  for (const [name, own] of Object.entries(models)) {
    const trainer = comparable(own, name, experiment);
    backends[name] = isFunction(trainer)
      ? createFunctionBackend(functionOf(name, experiment), undefined)
      : await inModel(name, () => backendOf(trainer, experiment, load));
  }
  return combineBackends(backends, await load());
}

/** Of one trainer for all candidates that it is given. */
async function backendOf(
  trainer: TrainerSpec,
  { draft: { data }, baseFolder }: TrainedExperiment,
  load: () => Promise<Dataset | undefined>,
  train?: TrainFunction,
): Promise<TrainerBackend> {
  const drawsItself =
    train !== undefined || (typeof trainer === 'object' && ('module' in trainer || sampleOf(trainer) === 'seed'));
  if (drawsItself && data?.split.samples !== undefined)
    throw inputError`samples-not-drawn: data.split.samples: ${data.split.samples}, but this trainer draws its own samples from a seed.
      Allowed: \`trainer: network\`, and commands with \`sample: indices\` or \`sample: files\`, whose samples Surefoot draws
      Fix: Leave \`data.split.samples\` out, or let Surefoot draw the samples.`;
  if (train !== undefined) return createFunctionBackend(train, await load());
  if (typeof trainer === 'object' && 'module' in trainer) {
    return createModuleBackend(trainer, baseFolder, await load());
  }
  if (typeof trainer === 'object') return createCommandBackend(trainer, baseFolder, await load());
  if (data === undefined)
    throw inputError`data-missing: data: the experiment names none, so the built-in trainer has nothing to train on.
      Allowed: a source such as \`data: { source: digits }\`
      Fix: Add \`data\`, or name your own \`trainer\`.`;
  const { createNetworkBackend } = await import('./network-backend.js');
  return createNetworkBackend({ data, baseFolder, load: load as () => Promise<Dataset> }, trainer);
}

/** What is wrong with a model's trainer is said with the model's name before it. */
async function inModel<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof InputError) || !error.what.startsWith('trainer.')) throw error;
    const { code, what, allowed, fix } = error;
    throw new InputError({ code, what: `models.${name}.${what}`, ...defined({ allowed }), fix, cause: error });
  }
}

/**
 * A model's trainer whose losses can be ranked with those of the others: where the experiment has data, Surefoot computes all of them.
 * @throws InputError where that cannot be.
 */
function comparable(trainer: ModelTrainer, name: string, { draft: { data } }: TrainedExperiment): ModelTrainer {
  if (data === undefined || typeof trainer === 'string') return trainer;
  const why =
    isFunction(trainer) || 'module' in trainer
      ? `it is a ${isFunction(trainer) ? 'function' : 'module'}, which draws its own examples and tells a loss of its own`
      : trainer.sample === 'seed'
        ? '`sample: seed` has it train and judge on examples of its own'
        : printedLoss(trainer) !== undefined
          ? 'the loss that it prints is of its own making'
          : undefined;
  if (why === undefined) return { loss: 'predictions', ...trainer } as CommandTrainerSpec;
  throw inputError`models-not-comparable: models.${name}.trainer: its losses cannot be compared with those of other models: ${why}.
    Allowed: with \`data\`, built-in trainers, and commands that get the sample (\`sample: files\` or \`indices\`) and tell predictions for the selection set, of which Surefoot computes the loss
    Fix: Have the command read its examples and tell predictions (docs/trainer-protocol.md); or leave \`data\` out, where every model brings its own.`;
}

type ModelTrainer = ModelTrainers['models'][string];

function isFunction(trainer: ModelTrainer): trainer is Exclude<ModelTrainer, TrainerSpec> {
  return typeof trainer === 'object' && 'function' in trainer;
}

/** @throws InputError where the experiment comes from a log: no function is in one. */
function functionOf(name: string, { custom }: TrainedExperiment): TrainFunction {
  const train = custom?.trainers?.[name];
  if (train !== undefined) return train;
  throw inputError`function-not-here: models.${name}.trainer: it is a function of the program that asked.
    Allowed: trainers that the experiment itself names
    Fix: Ask from that program, with its experiment instead of the run folder.`;
}

/** Runs in this process, `workers` promises at a time; the function's text is its code. */
function createFunctionBackend(train: TrainFunction, dataset: Dataset | undefined): TrainerBackend {
  const secrets = findSecrets();
  return {
    identity: 'function',
    code: watchFunction(train),
    secrets,
    checksSeeds: true,
    ...defined({ dataset, tell: train.inspect && tellByFunction(train.inspect, '`inspect` of the trainer') }),
    training: { runs: 'here', createTrainer: () => createFunctionTrainer(train) },
    createTrainer: async () => createFunctionTrainer(train),
  };
}

/**
 * Runs in worker processes; what it imports is watched, and what it loads is told.
 * @throws InputError when the module cannot be loaded or exports no function.
 */
async function createModuleBackend(
  { module, files, checkSeeds, timeoutSeconds }: ModuleTrainerSpec,
  baseFolder: string,
  dataset: Dataset | undefined,
): Promise<TrainerBackend> {
  const path = resolve(baseFolder, module);
  const code = await watchCode({ folder: baseFolder, start: { module: path }, files });
  const train = await loadTrainModule(path);
  const secrets = findSecrets();
  return {
    identity: 'module',
    secrets,
    code,
    checksSeeds: checkSeeds,
    ...defined({ dataset, tell: train.inspect && tellByFunction(train.inspect, `\`inspect\` of ${module}`) }),
    training: {
      runs: 'in-processes',
      payload: { kind: 'module', path },
      ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
    },
    createTrainer: async () => createFunctionTrainer(train),
  };
}

const DEFAULT_PASS = 'json-file';

/** The place of a single trial: nothing is shared out. */
const ALONE: PlaceHere = { number: 0, environment: {} };

/** @throws InputError when the command cannot be started or asks for what there is not. */
async function createCommandBackend(
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
function sampleOf({ sample, loss }: CommandTrainerSpec): 'seed' | 'indices' | 'files' {
  return sample ?? (lossName(loss) === undefined ? 'seed' : 'files');
}

/** What finds it in what is printed. */
function printedLoss({ loss }: CommandTrainerSpec): CommandTrainerOptions['loss'] {
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
function judgedBy({ loss: spec, sample }: CommandTrainerSpec, dataset: Dataset | undefined) {
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
  const told: Pick<TrainerBackend, 'lossOf' | 'judgeFinal' | 'baselines'> = {
    lossOf: () => lossText,
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

/**
 * The data of a logged run; undefined where Surefoot held none.
 * @throws InputError for data that are not there any more, and for those that changed since.
 */
export async function loadLoggedData(
  header: Pick<RunHeader, 'name' | 'experiment'>,
  folder: string,
): Promise<Dataset | undefined> {
  if (header.experiment.dataset === null) return undefined;
  const dataset = await loadData(loggedExperiment(header.experiment));
  requireLoggedData(dataset, header, folder);
  return dataset;
}

/** @throws InputError for other data than those that the run in `folder` was trained on. */
export function requireLoggedData(
  dataset: Dataset | undefined,
  { name, experiment }: Pick<RunHeader, 'name' | 'experiment'>,
  folder: string,
): void {
  const { dataset: logged } = experiment as { dataset: { hash: string } | null };
  if (logged === null || dataset?.hash === logged.hash) return;
  throw inputError`data-changed: The data differ from those that the run in ${folder} was trained on.
    Allowed: the same values in the same split
    Fix: Restore the data that the run "${name}" was trained on.`;
}
