/**
 * @file Examples per second of the network trainer beside PyTorch, one thread each, alternating in one run.
 * `npm run bench:train` prints a table, `npm run bench:train -- --json` a list of rows.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { permutation, randomFrom } from '../src/core/index.js';
import { initializeParameters } from '../src/trainers/network/initializers/index.js';
import { buildNetwork } from '../src/trainers/network/network.js';
import { openSession } from '../src/trainers/network/runtime/session.js';
import { TrainingRun } from '../src/trainers/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../src/trainers/network/training-graph.js';
import { type BenchNetwork, makeExamples, NETWORKS } from './networks.js';
import { TorchProcess } from './torch-process.js';

/** The compiled script lies elsewhere; npm starts it in the package's folder. */
const SCRIPT = fileURLToPath(new URL(`file://${process.cwd()}/bench/torch_training.py`));
const REPEATS = 7;
/** Both sides must agree this far, from equal weights and batches, before a ratio is worth printing. */
const AGREEMENT = { steps: 50, tolerance: 1e-3 };

interface Row {
  readonly network: string;
  readonly batch: number;
  /** Examples per second. */
  readonly ours: number;
  readonly pytorch: number | null;
  readonly pytorchTuned: number | null;
  readonly ratio: number | null;
  readonly ratioTuned: number | null;
}

interface Trainee {
  /** Loss of each step along `order`. */
  losses(order: Int32Array): Promise<number[]>;
  /** Seconds for one epoch over a fresh shuffle. */
  timeEpoch(): Promise<number>;
  close(): Promise<void> | void;
}

interface Setup {
  readonly network: BenchNetwork;
  readonly batch: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly parameters: Float32Array;
}

async function openOurs({ network, batch, inputs, targets, parameters }: Setup): Promise<Trainee> {
  const { count, data } = network;
  const built = buildNetwork({ ...network.configuration, batchSize: batch }, data);
  const session = await openSession(encodeTrainingGraph(built, batch));
  const run = new TrainingRun({
    session,
    network: built,
    batch,
    sample: { count, inputs, targets, features: new Float32Array() },
    parameters,
    noise: randomFrom('bench', 'noise'),
  });
  const rate = () => built.configuration.optimizer.learningRate;
  const random = randomFrom('bench', 'order');
  return {
    losses: async (order) => [...(await run.runEpoch(order, rate))],
    timeEpoch: async () => {
      const started = performance.now();
      await run.runEpoch(permutation(count, random), rate);
      return (performance.now() - started) / 1000;
    },
    close: () => session.release(),
  };
}

async function openTorch(mode: 'plain' | 'tuned', setup: Setup): Promise<Trainee> {
  const { network, batch, inputs, targets, parameters } = setup;
  const { data, count } = network;
  const torch = new TorchProcess(SCRIPT);
  await torch.ask({
    kind: 'setup',
    mode,
    threads: 1,
    configuration: { ...network.configuration, batchSize: batch },
    inputShape: data.inputShape,
    outputs: data.task === 'classification' ? data.classes.length : data.targetNames.length,
    count,
    inputs: toBase64(inputs),
    targets: toBase64(targets),
    parameters: toBase64(parameters),
  });
  return {
    losses: async (order) => (await torch.ask<{ losses: number[] }>({ kind: 'losses', order: [...order] })).losses,
    timeEpoch: async () => (await torch.ask<{ seconds: number }>({ kind: 'time', epochs: 1 })).seconds,
    close: () => torch.close(),
  };
}

async function benchNetwork(network: BenchNetwork, batch: number, withTorch: boolean): Promise<Row> {
  const { inputs, targets } = makeExamples(network);
  const { parameters: specs } = buildNetwork(network.configuration, network.data);
  const parameters = initializeParameters({ name: 'pytorch' }, specs, randomFrom('bench', 'init'));
  const setup = { network, batch, inputs, targets, parameters };
  const trainees = [await openOurs(setup)];
  if (withTorch) trainees.push(await openTorch('plain', setup), await openTorch('tuned', setup));
  try {
    const order = permutation(network.count, randomFrom('bench', 'agreement')).slice(0, AGREEMENT.steps * batch);
    const losses: number[][] = [];
    for (const trainee of trainees) losses.push(await trainee.losses(order));
    const agree = losses.map((theirs) => largestDifference(theirs, losses[0] as number[]) <= AGREEMENT.tolerance);
    if (!agree.every(Boolean)) console.error(`${network.name} ${batch}: losses differ; no ratio is given`);
    for (const trainee of trainees) await trainee.timeEpoch();
    const seconds: number[][] = trainees.map(() => []);
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      for (const [index, trainee] of trainees.entries()) (seconds[index] as number[]).push(await trainee.timeEpoch());
    }
    const [ours, plain, tuned] = seconds.map((times) => network.count / median(times)) as [number, number?, number?];
    const ratioTo = (index: number): number | null => {
      const paired = seconds[index]?.map((theirs, repeat) => theirs / (seconds[0]?.[repeat] as number));
      return paired && agree[index] ? median(paired) : null;
    };
    return {
      network: network.name,
      batch,
      ours,
      pytorch: plain ?? null,
      pytorchTuned: tuned ?? null,
      ratio: ratioTo(1),
      ratioTuned: ratioTo(2),
    };
  } finally {
    for (const trainee of trainees) await trainee.close();
  }
}

function largestDifference(left: readonly number[], right: readonly number[]): number {
  return left.reduce((worst, value, index) => Math.max(worst, Math.abs(value - (right[index] as number))), 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

function toBase64(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
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
  const torch = new TorchProcess(SCRIPT);
  const { torch: version, blas } = await torch.ask<{ torch: string; blas: string[] }>({ kind: 'environment' });
  torch.close();
  console.error(
    `PyTorch ${version} with ${blas.join(', ')}; one thread each; medians of ${REPEATS} alternating epochs`,
  );
  return true;
}

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const withTorch = await describeTorch();
const rows: Row[] = [];
for (const network of NETWORKS)
  for (const batch of [32, 64, 256]) rows.push(await benchNetwork(network, batch, withTorch));
if (options.json) console.log(JSON.stringify(rows, null, 2));
else {
  console.log('network   batch  ours ex/s  PyTorch  tuned  ratio  ratio tuned');
  for (const row of rows) {
    const cells = [row.ours, row.pytorch, row.pytorchTuned].map((value) => value?.toFixed(0) ?? '-');
    const ratios = [row.ratio, row.ratioTuned].map((value) => value?.toFixed(2) ?? '-');
    console.log([row.network, row.batch, ...cells, ...ratios].join('  '));
  }
}
