/**
 * @file What the sizes in parameter-groups.ts and the forms of matrix products are chosen by: processor time of a training step with
 * parameters held in each way, and of the weight gradient of a dense layer in each form. `npm run bench:groups`.
 */
import { permutation, randomFrom } from '../src/core/index.js';
import { buildNetwork, type Network } from '../src/engine/network/network.js';
import { encodeModel, OnnxGraph } from '../src/engine/network/onnx/onnx-graph.js';
import { groupParameters } from '../src/engine/network/parameter-groups.js';
import { Tensor } from '../src/engine/network/runtime/onnxruntime.js';
import { openSession } from '../src/engine/network/runtime/session.js';
import { TrainingRun } from '../src/engine/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../src/engine/network/training-graph.js';
import { scaleSample } from '../src/engine/network/training-sample.js';
import { type BenchNetwork, networkNamed } from './networks.js';
import { makeSetup } from './setup.js';

const REPEATS = 9;
const STEPS = 16;
const BATCH = 8;
const NEVER = Number.POSITIVE_INFINITY;

const WAYS = {
  joined: { alone: NEVER, chunked: NEVER, chunk: 1 },
  alone: { alone: 1, chunked: NEVER, chunk: 1 },
  'chunks of 65536': { alone: 1, chunked: 131_072, chunk: 65_536 },
  'chunks of 262144': { alone: 1, chunked: 524_288, chunk: 262_144 },
  'as it is': undefined,
} as const;

type Way = keyof typeof WAYS;

/** Milliseconds of processor time of each job, medians of turns. */
async function alternate(jobs: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const times: number[][] = jobs.map(() => []);
  for (let turn = 0; turn <= REPEATS; turn++) {
    for (const [index, job] of jobs.entries()) {
      const before = process.cpuUsage();
      await job();
      const { user, system } = process.cpuUsage(before);
      if (turn > 0) times[index]?.push((user + system) / 1000);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] as number);
}

async function trainingBy(bench: BenchNetwork, built: Network, way: Way) {
  const network = { ...built, groups: groupParameters(built.parameters, WAYS[way]) };
  const { inputs, targets, parameters } = makeSetup(bench, BATCH);
  const { sample } = scaleSample(network, { count: bench.count, inputs, targets, features: {} });
  const session = await openSession(encodeTrainingGraph(network, BATCH));
  const member = { network, batch: BATCH, sample, parameters, noise: randomFrom('bench', 'noise') };
  const run = new TrainingRun({ session, members: [member] });
  const order = permutation(bench.count, randomFrom('bench', 'order')).slice(0, STEPS * BATCH);
  return () => run.runEpoch([{ order, learningRateAt: () => network.optimizer.learningRate }]);
}

async function printGroups(): Promise<void> {
  console.log(`Microseconds of a step of two dense layers, batch ${BATCH}:`);
  const rows: Record<string, string | number>[] = [];
  for (const units of [64, 128, 192, 256, 512, 1024]) {
    const bench = { ...(networkNamed(`mlp-2x${units}`) as BenchNetwork), count: STEPS * BATCH };
    const built = buildNetwork({ ...bench.configuration, batchSize: BATCH }, bench.data);
    const ways = Object.keys(WAYS) as Way[];
    const jobs = await Promise.all(ways.map((way) => trainingBy(bench, built, way)));
    const times = (await alternate(jobs)).map((ms) => Math.round((ms / STEPS) * 1000));
    rows.push({
      'values of the largest tensor': units * units,
      ...Object.fromEntries(ways.map((way, at) => [way, times[at] as number])),
    });
  }
  console.table(rows);
}

/** X^T D for X [batch, width], D [batch, width], as a session, which gives one element of it: handing over more takes longer than computing it. */
async function gradientBy(form: 'transA' | 'transposed first', batch: number, width: number) {
  const onnx = new OnnxGraph('gradient');
  const [x, d] = ['x', 'd'].map((name) => onnx.input(name, 'float32', [batch, width])) as [string, string];
  const give = (value: string, columns: number): void => {
    onnx.slice(onnx.slice(value, 0, 0, 1), 1, 0, 1, `of ${columns}`);
    onnx.output(`of ${columns}`, 'float32', [1, 1]);
  };
  if (form === 'transA') give(onnx.node('Gemm', [x, d], { transA: 1 }), width);
  else {
    const transposed = onnx.node('Transpose', [x], { perm: [1, 0] });
    // A second reader keeps the runtime from fusing it with the product.
    give(transposed, 0);
    give(onnx.node('Gemm', [transposed, d]), width);
  }
  const session = await openSession(encodeModel(onnx));
  const matrix = new Tensor('float32', new Float32Array(batch * width).fill(0.5), [batch, width]);
  return async () => {
    for (let repeat = 0; repeat < STEPS; repeat++) await session.run({ x: matrix, d: matrix });
  };
}

async function printGradients(): Promise<void> {
  console.log('Microseconds of a weight gradient, [width, batch] x [batch, width]:');
  const rows: Record<string, number>[] = [];
  for (const width of [64, 256, 1024]) {
    for (const batch of [8, 32, 256]) {
      const jobs = [await gradientBy('transA', batch, width), await gradientBy('transposed first', batch, width)];
      const [gemm, transposed] = (await alternate(jobs)).map((ms) => Math.round((ms / STEPS) * 1000)) as [
        number,
        number,
      ];
      rows.push({ width, batch, 'Gemm with transA': gemm, 'Transpose, then Gemm': transposed });
    }
  }
  console.table(rows);
}

await printGroups();
await printGradients();
