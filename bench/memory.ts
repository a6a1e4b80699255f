/**
 * @file Memory and start-up of the network trainer: resident memory while training on 32,000 clusters of 15x15 cells and
 * over 1,000 trials of mixed shapes in one process, and the time to compile a graph and open its session.
 */
import { type JsonObject, randomFrom, replicateStreams } from '../src/core/index.js';
import { createNetworkTrainer } from '../src/engine/built-in.js';
import type { Dataset, Samples } from '../src/engine/datasets/index.js';
import { buildNetwork } from '../src/engine/network/network.js';
import { openSession } from '../src/engine/network/runtime/session.js';
import { encodeTrainingGraph } from '../src/engine/network/training-graph.js';
import { NETWORKS } from './networks.js';

const CELLS = 225;
const SHAPES = 24;

function makeSamples(count: number): Samples {
  const random = randomFrom('memory', count);
  const inputs = new Float32Array(count * CELLS).map(() => random.uniform());
  return { count, inputs, targets: new Float32Array(count).map(() => 1 + random.uniform()), features: {} };
}

function makeDataset(pool: number, selection: number): Dataset {
  return {
    name: 'memory',
    task: 'regression',
    inputShape: [15, 15, 1],
    targetNames: ['y'],
    classes: [],
    pool: makeSamples(pool),
    selection: makeSamples(selection),
    final: makeSamples(1),
    hash: '',
    simulated: true,
  };
}

/** Trains `trials` configurations one after the other and says how much memory the process holds. */
async function trainMany(dataset: Dataset, trials: number, every: number, configure: (trial: number) => JsonObject) {
  const trainer = createNetworkTrainer({ dataset });
  const context = { experimentSeed: 1, signal: new AbortController().signal, report: () => {} };
  for (let index = 0; index < trials; index++) {
    const candidate = { id: 'c', label: '', configuration: configure(index) };
    const fidelity = { sampleSize: 0 };
    await trainer.train(candidate, { candidate: 'c', streams: replicateStreams(index), fidelity, repeat: 0 }, context);
    if ((index + 1) % every === 0) {
      console.log(`after ${index + 1} trials: ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MB resident`);
    }
  }
  await trainer.close?.();
}

for (const network of NETWORKS) {
  const started = performance.now();
  const model = encodeTrainingGraph(buildNetwork(network.configuration, network.data), 64);
  const compiled = performance.now();
  const session = await openSession(model);
  const opened = performance.now();
  await session.release();
  console.log(
    `${network.name}: compiled in ${(compiled - started).toFixed(0)} ms, session in ${(opened - compiled).toFixed(0)} ms`,
  );
}
const [model1] = NETWORKS as [(typeof NETWORKS)[number]];
console.log('32,000 clusters of 15x15:');
await trainMany(makeDataset(32_000, 4_000), 1, 1, () => ({ ...model1.configuration, epochs: 2 }));
console.log('1,000 trials in one process:');
await trainMany(makeDataset(400, 100), 1_000, 100, (trial) => ({
  layers: [{ conv: { filters: 8 + 2 * (trial % SHAPES) } }, { maxPool: 2 }, { dense: { units: 8 } }],
  inputs: 'none',
  epochs: 1,
}));
