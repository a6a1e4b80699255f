/** @file Trainers that are the user's own code: a function in this process, or a module that worker processes load. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '../datasets/index.js';
import { createInProcessExecutor, createProcessExecutor } from '../execution/index.js';
import type { ModuleTrainerSpec } from '../experiment/index.js';
import { createFunctionTrainer, loadTrainModule, sha256, type TrainFunction, watchCode } from '../trainers/index.js';
import type { TrainerBackend } from './trainer-backend.js';

/** The module that worker processes run. */
export const WORKER_ENTRY = fileURLToPath(new URL('./worker.js', import.meta.url));

/** Runs in this process, `workers` promises at a time; the function's text enters the identity. */
export function createFunctionBackend(train: TrainFunction, dataset: Dataset | undefined): TrainerBackend {
  return {
    identity: { function: sha256(train.toString()) },
    checksSeeds: true,
    ...(dataset === undefined ? {} : { dataset }),
    createExecutor: (needs) => createInProcessExecutor({ ...needs, createTrainer: () => createFunctionTrainer(train) }),
    createTrainer: async () => createFunctionTrainer(train),
  };
}

/**
 * Runs in worker processes; the content of the module's file enters the identity (that of modules it imports does not).
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
  return {
    identity: { module: sha256(readFileSync(path)) },
    code,
    checksSeeds: checkSeeds,
    ...(dataset === undefined ? {} : { dataset }),
    createExecutor: ({ stretch: { environment }, ...needs }) =>
      createProcessExecutor({
        ...needs,
        environment,
        ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
        entry: WORKER_ENTRY,
        payload: { kind: 'module', path },
      }),
    createTrainer: async () => createFunctionTrainer(train),
  };
}
