/**
 * @file Examples per second of the network trainer beside PyTorch, alternating in one run: one thread each, and two of
 * our processes beside PyTorch with two threads. `npm run bench:train` prints a table, `-- --json` a list of rows.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { permutation, randomFrom } from '../src/core/index.js';
import { measureGemmPeak, operationsPerExample } from './gemm-peak.js';
import { type BenchNetwork, NETWORKS } from './networks.js';
import { makeSetup } from './setup.js';
import { TorchProcess } from './torch-process.js';
import { openOurs, openTorch, TORCH_SCRIPT, type Trainee } from './trainees.js';
import { openTwoProcesses } from './two-processes.js';

const BATCHES = [32, 64, 256];
/** The batch at which two processes are compared. */
const TWO_PROCESS_BATCH = 64;
const REPEATS = 9;
/** Both sides must agree this far, from equal weights and batches, before a ratio is worth printing. */
const AGREEMENT = { steps: 50, tolerance: 1e-3 };

/** Rates are examples per second, medians of epochs; ratios are medians of ratios of epochs that followed each other. */
interface Row {
  readonly network: string;
  readonly batch: number;
  readonly ours: number;
  readonly pytorch: number | null;
  readonly pytorchTuned: number | null;
  readonly ratio: number | null;
  readonly ratioTuned: number | null;
  /** Operations per second of our side against those of a large matrix product. */
  readonly shareOfGemmPeak: number;
  readonly twoProcesses: number | null;
  readonly pytorchTunedTwoThreads: number | null;
  readonly ratioTwoProcesses: number | null;
}

async function benchNetwork(network: BenchNetwork, batch: number, withTorch: boolean, peak: number): Promise<Row> {
  const setup = makeSetup(network, batch);
  const trainees = [await openOurs(setup)];
  if (withTorch) trainees.push(await openTorch('plain', 1, setup), await openTorch('tuned', 1, setup));
  try {
    const agrees = await compareLosses(network, batch, trainees);
    const seconds = await alternate(trainees);
    const [ours, pytorch, pytorchTuned] = ratesOf(seconds, network.count);
    const isCompared = withTorch && agrees;
    return {
      network: network.name,
      batch,
      ours: ours as number,
      pytorch: pytorch ?? null,
      pytorchTuned: pytorchTuned ?? null,
      ratio: isCompared ? pairedRatio(seconds, 1) : null,
      ratioTuned: isCompared ? pairedRatio(seconds, 2) : null,
      shareOfGemmPeak: ((ours as number) * operationsPerExample(network)) / peak,
      ...(await benchTwoProcesses(network, batch, isCompared)),
    };
  } finally {
    for (const trainee of trainees) await trainee.close();
  }
}

async function benchTwoProcesses(network: BenchNetwork, batch: number, isCompared: boolean) {
  if (!isCompared || batch !== TWO_PROCESS_BATCH) {
    return { twoProcesses: null, pytorchTunedTwoThreads: null, ratioTwoProcesses: null };
  }
  const trainees = [
    await openTwoProcesses(network.name, batch),
    await openTorch('tuned', 2, makeSetup(network, batch)),
  ];
  const seconds = await alternate(trainees);
  for (const trainee of trainees) await trainee.close();
  const [twoProcesses, pytorchTunedTwoThreads] = ratesOf(seconds, network.count) as [number, number];
  return { twoProcesses, pytorchTunedTwoThreads, ratioTwoProcesses: pairedRatio(seconds, 1) };
}

/** Whether all sides' losses from equal weights agree along the same batches. */
async function compareLosses(network: BenchNetwork, batch: number, trainees: readonly Trainee[]): Promise<boolean> {
  const random = randomFrom('bench', 'agreement');
  const { steps, tolerance } = AGREEMENT;
  // As many epochs as the steps take, each cut to whole batches.
  const whole = Math.floor(network.count / batch) * batch;
  const epochs = Array.from({ length: Math.ceil((steps * batch) / whole) }, () => permutation(network.count, random));
  const order = Int32Array.from(epochs.flatMap((epoch) => [...epoch.slice(0, whole)])).slice(0, steps * batch);
  const [ours, ...others] = await Promise.all(trainees.map((trainee) => trainee.losses(order)));
  const worst = Math.max(
    0,
    ...others.flatMap((losses) => losses.map((loss, step) => Math.abs(loss - (ours?.[step] as number)))),
  );
  if (worst <= tolerance) return true;
  console.error(`${network.name} ${batch}: losses differ by ${worst.toExponential(1)} within ${steps} steps; no ratio`);
  return false;
}

/** Seconds of each trainee's epochs, which alternate after one that is not timed. */
async function alternate(trainees: readonly Pick<Trainee, 'timeEpoch'>[]): Promise<number[][]> {
  const seconds: number[][] = trainees.map(() => []);
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    for (const [index, trainee] of trainees.entries()) {
      const time = await trainee.timeEpoch();
      if (repeat > 0) (seconds[index] as number[]).push(time);
    }
  }
  return seconds;
}

function ratesOf(seconds: readonly number[][], count: number): readonly number[] {
  return seconds.map((times) => count / median(times));
}

/** How many times as long trainee `index` took as the first one, epoch by epoch. */
function pairedRatio(seconds: readonly number[][], index: number): number {
  const first = seconds[0] as readonly number[];
  return median((seconds[index] as readonly number[]).map((time, repeat) => time / (first[repeat] as number)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** True where PyTorch and OpenBLAS are installed; else says what is missing. */
async function describeTorch(): Promise<boolean> {
  const missing = [
    ['python3-torch', '/usr/lib/python3/dist-packages/torch'],
    ['libopenblas0', '/usr/lib/x86_64-linux-gnu/openblas-pthread'],
  ].filter(([, path]) => !existsSync(path as string));
  if (missing.length > 0) {
    console.error(`No comparison: ${missing.map(([name]) => name).join(' and ')} not installed (apt install them).`);
    return false;
  }
  const torch = new TorchProcess(TORCH_SCRIPT);
  const { torch: version, blas } = await torch.ask<{ torch: string; blas: string[] }>({ kind: 'environment' });
  torch.close();
  console.error(
    `PyTorch ${version} with ${blas.join(', ')}; one thread each; medians of ${REPEATS} alternating epochs`,
  );
  return true;
}

function printTable(rows: readonly Row[]): void {
  const format = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '-';
  console.table(
    rows.map((row) => ({
      network: row.network,
      batch: row.batch,
      'ours ex/s': format(row.ours, 0),
      PyTorch: format(row.pytorch, 0),
      ratio: format(row.ratio, 2),
      tuned: format(row.pytorchTuned, 0),
      'ratio tuned': format(row.ratioTuned, 2),
      'of GEMM peak': format(row.shareOfGemmPeak, 2),
      '2 processes': format(row.twoProcesses, 0),
      '2 threads tuned': format(row.pytorchTunedTwoThreads, 0),
      'ratio of 2': format(row.ratioTwoProcesses, 2),
    })),
  );
}

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, network: { type: 'string' } },
});
const withTorch = await describeTorch();
const peak = await measureGemmPeak();
console.error(
  `GEMM peak ${(peak / 1e9).toFixed(0)} GFLOP/s on one thread; a share above 1 is the gain of minimal filtering`,
);
const rows: Row[] = [];
for (const network of NETWORKS) {
  if (options.network !== undefined && options.network !== network.name) continue;
  for (const batch of BATCHES) rows.push(await benchNetwork(network, batch, withTorch, peak));
}
if (options.json) console.log(JSON.stringify(rows, null, 2));
else printTable(rows);
