/** @file Trains with the user's own code: a function in this process, or a module that worker processes load. */

import { resolve } from 'node:path';
import { given } from '../core/index.js';
import type { Dataset } from '../datasets/index.js';
import type { ModuleTrainerSpec } from '../experiment/index.js';
import {
  createFunctionTrainer,
  loadTrainModule,
  type TrainFunction,
  watchCode,
  watchFunction,
} from '../trainers/index.js';
import { findSecrets } from './secrets.js';
import type { TrainerBackend } from './trainer-backend.js';

/** Runs in this process, `workers` promises at a time; the function's text is its code. */
export function createFunctionBackend(train: TrainFunction, dataset: Dataset | undefined): TrainerBackend {
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
export async function createModuleBackend(
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
