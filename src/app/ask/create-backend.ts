/**
 * @file Creates the trainer that an experiment asks for. The user's own is trained with here: a function in this process, a module that
 * worker processes load, or a command in any language, talked to from this process, in as many places as there are workers.
 */
import { resolve } from 'node:path';
import { defined, InputError, inputError, isOfFunction, type RunHeader } from '../../core/index.js';
import { type Dataset, loadDataset } from '../../engine/datasets/index.js';
import {
  type CommandTrainerSpec,
  type ModelTrainers,
  type ModuleTrainerSpec,
  modelTrainers,
  type TrainerSpec,
} from '../../experiment/index.js';
import {
  createFunctionTrainer,
  loadTrainModule,
  type TrainFunction,
  tellByFunction,
  watchCode,
  watchFunction,
} from '../../trainers/index.js';
import { createCommandBackend, judgedBy, printedLoss, sampleOf } from './command-backend.js';
import type { CustomParts } from './custom-parts.js';
import { loggedExperiment, type SourcedExperiment } from './experiment-source.js';
import { combineBackends, combineFinding, placedError } from './models-backend.js';
import { findSecrets } from './secrets.js';
import type { FindingBackend, TrainerBackend } from './trainer-backend.js';

/** What of an experiment decides which trainer trains, on what. */
export interface TrainedExperiment {
  readonly draft: Pick<SourcedExperiment['draft'], 'data' | 'trainer'>;
  readonly baseFolder: string;
  readonly custom?: Pick<CustomParts, 'trainers'>;
  /** In place of the data that it names. */
  readonly dataset?: Dataset;
}

/** The data alone, whichever the trainer; undefined where the experiment has none. @throws InputError when they cannot be used. */
async function loadData({ draft: { data }, baseFolder, dataset }: TrainedExperiment): Promise<Dataset | undefined> {
  return data === undefined ? undefined : (dataset ?? loadDataset(data, { baseFolder }));
}

/**
 * `train` takes the place of the experiment's own trainer.
 * @throws InputError when the trainer or its data cannot be used.
 */
export async function createBackend(experiment: TrainedExperiment, train?: TrainFunction): Promise<TrainerBackend> {
  if (train !== undefined) return functionBackend(train, experiment, await loadData(experiment));
  return ofTrainers(experiment, createOne, combineBackends);
}

/** A trainer as a machine has it that need not have those of all models. */
export interface TrainerHere {
  readonly backend: TrainerBackend;
  /** Why models cannot be trained here, by their names. */
  readonly lacking: ReadonlyMap<string, string>;
}

/**
 * Without the models whose commands or modules are not on this machine, where it has one at least.
 * @throws InputError when the trainer or its data cannot be used.
 */
export async function createBackendHere(experiment: TrainedExperiment): Promise<TrainerHere> {
  const lacking = new Map<string, string>();
  const backend = await ofTrainers(experiment, createOne, combineBackends, (name, { what }) => lacking.set(name, what));
  return { backend, lacking };
}

/**
 * What can be said of the candidates of a log: the user's own code that trained them need not be there.
 * @throws InputError for data that are not there any more, and for those that changed since.
 */
export async function openLogged(header: LoggedHeader, folder: string): Promise<FindingBackend> {
  // A function is not in the log, which names the experiment's own trainer beside it.
  if (isOfFunction(header)) return defined({ dataset: await loadLoggedData(header, folder) });
  const backend = await ofTrainers(loggedExperiment(header.experiment), openOne, combineFinding);
  requireLoggedData(backend.dataset, header, folder);
  return backend;
}

type LoggedHeader = Pick<RunHeader, 'name' | 'experiment' | 'identityParts'>;

/** Undefined where Surefoot held none. @throws InputError as {@link openLogged}. */
export async function loadLoggedData(header: LoggedHeader, folder: string): Promise<Dataset | undefined> {
  if (header.experiment.dataset === null) return undefined;
  const dataset = await loadData(loggedExperiment(header.experiment));
  requireLoggedData(dataset, header, folder);
  return dataset;
}

type LoadData = () => Promise<Dataset | undefined>;

/** Of one trainer for all candidates that it is given; `name` where it is one of several models. */
type MakeOne<Made> = (
  trainer: ModelTrainer,
  experiment: TrainedExperiment,
  load: LoadData,
  name?: string,
) => Promise<Made>;

