/**
 * @file A shared folder with very many of something: what 500 idle workers in one process cost, and the memory of a coordinator with
 * 100,000 open trials. `npm run bench:exchange`; `IDLE`, `OPEN`, `SECONDS`.
 */
import { setMaxListeners } from 'node:events';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_FAILURE_POLICY, replicateTrial, trialKey, trialSource } from '../src/core/index.js';
import { systemClock, waitingClock } from '../src/evidence/drive/index.js';
import { createInProcessExecutor } from '../src/work/here/index.js';
import { createTransportExecutor, serveRun } from '../src/work/transports/index.js';
import { candidatesOf } from './transport-candidates.js';
import { TRANSPORTS } from './transport-kinds.js';

const IDLE = Number(process.env.IDLE ?? 500);
const OPEN = Number(process.env.OPEN ?? 100_000);
const SECONDS = Number(process.env.SECONDS ?? 30);
const FOLDER = process.env.FOLDER ?? '/dev/shm';

const RUN = { id: 'bench', signature: 'bench', name: 'bench', payload: {} };
const open = TRANSPORTS.folder as (typeof TRANSPORTS)[string];

/** Share of a core, once they have been idle for a while; the coordinator is another process's business and closed. */
async function idleWorkers(): Promise<number> {
  const transport = await open(FOLDER);
  const first = await transport.coordinator(RUN);
  await first.close();
  const stop = new AbortController();
  const never = new AbortController().signal;
  for (const signal of [stop.signal, never]) setMaxListeners(0, signal);
  const workers = Array.from({ length: IDLE }, async (_, index) => {
    const place = createInProcessExecutor({
      ...{ workers: 1, candidates: candidatesOf(), experimentSeed: 1 },
      createTrainer: () => ({ train: async () => ({ loss: 1 }) }),
    });
    const end = await transport.worker();
    await end.state();
    const report = { id: `idle-${index}`, host: 'bench', pid: 1, places: 1, has: {}, environment: {} };
    await serveRun({
      ...{ end, report, places: [place], clock: systemClock, filesOf: async () => [] },
      ...{ finish: never, stop: stop.signal, onEvent: () => {} },
    });
    await Promise.all([end.close(), place.close()]);
  });
  await sleep(30_000);
  const before = process.cpuUsage();
  const startedMs = performance.now();
  await sleep(SECONDS * 1000);
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1000 / (performance.now() - startedMs);
  stop.abort();
  await Promise.all(workers);
  await transport.remove();
  return share;
}

/** Megabytes beside what the process had before, and how long offering took, in s. */
async function manyOpen() {
  const transport = await open(FOLDER);
  const trials = Array.from({ length: OPEN }, (_, index) =>
    replicateTrial(`c${index % 16}`, Math.floor(index / 16), 0),
  );
  const stop = new AbortController();
  const end = await transport.coordinator(RUN);
  const logged = new Set<string>();
  const executor = createTransportExecutor({
    ...{ end, clock: waitingClock, failurePolicy: DEFAULT_FAILURE_POLICY, needsOf: () => ({}) },
    ...{ isLogged: (trial) => logged.has(trialKey(trial)), keepFiles: async () => {}, onEvent: () => {} },
  });
  const startedMs = performance.now();
  const executed = executor.execute(trialSource(trials), () => {}, stop.signal);
  while ((await end.offers()).length < OPEN) await sleep(50);
  const seconds = (performance.now() - startedMs) / 1000;
  await sleep(5000);
  const megabytes = process.memoryUsage.rss() / 2 ** 20;
  const before = process.cpuUsage();
  await sleep(5000);
  const { user, system } = process.cpuUsage(before);
  stop.abort();
  await executed;
  await end.close();
  await transport.remove();
  return { seconds, megabytes, share: (user + system) / 5e6 };
}

const { seconds, megabytes, share } = await manyOpen();
console.log(
  `${OPEN} open trials: offered in ${seconds.toFixed(1)} s; the whole process ${megabytes.toFixed(0)} MB resident; ` +
    `${(share * 100).toFixed(1)} % of a core while nothing happens (load ${loadavg()[0]?.toFixed(1)})`,
);
const idle = await idleWorkers();
console.log(
  `${IDLE} idle workers in one process: ${(idle * 100).toFixed(1)} % of a core (load ${loadavg()[0]?.toFixed(1)})`,
);
