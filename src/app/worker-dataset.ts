/** @file The data of a worker: those that the run hands over, or read anew where they may have changed. */
import { InputError, type JsonValue } from '../core/index.js';
import { type Dataset, dataSpecSchema, loadDataset } from '../datasets/index.js';
import { openShared, type SharedDataset } from './shared-dataset.js';

/** What a worker is told of its data. */
export interface WorkerData {
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
