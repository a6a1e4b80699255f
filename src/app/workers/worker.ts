/** @file Runs in a worker process: makes the trainer that its payload describes, and serves trials with it. */
import type { Trainer } from '../../core/index.js';
import { serveTrials } from '../../work/here/index.js';
import type { WorkerData } from '../ask/shared-dataset.js';

type WorkerPayload = ({ readonly kind: 'network' } & WorkerData) | { readonly kind: 'module'; readonly path: string };

// Each kind loads what it needs: a worker is started for every one of a run.
serveTrials(async (given): Promise<Trainer> => {
  const payload = given as WorkerPayload;
  if (payload.kind === 'module') {
    const { createFunctionTrainer, listenToModules, loadTrainModule } = await import('../../trainers/modules.js');
    const loadedCode = listenToModules();
    return createFunctionTrainer(await loadTrainModule(payload.path), loadedCode);
  }
  const { workerDataset } = await import('../ask/shared-dataset.js');
  const dataset = await workerDataset(payload);
  const { createBuiltInTrainer } = await import('../../engine/built-in.js');
  return createBuiltInTrainer({ dataset });
});
