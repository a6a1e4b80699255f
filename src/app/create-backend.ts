/**
 * @file Creates the trainer that an experiment asks for; the user's own code, a function in this process or a module that worker processes
 * load, is trained with here.
 */

import { resolve } from 'node:path';
import { given, InputError } from '../core/index.js';
import { type Dataset, loadDataset } from '../datasets/index.js';
import type { ModuleTrainerSpec } from '../experiment/index.js';
import {
  createFunctionTrainer,
  loadTrainModule,
  type TrainFunction,
  watchCode,
  watchFunction,
} from '../trainers/index.js';
import { createCommandBackend } from './command-backend.js';
import type { SourcedExperiment } from './experiment-source.js';
import { findSecrets } from './secrets.js';
import type { TrainerBackend } from './trainer-backend.js';

/** What of an experiment decides who trains, on what. */
export interface TrainedExperiment {
  readonly draft: Pick<SourcedExperiment['draft'], 'data' | 'trainer'>;
  readonly baseFolder: string;
}

/**
 * `train` takes the place of the experiment's own trainer.
 * @throws InputError when the trainer or its data cannot be used.
 */
export async function createBackend(
  { draft, baseFolder }: TrainedExperiment,
  train?: TrainFunction,
): Promise<TrainerBackend> {
  const load = async () => (draft.data === undefined ? undefined : loadDataset(draft.data, { baseFolder }));
  const { trainer, data } = draft;
  const drawsItself =
    train !== undefined || (typeof trainer === 'object' && ('module' in trainer || trainer.sample === 'seed'));
  if (drawsItself && data?.split.samples !== undefined) throw samplesNotDrawn(data.split.samples);
  if (train !== undefined) return createFunctionBackend(train, await load());
  if (typeof trainer === 'object' && 'module' in trainer) {
    return createModuleBackend(trainer, baseFolder, await load());
  }
  if (typeof trainer === 'object') return createCommandBackend(trainer, baseFolder, await load());
  if (draft.data === undefined) throw dataMissing();
  const { createNetworkBackend } = await import('./network-backend.js');
  return createNetworkBackend(draft.data, baseFolder, trainer);
}

function samplesNotDrawn(samples: string): InputError {
  return new InputError({
    code: 'samples-not-drawn',
    what: `data.split.samples: ${samples}, but this trainer draws its own samples from a seed.`,
    allowed: '`trainer: network`, and commands with `sample: indices` or `sample: files`, whose samples Surefoot draws',
    fix: 'Leave `data.split.samples` out, or let Surefoot draw the samples.',
  });
}

function dataMissing(): InputError {
  return new InputError({
    code: 'data-missing',
    what: 'data: the experiment names none, so the built-in trainer has nothing to train on.',
    allowed: 'a source such as `data: { source: digits }`',
    fix: 'Add `data`, or name your own `trainer`.',
  });
}

/** Runs in this process, `workers` promises at a time; the function's text is its code. */
function createFunctionBackend(train: TrainFunction, dataset: Dataset | undefined): TrainerBackend {
  const secrets = findSecrets();
  return {
    identity: 'function',
    code: watchFunction(train),
    secrets,
    checksSeeds: true,
    ...given({ dataset }),
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
    ...given({ dataset }),
    training: {
      runs: 'in-processes',
      payload: { kind: 'module', path },
      ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
    },
    createTrainer: async () => createFunctionTrainer(train),
  };
}
