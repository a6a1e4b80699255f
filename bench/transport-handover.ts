/** @file How long after the end of a lease another worker has the trial, while a coordinator and that worker look at their usual times. */

import { DEFAULT_FAILURE_POLICY, replicateTrial, trialSource } from '../src/core/index.js';
import { waitingClock } from '../src/evidence/drive/index.js';
import { createInProcessExecutor } from '../src/work/here/index.js';
import { createTransportExecutor, serveRun } from '../src/work/transports/index.js';
import { candidatesOf } from './transport-candidates.js';
import type { BenchTransport } from './transport-kinds.js';

export const HANDOVER_LEASE_MS = 2000;

/** Milliseconds beyond the lease; the first worker claims, and is silent from then on. */
export async function handover(transport: BenchTransport): Promise<number> {
  const run = { id: 'bench', signature: 'bench', name: 'bench', payload: {} };
  const end = await transport.coordinator(run, HANDOVER_LEASE_MS);
  const stop = new AbortController();
  const executor = createTransportExecutor({
    end,
    clock: waitingClock,
    failurePolicy: DEFAULT_FAILURE_POLICY,
    needsOf: () => ({}),
    isLogged: () => false,
    keepFiles: async () => {},
    onEvent: () => {},
  });
  const executed = executor.execute(trialSource([replicateTrial('c0', 0, 0)]), () => {}, stop.signal);
  const report = { id: 'silent', host: 'bench', pid: 1, places: 1, has: {}, environment: {} };
  const silent = await transport.worker();
  await silent.state();
  await silent.announce(report);
  while ((await silent.claim({})) === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  const claimedMs = performance.now();
  const other = await transport.worker();
  const place = createInProcessExecutor({
    ...{ workers: 1, candidates: candidatesOf(), experimentSeed: 1 },
    createTrainer: () => ({ train: async () => ({ loss: 1 }) }),
  });
  let handedMs = 0;
  const never = new AbortController().signal;
  const served = serveRun({
    ...{ end: other, report: { ...report, id: 'other' }, places: [place], clock: waitingClock },
    ...{ filesOf: async () => [], finish: never, stop: never },
    onEvent: ({ kind }) => {
      if (kind === 'claimed') handedMs = performance.now() - claimedMs;
    },
  });
  await executed;
  await executor.close();
  await end.end();
  await served;
  await Promise.all([end.close(), silent.close(), other.close(), place.close()]);
  return handedMs - HANDOVER_LEASE_MS;
}
