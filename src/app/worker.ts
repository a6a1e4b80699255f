/** @file Runs in a worker process: makes the trainer that its payload describes, and serves trials with it. */
import { InputError, type JsonValue, type Trainer } from '../core/index.js';
import { dataSpecSchema, loadDataset } from '../datasets/index.js';
import { serveTrials } from '../execution/index.js';
import { createFunctionTrainer, listenToModules, loadTrainModule } from '../trainers/index.js';

type WorkerPayload =
  | { readonly kind: 'network'; readonly data: JsonValue; readonly baseFolder: string; readonly dataHash: string }
  | { readonly kind: 'module'; readonly path: string };

serveTrials(async (given): Promise<Trainer> => {
  const payload = given as WorkerPayload;
  if (payload.kind === 'module') {
    const loadedCode = listenToModules();
    return createFunctionTrainer(await loadTrainModule(payload.path), loadedCode);
  }
  const dataset = await loadDataset(dataSpecSchema.parse(payload.data), { baseFolder: payload.baseFolder });
  if (dataset.hash === payload.dataHash) {
    const { createBuiltInTrainer } = await import('../trainers/built-in.js');
    return createBuiltInTrainer({ dataset });
  }
  throw new InputError({
    code: 'data-changed',
    what: 'The data changed while the race was running: a worker that started later read other values.',
    allowed: 'the same data from the first trial to the last',
    fix: 'Put the data back and run the same command again, or start again with --fresh.',
  });
});
