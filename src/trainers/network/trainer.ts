/** @file The network trainer: one trial in, its losses and trained weights out. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { permutation, streamRandom, type Trainer, type TrainingContext, type Trial } from '../../core/index.js';
import { type Dataset, drawSample, type Samples } from '../../datasets/index.js';
import { sizeOf } from './graph/tensor.js';
import { encodeInferenceGraph, inferenceTensors, type TrainedWeights } from './inference-graph.js';
import { initializeParameters } from './initializers/index.js';
import { evaluatePredictions } from './metrics/evaluate-predictions.js';
import { buildNetwork, type Network } from './network.js';
import { predict } from './runtime/predict.js';
import { SessionCache } from './runtime/session.js';
import { TrainingRun, type TrainingSample } from './runtime/training-run.js';
import { applyScaling, fitScaling } from './scaling.js';
import { encodeTrainingGraph } from './training-graph.js';
import { encodeWeights } from './weights-file.js';

export interface NetworkTrainerOptions {
  readonly dataset: Dataset;
  /** Compiled graphs kept for later trials; default 16. */
  readonly keptSessions?: number;
}

/** The name of the file, and of the artifact, from which a model can be exported. */
const WEIGHTS = 'weights';

export function createNetworkTrainer({ dataset, keptSessions = 16 }: NetworkTrainerOptions): Trainer {
  const sessions = new SessionCache(keptSessions);
  return {
    train: async (candidate, trial, context) => {
      const network = buildNetwork(candidate.configuration, dataset);
      const { weights, lossPerEpoch } = await trainNetwork(network, dataset, trial, context, sessions);
      if (!lossPerEpoch.every(Number.isFinite)) return { loss: Number.NaN, lossPerEpoch };
      const { loss, metrics } = await evaluateWeights(network, weights, dataset.selection, sessions);
      if (!Number.isFinite(loss) || context.artifactFolder === undefined) return { loss, metrics, lossPerEpoch };
      const path = join(context.artifactFolder, WEIGHTS);
      await writeFile(path, encodeWeights(weights));
      return { loss, metrics, lossPerEpoch, artifacts: { [WEIGHTS]: path } };
    },
    close: () => sessions.close(),
  };
}

interface Training {
  readonly weights: TrainedWeights;
  /** Mean training loss of each epoch; the last one is not finite where training diverged. */
  readonly lossPerEpoch: readonly number[];
}

async function trainNetwork(
  network: Network,
  dataset: Dataset,
  trial: Trial,
  context: TrainingContext,
  sessions: SessionCache,
): Promise<Training> {
  const { configuration, parameters: specs, data } = network;
  const { streams, fidelity } = trial;
  const random = (stream: 'init' | 'sample' | 'order') => streamRandom(context.experimentSeed, stream, streams[stream]);
  const chosen = drawSample(dataset, fidelity.sampleSize, random('sample'));
  const raw = takeExamples(dataset.pool, chosen, sizeOf(data.inputShape), data.targetNames.length);
  const scaling = fitScaling(configuration.inputs, raw.inputs, data.inputShape.at(-1) as number);
  const sample = { ...raw, inputs: applyScaling(scaling, raw.inputs) };

  const batch = Math.min(configuration.batchSize, sample.count);
  const key = `train ${batch} ${network.graphKey}`;
  const session = await sessions.open(key, () => encodeTrainingGraph(network, batch));
  const initial = initializeParameters(configuration.initialization, specs, random('init'));
  const run = new TrainingRun(session, network, batch, sample, initial);
  const order = random('order');
  const lossPerEpoch: number[] = [];
  const epochs = fidelity.epochs || configuration.epochs;
  while (lossPerEpoch.length < epochs && lossPerEpoch.every(Number.isFinite)) {
    context.signal.throwIfAborted();
    const losses = await run.runEpoch(permutation(sample.count, order), () => configuration.optimizer.learningRate);
    lossPerEpoch.push(meanOfBatches(losses, batch, sample.count));
  }
  return { weights: { parameters: run.parameters, scaling }, lossPerEpoch };
}

/** Mean over examples from the means of batches, the last of which may be shorter. */
function meanOfBatches(losses: Float32Array, batch: number, count: number): number {
  let total = 0;
  for (const [index, loss] of losses.entries()) total += loss * Math.min(batch, count - index * batch);
  return total / count;
}

function takeExamples(pool: Samples, chosen: Int32Array, inputSize: number, targetSize: number): TrainingSample {
  const inputs = new Float32Array(chosen.length * inputSize);
  const targets = new Float32Array(chosen.length * targetSize);
  chosen.forEach((example, row) => {
    inputs.set(pool.inputs.subarray(example * inputSize, (example + 1) * inputSize), row * inputSize);
    targets.set(pool.targets.subarray(example * targetSize, (example + 1) * targetSize), row * targetSize);
  });
  return { count: chosen.length, inputs, targets };
}

async function evaluateWeights(network: Network, weights: TrainedWeights, samples: Samples, sessions: SessionCache) {
  const { data, loss, outputs: width } = network;
  const session = await sessions.open(`infer ${network.graphKey}`, () => encodeInferenceGraph(network, weights, false));
  const tensors = [...inferenceTensors(network, weights)].map(([name, { shape, values }]) => [
    name,
    new Tensor('float32', values, shape),
  ]);
  const outputs = await predict(session, samples.inputs, data.inputShape, Object.fromEntries(tensors));
  const targetWidth = data.targetNames.length;
  const predictions = { count: samples.count, width, outputs, targetWidth, targets: samples.targets };
  return { loss: loss.evaluate(predictions), metrics: evaluatePredictions(data.task, predictions) };
}
