/**
 * @file Hands a data set from the process of a run to its workers, as a file of the temporary folder that is there as long as they are.
 * Workers that cannot read it read the data themselves.
 */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inputError, type JsonValue } from '../../core/index.js';
import {
  type DataSpec,
  type Dataset,
  dataFiles,
  dataSpecSchema,
  loadDataset,
  readStoredDataset,
  storeDataset,
} from '../../engine/datasets/index.js';
import { makeProcessFolder } from '../../evidence/log/index.js';

/** What a worker is told: plain data. */
interface SharedDataset {
  readonly path: string;
  /** SHA-256 of the file. */
  readonly sum: string;
  /** Files that the data come from, as they were before they were read. */
  readonly sources: Readonly<Record<string, string>>;
}

interface Sharing {
  readonly shared: SharedDataset;
  /** Removes the file. */
  release(): void;
}

/**
 * The state of the files that data come from. To be taken before they are read: then whatever changes afterwards is seen. Undefined where
 * it cannot be told.
 */
export function sourceStates(data: DataSpec, baseFolder: string): SharedDataset['sources'] | undefined {
  try {
    return Object.fromEntries(dataFiles(data, baseFolder).map((path) => [path, stateOf(path)]));
  } catch {
    return undefined;
  }
}

/** What is stored now, and how many share it: the models of a race have one data set. */
const stored = new WeakMap<Dataset, { readonly sharing: Sharing; users: number }>();

/** Undefined where there is no room for it. */
export function shareDataset(dataset: Dataset, sources: SharedDataset['sources']): Sharing | undefined {
  const known = stored.get(dataset);
  const sharing = known?.sharing ?? store(dataset, sources);
  if (sharing === undefined) return undefined;
  const use = known ?? { sharing, users: 0 };
  use.users++;
  stored.set(dataset, use);
  const release = () => {
    if (--use.users > 0) return;
    stored.delete(dataset);
    sharing.release();
  };
  return { shared: sharing.shared, release };
}

function store(dataset: Dataset, sources: SharedDataset['sources']): Sharing | undefined {
  let folder: string | undefined;
  const release = (): void => {
    process.off('exit', release);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    folder = makeProcessFolder('data');
    process.on('exit', release);
    const path = join(folder, 'data.bin');
    return { shared: { path, sum: storeDataset(dataset, path), sources }, release };
  } catch {
    release();
    return undefined;
  }
}

/** Undefined where one of its sources may have changed, or the file is not as it was written. */
export function openShared({ path, sum, sources }: SharedDataset): Dataset | undefined {
  try {
    const isAsBefore = Object.entries(sources).every(([source, state]) => stateOf(source) === state);
    return isAsBefore ? readStoredDataset(path, sum) : undefined;
  } catch {
    return undefined;
  }
}

/** Differs when a file is written to, replaced or put back with its old time. */
function stateOf(path: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}

/** What a worker is told of its data. */
export interface WorkerData {
  readonly data: JsonValue;
  readonly baseFolder: string;
  /** The hash of the run's own data. */
  readonly dataHash: string;
  readonly shared?: SharedDataset;
}

/** Throws InputError where the data are no longer those of the run. */
export async function workerDataset({ data, baseFolder, dataHash, shared }: WorkerData): Promise<Dataset> {
  const handed = shared === undefined ? undefined : openShared(shared);
  if (handed?.hash === dataHash) return handed;
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder });
  if (dataset.hash === dataHash) return dataset;
  throw inputError`data-changed: The data changed during the race: a worker that started later read other values.
    Allowed: the same data from the first training to the last
    Fix: Put the data back and run the same command again, or start again with --fresh.`;
}
