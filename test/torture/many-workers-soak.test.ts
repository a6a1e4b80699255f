/**
 * @file Many workers of one group of processes, at a queue and in a shared folder: 16; `npm run soak` takes 256. Every trial has its outcome
 * once, and what share of the time places stood idle is said.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_FAILURE_POLICY, type Outcome, replicateTrial, trialKey } from '../../src/core/index.js';
import { waitingClock } from '../../src/evidence/drive/index.js';
import { createTransportExecutor, transportAt } from '../../src/work/transports/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { sampleRun } from '../conformance/transport/hall.js';
import { until } from '../until.js';
import { hasRedis, startRedis, withoutRedis } from '../work/transports/queue/redis-server.js';

const WORKERS = Number(process.env.MANY_WORKERS ?? 16);
const PROCESSES = 4;
const TRIALS_EACH = 6;
/** So that all of them together ask for the same number of trials a second, however many they are. */
const TRAIN_MS = 15 * WORKERS;
const GROUP = fileURLToPath(new URL('worker-group.mjs', import.meta.url));

async function trainAll(kind: string, address: string): Promise<void> {
  const host = { clock: waitingClock, owner: 'many', isGone: () => false };
  const end = await transportAt(address).coordinator(address, sampleRun, host, {});
  const children: ChildProcess[] = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, [GROUP, address, `${WORKERS / PROCESSES}`, `${TRAIN_MS}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  const said = Promise.all(children.map(({ stdout }) => text(stdout as NonNullable<typeof stdout>)));
  await until(async () => (await end.workers()).length === WORKERS);
  const trials = Array.from({ length: WORKERS * TRIALS_EACH }, (_, index) =>
    replicateTrial(`c${index % 8}`, Math.floor(index / 8), 0),
  );
  const waiting = [...trials];
  const outcomes: Outcome[] = [];
  let lost = 0;
  const executor = createTransportExecutor({
    ...{ end, clock: waitingClock, failurePolicy: DEFAULT_FAILURE_POLICY, needsOf: () => ({}), isLogged: () => false },
    keepFiles: async () => {},
    onEvent: ({ kind }) => {
      if (kind === 'trial-lost') lost++;
    },
  });
  const startedMs = performance.now();
  const source = { take: () => waiting.shift(), more: async () => false };
  const give = (outcome: Outcome) => {
    outcomes.push(outcome);
    executor.logged?.([outcome.trial]);
  };
  await executor.execute(source, give, new AbortController().signal);
  const wallMs = performance.now() - startedMs;
  await executor.close();
  await end.end();
  await end.close();
  const groups = (await said).map((line) => JSON.parse(line) as { readonly trained: number; readonly busyMs: number });
  const trained = groups.reduce((sum, group) => sum + group.trained, 0);
  const busyMs = groups.reduce((sum, group) => sum + group.busyMs, 0);
  const order = (keys: readonly string[]) => keys.toSorted();
  expect(order(outcomes.map(({ trial }) => trialKey(trial)))).toEqual(order(trials.map(trialKey)));
  for (const { trial, status, loss } of outcomes) expect([status, loss]).toEqual(['completed', trial.streams.init + 1]);
  console.log(
    `${kind}: ${WORKERS} workers in ${PROCESSES} processes, ${outcomes.length} outcomes of ${trials.length}, ${trained} trainings of ${TRAIN_MS} ms, ` +
      `${lost} lost; ${(wallMs / 1000).toFixed(1)} s, idle ${(100 - (100 * busyMs) / (WORKERS * wallMs)).toFixed(1)} % of the time (load ${loadavg()[0]?.toFixed(0)})`,
  );
}

test.skipIf(!hasRedis)(`${WORKERS} workers at a queue${withoutRedis}`, async () => {
  const server = await startRedis();
  onTestFinished(() => server.remove());
  await trainAll('queue', server.address);
});

test(`${WORKERS} workers in a shared folder`, async () => {
  const address = join(temporaryFolder(onTestFinished), 'exchange');
  mkdirSync(address, { mode: 0o700 });
  await trainAll('folder', address);
});
