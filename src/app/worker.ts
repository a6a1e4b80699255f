/** @file Runs in a worker process: makes the trainer that its payload describes, and serves trials with it. */
import { InputError, type JsonValue, type Trainer } from '../core/index.js';
import { type Dataset, dataSpecSchema, loadDataset } from '../datasets/index.js';
import { createFunctionTrainer, listenToModules, loadTrainModule } from '../trainers/index.js';
import { serveTrials } from '../work/here/index.js';
import { openShared, type SharedDataset } from './shared-dataset.js';

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

/** What a worker is told of its data. */
interface WorkerData {
  readonly data: JsonValue;
  readonly baseFolder: string;
  /** Of the run's own. */
  readonly dataHash: string;
  readonly shared?: SharedDataset;
}

/** Throws InputError where the data are no longer those of the run. */
export async function workerDataset({ data, baseFolder, dataHash, shared }: WorkerData): Promise<Dataset> {
  const handed = shared === undefined ? undefined : openShared(shared);
  if (handed?.hash === dataHash) return handed;
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder });
  if (dataset.hash === dataHash) return dataset;
  throw new InputError({
    code: 'data-changed',
    what: 'The data changed while the race was running: a worker that started later read other values.',
    allowed: 'the same data from the first trial to the last',
    fix: 'Put the data back and run the same command again, or start again with --fresh.',
  });
}
