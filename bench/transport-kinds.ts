/** @file Transports that are measured, each with a place of its own that is removed afterwards. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CoordinatorEnd, OfferedRun, WorkerEnd } from '../src/core/index.js';
import { waitingClock } from '../src/evidence/drive/index.js';
import {
  createFolderCoordinator,
  createFolderWorker,
  guardedWorker,
  nodeFiles,
  Seals,
  sealedCoordinator,
} from '../src/work/transports/index.js';
import { openQueueCoordinator, openQueueWorker } from '../src/work/transports/queue/index.js';
import { startRedis } from '../test/work/transports/queue/redis-server.js';

export interface BenchTransport {
  readonly kind: string;
  readonly address: string;
  coordinator(run: OfferedRun, leaseMs?: number): Promise<CoordinatorEnd>;
  worker(): Promise<WorkerEnd>;
  remove(): Promise<void>;
}

const newToken = () => randomBytes(6).toString('hex');
const common = { files: nodeFiles, clock: waitingClock, newToken };

/** A place where runs and workers meet, below `folder`. */
export const TRANSPORTS: Readonly<Record<string, (folder: string) => Promise<BenchTransport>>> = {
  folder: async (parent) => {
    const path = mkdtempSync(join(parent, 'surefoot-bench-'));
    return {
      kind: 'folder',
      address: path,
      coordinator: (run, leaseMs = 60_000) =>
        createFolderCoordinator({ ...common, path, run, leaseMs, owner: '', isGone: () => false }),
      worker: () => openBenchWorker('folder', path),
      remove: async () => rmSync(path, { recursive: true, force: true }),
    };
  },
  queue: (parent) => queue('queue', parent),
  /** The same, with a key. */
  signed: (parent) => queue('signed', parent),
};

const SEALS = new Seals(Buffer.alloc(32, 1));

async function queue(kind: 'queue' | 'signed', parent: string): Promise<BenchTransport> {
  const { address, remove } = await startRedis([], parent);
  return {
    kind,
    address,
    coordinator: async (run, leaseMs) => {
      const end = await openQueueCoordinator({ address }, run, leaseMs === undefined ? {} : { leaseMs });
      return kind === 'queue' ? end : sealedCoordinator(end, run.id, SEALS);
    },
    worker: () => openBenchWorker(kind, address),
    remove,
  };
}

export async function openBenchWorker(kind: string, address: string): Promise<WorkerEnd> {
  if (kind === 'folder') {
    return createFolderWorker({ ...common, path: address, uid: process.getuid?.(), random: Math.random });
  }
  if (kind !== 'queue' && kind !== 'signed') throw new Error(`no transport ${kind}`);
  const end = await openQueueWorker({ address });
  if (kind === 'queue') return end;
  return guardedWorker(end, { run: 'bench', seals: SEALS, flawOf: () => undefined, warn: console.error });
}
