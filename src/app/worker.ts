/** @file Runs in a worker process: makes the trainer that its payload describes, and serves trials with it. */
import type { Trainer } from '../core/index.js';
import { createFunctionTrainer, listenToModules, loadTrainModule } from '../trainers/index.js';
import { serveTrials } from '../work/here/index.js';
import { type WorkerData, workerDataset } from './shared-dataset.js';

type WorkerPayload = ({ readonly kind: 'network' } & WorkerData) | { readonly kind: 'module'; readonly path: string };

serveTrials(async (given): Promise<Trainer> => {
  const payload = given as WorkerPayload;
  if (payload.kind === 'module') {
    const loadedCode = listenToModules();
    return createFunctionTrainer(await loadTrainModule(payload.path), loadedCode);
  }
  const dataset = await workerDataset(payload);
  const { createBuiltInTrainer } = await import('../trainers/built-in.js');
  return createBuiltInTrainer({ dataset });
});
