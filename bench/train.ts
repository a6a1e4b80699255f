/**
 * @file Examples per second of the network trainer beside PyTorch, alternating in one run: one thread each, and two of
 * our processes beside PyTorch with two threads. `npm run bench:train` prints a table, `-- --json` a list of rows. Processor time is
 * held against wall time: who used more cores than it was given gets no ratio, and where others had the processor it is said.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { permutation, randomFrom } from '../src/core/index.js';
import { measureGemmPeak, operationsPerExample } from './gemm-peak.js';
import { type BenchNetwork, NETWORKS } from './networks.js';
import { makeSetup } from './setup.js';
import { TorchProcess } from './torch-process.js';
import { type EpochTime, openOurs, openTorch, TORCH_SCRIPT, type Trainee } from './trainees.js';
import { openTwoProcesses } from './two-processes.js';

const BATCHES = [32, 64, 256];
/** The batch at which two processes are compared. */
const TWO_PROCESS_BATCH = 64;
const REPEATS = 9;
/** Both sides must agree this far, from equal weights and batches, before a ratio is worth printing. */
const AGREEMENT = { steps: 50, tolerance: 1e-3 };

/** More cores than this for one thread cannot be an error of the clocks. */
const MOST_CORES = 1.05;

/**
 * Rates are examples per second, medians of epochs; ratios are medians of ratios of epochs that followed each other: of wall time, and
 * of processor time, which bears a machine with other work.
 */
interface Row {
  readonly network: string;
  readonly batch: number;
  readonly ours: number;
  readonly pytorch: number | null;
  readonly pytorchTuned: number | null;
  readonly ratio: number | null;
  readonly ratioTuned: number | null;
  readonly processorRatio: number | null;
  readonly processorRatioTuned: number | null;
  /** Cores that each side had on average: ours, PyTorch, PyTorch tuned. */
  readonly cores: readonly number[];
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
    const times = await alternate(trainees);
    const [ours, pytorch, pytorchTuned] = ratesOf(times, network.count);
    const cores = requireCores(`${network.name} ${batch}`, times, 1);
    const isCompared = withTorch && agrees && cores.every((count) => count <= MOST_CORES);
    return {
      network: network.name,
      batch,
      ours: ours as number,
      pytorch: pytorch ?? null,
      pytorchTuned: pytorchTuned ?? null,
      ratio: isCompared ? pairedRatio(times, 1, 'seconds') : null,
      ratioTuned: isCompared ? pairedRatio(times, 2, 'seconds') : null,
      processorRatio: isCompared ? pairedRatio(times, 1, 'processorSeconds') : null,
      processorRatioTuned: isCompared ? pairedRatio(times, 2, 'processorSeconds') : null,
      cores,
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
  const times = await alternate(trainees);
  for (const trainee of trainees) await trainee.close();
  const [twoProcesses, pytorchTunedTwoThreads] = ratesOf(times, network.count) as [number, number];
  const cores = requireCores(`${network.name} ${batch}, two of each`, times, 2);
  const isWithin = cores.every((count) => count <= 2 * MOST_CORES);
  return {
    twoProcesses,
    pytorchTunedTwoThreads,
    ratioTwoProcesses: isWithin ? pairedRatio(times, 1, 'seconds') : null,
  };
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

/** Times of each trainee's epochs, which alternate after one that is not timed. */
async function alternate(trainees: readonly Pick<Trainee, 'timeEpoch'>[]): Promise<EpochTime[][]> {
  const times: EpochTime[][] = trainees.map(() => []);
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    for (const [index, trainee] of trainees.entries()) {
      const time = await trainee.timeEpoch();
      if (repeat > 0) (times[index] as EpochTime[]).push(time);
    }
  }
  return times;
}

function ratesOf(times: readonly EpochTime[][], count: number): readonly number[] {
  return times.map((epochs) => count / median(epochs.map(({ seconds }) => seconds)));
}

/** How many times as long trainee `index` took as the first one, epoch by epoch. */
function pairedRatio(times: readonly EpochTime[][], index: number, by: keyof EpochTime): number {
  const first = times[0] as readonly EpochTime[];
  const ratios = (times[index] as readonly EpochTime[]).map(
    (time, repeat) => time[by] / (first[repeat] as EpochTime)[by],
  );
  return median(ratios);
}

/** Cores that each trainee had on average; says where that were more than its threads, or clearly fewer. */
function requireCores(what: string, times: readonly EpochTime[][], threads: number): readonly number[] {
  const cores = times.map((epochs) =>
    median(epochs.map(({ seconds, processorSeconds }) => processorSeconds / seconds)),
  );
  const shown = cores.map((count) => count.toFixed(2)).join(', ');
  if (cores.some((count) => count > MOST_CORES * threads)) {
    console.error(`${what}: cores used are ${shown}, meant are ${threads}: more than was given; no ratio`);
  } else if (cores.some((count) => count < 0.9 * threads)) {
    console.error(`${what}: cores had are ${shown} of ${threads}: others were at work; ratios of processor time hold`);
  }
  return cores;
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
  const torch = new TorchProcess(TORCH_SCRIPT, 1);
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
      'by processor': format(row.processorRatio, 2),
      'tuned by processor': format(row.processorRatioTuned, 2),
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
