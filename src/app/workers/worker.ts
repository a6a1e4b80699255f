/** @file Runs in a worker process: makes the trainer that its payload describes, and serves trials with it. */
import type { Trainer } from '../../core/index.js';
import { serveTrials } from '../../work/here/index.js';
import type { WorkerData } from '../ask/shared-dataset.js';

type WorkerPayload =
  | ({ readonly kind: 'network' } & WorkerData)
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'of-model'; readonly payload: WorkerPayload };

// Each kind loads what it needs: a worker is started for every one of a run.
serveTrials((given) => trainerOf(given as WorkerPayload));

async function trainerOf(payload: WorkerPayload): Promise<Trainer> {
  if (payload.kind === 'of-model') {
    const { trainerOfModel } = await import('../../trainers/modules.js');
    return trainerOfModel(await trainerOf(payload.payload));
  }
  if (payload.kind === 'module') {
    const { createFunctionTrainer, listenToModules, loadTrainModule } = await import('../../trainers/modules.js');
    const loadedCode = listenToModules();
    return createFunctionTrainer(await loadTrainModule(payload.path), loadedCode);
  }
  const { workerDataset } = await import('../ask/shared-dataset.js');
  const dataset = await workerDataset(payload);
  const { createBuiltInTrainer } = await import('../../engine/built-in.js');
  return createBuiltInTrainer({ dataset });
}
