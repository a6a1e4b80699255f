/** @file The two sides of the comparison behind one interface: our compiled graph, and PyTorch in a process of its own. */
import { join } from 'node:path';
import { permutation, randomFrom } from '../src/core/index.js';
import { buildNetwork } from '../src/trainers/network/network.js';
import { openSession } from '../src/trainers/network/runtime/session.js';
import { TrainingRun } from '../src/trainers/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../src/trainers/network/training-graph.js';
import { scaleSample } from '../src/trainers/network/training-sample.js';
import type { BenchNetwork } from './networks.js';
import { TorchProcess } from './torch-process.js';

/** npm starts the bench in the package's folder; the compiled script lies elsewhere. */
export const TORCH_SCRIPT = join(process.cwd(), 'bench/torch_training.py');

export interface EpochTime {
  /** On the wall. */
  readonly seconds: number;
  /** Of all threads together: less where others had the processor meanwhile, more where more than one core was used. */
  readonly processorSeconds: number;
}

export interface Trainee {
  /** Loss of each step along `order`. */
  losses(order: Int32Array): Promise<number[]>;
  /** One epoch over a fresh shuffle. */
  timeEpoch(): Promise<EpochTime>;
  close(): Promise<void> | void;
}

export interface Setup {
  readonly network: BenchNetwork;
  readonly batch: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly parameters: Float32Array;
}

/** The code path of the trainer: the same graph, session and run. */
export async function openOurs({ network, batch, inputs, targets, parameters }: Setup): Promise<Trainee> {
  const { count, data } = network;
  const built = buildNetwork({ ...network.configuration, batchSize: batch }, data);
  const session = await openSession(encodeTrainingGraph(built, batch));
  const run = new TrainingRun({
    session,
    network: built,
    batch,
    sample: scaleSample(built, { count, inputs, targets, features: {} }).sample,
    parameters,
    noise: randomFrom('bench', 'noise'),
  });
  const rate = () => built.optimizer.learningRate;
  const random = randomFrom('bench', 'order');
  return {
    losses: async (order) => [...(await run.runEpoch(order, rate))],
    timeEpoch: async () => {
      const [started, before] = [performance.now(), process.cpuUsage()];
      await run.runEpoch(permutation(count, random), rate);
      const { user, system } = process.cpuUsage(before);
      return { seconds: (performance.now() - started) / 1000, processorSeconds: (user + system) / 1e6 };
    },
    close: () => session.release(),
  };
}

export async function openTorch(mode: 'plain' | 'tuned', threads: number, setup: Setup): Promise<Trainee> {
  const { network, batch, inputs, targets, parameters } = setup;
  const { data, count } = network;
  const torch = new TorchProcess(TORCH_SCRIPT, threads);
  await torch.ask({
    kind: 'setup',
    mode,
    threads,
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
    timeEpoch: () => torch.ask<EpochTime>({ kind: 'time' }),
    close: () => torch.close(),
  };
}

function toBase64(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}