async function ofTrainers<Made>(
  experiment: TrainedExperiment,
  make: MakeOne<Made>,
  combine: (made: Readonly<Record<string, Made>>, dataset: Dataset | undefined) => Made,
  onLack?: (model: string, error: InputError) => void,
): Promise<Made> {
  const { trainer } = experiment.draft;
  let loaded: Promise<Dataset | undefined> | undefined;
  const load = () => {
    loaded ??= loadData(experiment);
    return loaded;
  };
  const models = modelTrainers(trainer);
  if (models === undefined) return make(trainer as TrainerSpec, experiment, load);
  const made: Record<string, Made> = {};
  let first: InputError | undefined;
  for (const [name, own] of Object.entries(models)) {
    try {
      made[name] = await make(comparable(own, name, experiment), experiment, load, name);
    } catch (cause) {
      // What is wrong with the data is said of all of them.
      const error = placedError(cause, `models.${name}`, (what) => what.startsWith('trainer.'));
      if (onLack === undefined || !(error instanceof InputError) || !LACKS.includes(error.code)) throw error;
      first ??= error;
      onLack(name, error);
    }
  }
  if (first !== undefined && Object.keys(made).length === 0) throw first;
  return combine(made, await load());
}

/** Codes of what another machine may have. */
const LACKS = ['command-not-found', 'command-not-executable', 'trainer-module-unreadable'];

const createOne: MakeOne<TrainerBackend> = async (trainer, experiment, load, name = '') => {
  const { baseFolder } = experiment;
  if (typeof trainer === 'string') return builtIn(trainer, experiment, load);
  if ('function' in trainer) return functionBackend(functionOf(name, experiment), experiment, undefined);
  refuseDrawnSamples('module' in trainer || sampleOf(trainer) === 'seed', experiment);
  return 'module' in trainer
    ? createModuleBackend(trainer, baseFolder, await load())
    : createCommandBackend(trainer, baseFolder, await load());
};

const openOne: MakeOne<FindingBackend> = async (trainer, experiment, load) => {
  if (typeof trainer === 'string') return builtIn(trainer, experiment, load);
  const dataset = await load();
  const judged = 'command' in trainer ? judgedBy(trainer, dataset)?.told : undefined;
  return defined({ dataset, ...judged });
};

async function builtIn(
  trainer: Extract<TrainerSpec, string>,
  { draft: { data }, baseFolder }: TrainedExperiment,
  load: LoadData,
): Promise<TrainerBackend> {
  if (data === undefined)
    throw inputError`data-missing: data: the experiment names none, so the built-in trainer has nothing to train on.
      Allowed: a source such as \`data: { source: digits }\`
      Fix: Add \`data\`, or name your own \`trainer\`.`;
  const { createNetworkBackend } = await import('./network-backend.js');
  return createNetworkBackend({ data, baseFolder, load: load as () => Promise<Dataset> }, trainer);
}

/** @throws InputError where `drawsItself` and the experiment has samples drawn. */
function refuseDrawnSamples(drawsItself: boolean, { draft: { data } }: TrainedExperiment): void {
  if (!drawsItself || data?.split.samples === undefined) return;
  throw inputError`samples-not-drawn: data.split.samples: ${data.split.samples}, but this trainer draws its own samples from a seed.
    Allowed: \`trainer: network\`, and commands with \`sample: indices\` or \`sample: files\`, whose samples Surefoot draws
    Fix: Leave \`data.split.samples\` out, or let Surefoot draw the samples.`;
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
function functionBackend(
  train: TrainFunction,
  experiment: TrainedExperiment,
  dataset: Dataset | undefined,
): TrainerBackend {
  refuseDrawnSamples(true, experiment);
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

/** @throws InputError for other data than those that the run in `folder` was trained on. */
function requireLoggedData(dataset: Dataset | undefined, { name, experiment }: LoggedHeader, folder: string): void {
  const { dataset: logged } = experiment as { dataset: { hash: string } | null };
  if (logged === null || dataset?.hash === logged.hash) return;
  throw inputError`data-changed: The data differ from those that the run in ${folder} was trained on.
    Allowed: the same values in the same split
    Fix: Restore the data that the run "${name}" was trained on.`;
}
