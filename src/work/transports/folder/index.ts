/** @file A shared folder as transport: opens both ends, and is a kind of transport in the list of all. */

import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Clock, CoordinatorEnd, OfferedRun } from '../../../core/index.js';
import type { Transport } from '../transport.js';
import { FolderCoordinator } from './coordinator.js';
import { takeRole } from './coordinator-role.js';
import { type ExchangeFiles, nodeFiles } from './exchange-files.js';
import { ExchangeFolder } from './exchange-folder.js';
import { lookAtFolder, requireFolder } from './folder-state.js';
import { LATEST, MARK, MARK_TEXT, overName, RUN_PARTS, RUNS_FOLDER } from './layout.js';
import { ObservedRun } from './observed-run.js';
import { encode, newsIfWhole, type RunRecord, runIfWhole, write } from './records.js';
import { DEFAULT_LEASE_MS, FolderWorker, type FolderWorkerOptions } from './worker.js';

export { type ExchangeFiles, nodeFiles } from './exchange-files.js';
export { lookAtFolder, requireFolder } from './folder-state.js';

interface OpenCoordinatorOptions {
  readonly files: ExchangeFiles;
  readonly clock: Clock;
  /** Of the exchange, which is there. */
  readonly path: string;
  readonly run: OfferedRun;
  /**
   * How long a silent worker keeps its trials. A minute by default, which is how long NFS clients keep what they know of a folder at
   * most: a lease that is shorter could run out for one who only has not heard. A run that is there keeps the lease it has.
   */
  readonly leaseMs?: number;
  /** Names this process, and says of another such name whether that process is certainly no more. */
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
  /** A text of 12 hexadecimal digits that was never given before. */
  readonly newToken: () => string;
}

/**
 * Opens the run, or goes on with it where it is there.
 * @throws RunError (`coordinator-there`) where another one is at work, or where the folder cannot be used.
 */
export async function createFolderCoordinator(options: OpenCoordinatorOptions): Promise<CoordinatorEnd> {
  const { files, clock, path, run, owner, isGone, newToken } = options;
  const root = new ExchangeFolder(files, path, newToken);
  const runs = root.inside(RUNS_FOLDER);
  if ((await root.read(MARK)) === undefined) await root.replace(MARK, encode(MARK_TEXT), true);
  await runs.make();
  await removeOver(runs);
  const exchange = runs.inside(run.id);
  const before = await exchange.read('run');
  const known = before === undefined ? undefined : runIfWhole(before, run.id);
  const record: RunRecord =
    known === undefined ? { leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS, epoch: newToken(), run } : { ...known, run };
  const { leaseMs, epoch } = record;
  await exchange.make();
  const role = await takeRole({ exchange, clock, leaseMs, owner, isGone, newToken }, run.name);
  for (const part of Object.values(RUN_PARTS)) await exchange.make(part);
  await exchange.removeFolder(exchange.at(RUN_PARTS.trash));
  await exchange.make(RUN_PARTS.trash);
  const news = await exchange.read('news');
  const coordinator = new FolderCoordinator({
    view: await ObservedRun.open({ exchange, clock, leaseMs, epoch }),
    role,
    // Where the last change is not known, a number that workers cannot take for one that they have seen.
    told: newsIfWhole(news) ?? { change: news === undefined ? 0 : Number.parseInt(newToken(), 16), beat: 0 },
    newToken,
    remove: async () => {
      const over = runs.at(overName(run.id, newToken()));
      await root.reach(() => files.rename(exchange.path, over));
      await runs.removeFolder(over);
    },
  });
  // Workers look at it once there is news: nothing of it is read before it is whole.
  await exchange.replace('run', write.run(record), true);
  await coordinator.begin();
  await root.replace(LATEST, encode(run.id));
  return coordinator;
}

export function createFolderWorker(options: FolderWorkerOptions): FolderWorker {
  return new FolderWorker(options);
}

/** Runs that are over, whose coordinator was killed while it removed them. */
async function removeOver(runs: ExchangeFolder): Promise<void> {
  const over = ((await runs.list()) ?? []).filter((name) => name.startsWith('.over-'));
  for (const name of over) await runs.removeFolder(runs.at(name));
}

const here = { files: nodeFiles, uid: process.getuid?.() };
const newToken = () => randomBytes(6).toString('hex');

export const FOLDER: Transport = {
  addresses: 'a folder that the run and all of its workers see, such as /shared/exchange',
  fits: (address) => !/^[a-z][a-z\d+.-]*:\/\//i.test(address),
  requireText: () => {},
  check: (path) => requireFolder(here, path),
  coordinator: async (path, run, host, { leaseMs }) => {
    await requireFolder(here, path);
    const lease = leaseMs === undefined ? {} : { leaseMs };
    return createFolderCoordinator({ ...host, ...lease, files: nodeFiles, path, run, newToken });
  },
  worker: async (path, { clock }, { accepts, passOver }) => {
    await requireFolder(here, path);
    const end = createFolderWorker({ ...here, clock, newToken, random: Math.random, path, accepts, passOver });
    return { end, isOwnOffer: (run) => end.isOwnOffer(run) };
  },
  look: (path, passOver) => lookAtFolder(nodeFiles, path, passOver),
  mayBeOwn: true,
  absolute: (path) => resolve(path),
  shown: (path) => path,
};
