/** @file The shared folder as the transport suite takes it: in a folder of the test's own, on this machine's clock. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, waitingClock } from '../../src/execution/index.js';
import { createFolderCoordinator, createFolderWorker, nodeFiles } from '../../src/transports/index.js';
import type { TransportAdapter } from './transport/hall.js';

const LEASE_MS = 300;

export const folderAdapter: TransportAdapter = {
  open: async () => {
    const path = mkdtempSync(join(tmpdir(), 'surefoot-exchange-'));
    const stops = new Map<object, () => void>();
    const newToken = () => randomBytes(6).toString('hex');
    const common = { files: nodeFiles, path, newToken };
    const kept = async <End extends object>(open: (clock: Clock) => End | Promise<End>): Promise<End> => {
      const { clock, stop } = mortalClock();
      const end = await open(clock);
      stops.set(end, stop);
      return end;
    };
    return {
      coordinator: (run) =>
        kept((clock) =>
          createFolderCoordinator({ ...common, clock, run, leaseMs: LEASE_MS, owner: 'here', isGone: () => false }),
        ),
      worker: () =>
        kept((clock) => createFolderWorker({ ...common, clock, uid: process.getuid?.(), random: Math.random })),
      kill: async (end) => stops.get(end)?.(),
      passTime: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      remove: async () => {
        for (const stop of stops.values()) stop();
        await new Promise((resolve) => setTimeout(resolve, 20));
        rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      },
    };
  },
};

/** A clock whose timers end with their process. */
function mortalClock(): { readonly clock: Clock; readonly stop: () => void } {
  let isDead = false;
  const clock: Clock = {
    nowMs: waitingClock.nowMs,
    after: (delayMs, callback) => waitingClock.after(delayMs, () => !isDead && callback()),
  };
  return {
    clock,
    stop: () => {
      isDead = true;
    },
  };
}
