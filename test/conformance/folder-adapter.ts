/** @file The shared folder as the transport suite takes it: a real folder of the test's own, and a clock that goes on as the test says. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/core/index.js';
import {
  createFolderCoordinator,
  createFolderWorker,
  type ExchangeFiles,
  nodeFiles,
} from '../../src/work/transports/index.js';
import { SimulatedClock } from '../simulation/simulated-clock.js';
import type { TransportAdapter } from './transport/hall.js';

const LEASE_MS = 300;

export const folderAdapter: TransportAdapter = {
  open: async () => {
    const path = mkdtempSync(join(tmpdir(), 'surefoot-exchange-'));
    const { files, settled } = watchedFiles();
    const world = new SimulatedClock(settled);
    const stops = new Map<object, () => void>();
    const newToken = () => randomBytes(6).toString('hex');
    const common = { files, path, newToken };
    /** Time goes on while it opens: whoever takes over waits for who was there. */
    const kept = async <End extends object>(open: (clock: Clock) => End | Promise<End>): Promise<End> => {
      const { clock, stop } = mortalClock(world);
      let isOpening = true;
      const opening = Promise.resolve(open(clock)).finally(() => {
        isOpening = false;
      });
      opening.catch(() => {});
      await settled();
      while (isOpening) await world.pass(LEASE_MS / 10);
      const end = await opening;
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
      passTime: (ms) => world.pass(ms),
      remove: async () => {
        for (const stop of stops.values()) stop();
        await settled();
        rmSync(path, { recursive: true, force: true });
      },
    };
  },
};

/** This machine's files; `settled` resolves once nothing is asked of them any more. */
function watchedFiles(): { readonly files: ExchangeFiles; readonly settled: () => Promise<void> } {
  let asked = 0;
  const files = new Proxy(nodeFiles, {
    get:
      (target, name: keyof ExchangeFiles) =>
      async (...given: never[]) => {
        asked++;
        try {
          return await (target[name] as (...given: never[]) => Promise<unknown>)(...given);
        } finally {
          asked--;
        }
      },
  });
  const settled = async () => {
    do await setImmediate();
    while (asked > 0);
  };
  return { files, settled };
}

/** A clock whose timers end with their process. */
function mortalClock(world: Clock): { readonly clock: Clock; readonly stop: () => void } {
  let isDead = false;
  const clock: Clock = {
    nowMs: () => world.nowMs(),
    after: (delayMs, callback) => world.after(delayMs, () => !isDead && callback()),
  };
  return {
    clock,
    stop: () => {
      isDead = true;
    },
  };
}
