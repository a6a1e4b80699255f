/**
 * @file Trials a second through each transport: a trainer that returns at once, worker processes of one place each, a log in
 * SQLite, and a plan that asks trial by trial through a window; and how soon a silent worker's trial is with another. `npm run bench:transports [-- KIND...]`;
 * `WORKERS`, `TRIALS`, `RUNS`. `PAIRS=10` measures two kinds in turn, so that other work on the machine meets both alike, and gives the
 * median of the second one's rate by the first one's, pair by pair, and of the processor time that coordinator and workers took for a trial (Linux),
 * which other work disturbs less.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_FAILURE_POLICY, type Plan, replicateTrial, trialKey } from '../src/core/index.js';
import { runPlan, waitingClock } from '../src/evidence/drive/index.js';
import { createSqliteStore } from '../src/evidence/log/index.js';
import { median } from '../src/stats/index.js';
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

interface Measured {
  /** Trials a second, from the first outcome to the last. */
  readonly rate: number;
  /** Processor time of coordinator and workers for a trial, in ms, their start included. */
  readonly cpuMs: number;
}

/** Of a process so far, in ms; NaN where the system does not say. */
function cpuMsOf(pid: number | string): number {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(words[11]) + Number(words[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

const TICK_MS = 10;

async function measure(transport: BenchTransport, folder: string): Promise<Measured> {
  const beganMs = cpuMsOf('self');
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
  const cpuMs = workers.reduce((sum, { pid = 0 }) => sum + cpuMsOf(pid), cpuMsOf('self') - beganMs);
  await executor.close();
  await end.end();
  // One that came when all was over waits for another run.
  for (const worker of workers) worker.kill();
  await Promise.all(exits);
  await end.close();
  store.close();
  const [first = 0] = times;
  return { rate: (times.length - 1) / (((times.at(-1) ?? 0) - first) / 1000), cpuMs: cpuMs / times.length };
}

/** In a place of its own. */
async function measured(kind: string, parent: string): Promise<Measured> {
  const transport = await (TRANSPORTS[kind] as (typeof TRANSPORTS)[string])(parent);
  const folder = mkdtempSync(join(parent, 'surefoot-log-'));
  try {
    return await measure(transport, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await transport.remove();
  }
}

/** Of each pair one begins, in turn. */
async function alternate([one, other]: readonly [string, string], pairs: number, parent: string): Promise<void> {
  const found: (readonly [Measured, Measured])[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? [one, other] : [other, one];
    const both = [await measured(order[0] as string, parent), await measured(order[1] as string, parent)] as const;
    found.push(order[0] === one ? both : [both[1], both[0]]);
  }
  const [load = 0] = loadavg();
  console.log(`${one} and ${other}, ${parent} (${WORKERS} workers, ${TRIALS} trials; load ${load.toFixed(1)})`);
  for (const [name, unit] of [
    ['rate', 'trials/s'],
    ['cpuMs', 'ms of processor time a trial'],
  ] as const) {
    const ratios = found.map(([a, b]) => b[name] / a[name]);
    const [low, high] = medianInterval(ratios);
    console.log(`  ${found.map(([a, b]) => `${a[name].toPrecision(3)}/${b[name].toPrecision(3)}`).join(', ')} ${unit}`);
    console.log(
      `  ${other} by ${one}: median ${median(ratios).toFixed(3)} of ${pairs} pairs, 95 % interval [${low.toFixed(3)}, ${high.toFixed(3)}] (order statistics)`,
    );
  }
}

/** Of the k-th smallest and largest, which have the median between them at 95 % or more. */
function medianInterval(values: readonly number[]): readonly [number, number] {
  const inOrder = values.toSorted((a, b) => a - b);
  const { length } = inOrder;
  let chance = 2 ** -length;
  let outside = 0;
  let rank = 0;
  // Binomial: how often fewer than so many lie below the median.
  while (2 * (outside + chance) <= 0.05) {
    outside += chance;
    chance *= (length - rank) / (rank + 1);
    rank++;
  }
  const place = Math.max(0, rank - 1);
  return [inOrder[place] ?? Number.NaN, inOrder[length - 1 - place] ?? Number.NaN];
}

const PAIRS = Number(process.env.PAIRS ?? 0);
const kinds = process.argv.slice(2).filter((name) => name in TRANSPORTS);
const [one, other] = kinds;
if (PAIRS > 0) {
  if (one === undefined || other === undefined) throw new Error('PAIRS takes two kinds.');
  await alternate([one, other], PAIRS, '/dev/shm');
} else
  for (const kind of kinds.length > 0 ? kinds : Object.keys(TRANSPORTS)) {
    for (const parent of ['/dev/shm', tmpdir()]) {
      const rates: number[] = [];
      const handovers: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const transport = await (TRANSPORTS[kind] as (typeof TRANSPORTS)[string])(parent);
        const folder = mkdtempSync(join(parent, 'surefoot-log-'));
        try {
          rates.push((await measure(transport, folder)).rate);
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
