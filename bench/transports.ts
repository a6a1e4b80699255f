/**
 * @file Trials a second through each transport: a trainer that returns at once, worker processes of one place each, a log in
 * SQLite, and a plan that asks trial by trial through a window; and how soon a silent worker's trial is with another. `npm run bench:transports [-- KIND...]`; `WORKERS`, `TRIALS`, `RUNS`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_FAILURE_POLICY, type Plan, replicateTrial, trialKey } from '../src/core/index.js';
import { runPlan, waitingClock } from '../src/evidence/drive/index.js';
import { createSqliteStore } from '../src/evidence/log/index.js';
import { createTransportExecutor } from '../src/work/transports/index.js';
import { candidatesOf } from './transport-candidates.js';
import { HANDOVER_LEASE_MS, handover } from './transport-handover.js';
import { type BenchTransport, TRANSPORTS } from './transport-kinds.js';

const WORKERS = Number(process.env.WORKERS ?? 4);
const TRIALS = Number(process.env.TRIALS ?? 3000);
const RUNS = Number(process.env.RUNS ?? 3);
const WINDOW = 128;
/** As the command line groups what it logs. */
const GROUP_MS = 5;
const WORKER = fileURLToPath(new URL('./transport-worker.js', import.meta.url));

const candidates = candidatesOf();

const plan: Plan<{ readonly applied: number }> = {
  window: () => WINDOW,
  begin: () => ({ applied: 0 }),
  next: ({ applied }, pending) => {
    const asked = applied + pending.length;
    if (asked >= TRIALS) return pending.length > 0 ? { kind: 'wait', outcomes: 1 } : { kind: 'finished' };
    const trial = replicateTrial(`c${asked % candidates.length}`, Math.floor(asked / candidates.length), 0);
    return { kind: 'asked', asks: [trial], stage: { number: 1, phase: 'race' }, divisible: true };
  },
  apply: ({ applied }, outcomes) => ({ state: { applied: applied + outcomes.length }, decisions: [] }),
};

/** From the first outcome to the last. */
async function measure(transport: BenchTransport, folder: string): Promise<number> {
  const header = {
    ...{ name: 'bench', identity: 'bench', identityParts: {}, seed: 1, plan: {}, experiment: {}, candidates },
  };
  const store = createSqliteStore(join(folder, 'log.sqlite'), header);
  const question = store.ask({ header });
  const end = await transport.coordinator({ id: 'bench', signature: 'bench', name: 'bench', payload: {} });
  const workers = Array.from({ length: WORKERS }, () => fork(WORKER, [transport.kind, transport.address]));
  // Heard from the start on, so that none can have gone unheard.
  const exits = workers.map((worker) => once(worker, 'exit'));
  const missing = Promise.race(exits).then(([code, signal]) => {
    throw new Error(`A worker ended in the middle of the run (${code ?? signal}).`);
  });
  const logged = new Set<string>();
  const times: number[] = [];
  const executor = createTransportExecutor({
    end,
    clock: waitingClock,
    failurePolicy: DEFAULT_FAILURE_POLICY,
    needsOf: () => ({}),
    isLogged: (trial) => logged.has(trialKey(trial)),
    keepFiles: async () => {},
    onEvent: () => {},
  });
  const run = runPlan({
    ...{ plan, question, executor, budget: {}, signal: new AbortController().signal, environment: {} },
    groupMs: GROUP_MS,
    onEvent: (event) => {
      if (event.kind === 'outcome') times.push(performance.now());
    },
  });
  try {
    await Promise.race([run, missing]);
  } catch (error) {
    for (const worker of workers) worker.kill();
    throw error;
  }
  await executor.close();
  await end.end();
  // One that came when all was over waits for another run.
  for (const worker of workers) worker.kill();
  await Promise.all(exits);
  await end.close();
  store.close();
  const [first = 0] = times;
  return (times.length - 1) / (((times.at(-1) ?? 0) - first) / 1000);
}

const kinds = process.argv.slice(2).filter((name) => name in TRANSPORTS);
for (const kind of kinds.length > 0 ? kinds : Object.keys(TRANSPORTS)) {
  for (const parent of ['/dev/shm', tmpdir()]) {
    const rates: number[] = [];
    const handovers: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const transport = await (TRANSPORTS[kind] as (typeof TRANSPORTS)[string])(parent);
      const folder = mkdtempSync(join(parent, 'surefoot-log-'));
      try {
        rates.push(await measure(transport, folder));
        handovers.push(await handover(transport));
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await transport.remove();
      }
    }
    const [load = 0] = loadavg();
    const figures = rates.map((rate) => rate.toFixed(0)).join(', ');
    console.log(
      `${kind}, ${parent}: ${figures} trials/s (${WORKERS} workers, ${TRIALS} trials; load ${load.toFixed(1)})`,
    );
    const late = handovers.map((ms) => ms.toFixed(0)).join(', ');
    console.log(`  a silent worker's trial is with another ${late} ms after its lease of ${HANDOVER_LEASE_MS} ms`);
  }
}
