/** @file One training from a trial: sample, weights, epochs, early stopping. */
import { permutation, randomFrom, streamRandom, type Trial } from '../../core/index.js';
import { type Dataset, drawSample, type Samples, takeSamples } from '../../datasets/index.js';
import { augmenter } from './augmentation.js';
import { encodeInferenceGraph, type TrainedWeights } from './inference-graph.js';
import { initialWeights } from './initializers/by-layer.js';
import type { Network } from './network.js';
import { type Evaluation, evaluate, evaluateLoss } from './runtime/evaluate.js';
import type { InferenceSession } from './runtime/onnxruntime.js';
import type { SessionCache } from './runtime/session.js';
import { TrainingRun } from './runtime/training-run.js';
import { buildSchedule } from './schedules/index.js';
import { encodeTrainingGraph } from './training-graph.js';
import { scaleSample } from './training-sample.js';

interface TrainingRequest {
  readonly network: Network;
  readonly dataset: Dataset;
  readonly trial: Trial;
  readonly experimentSeed: number;
  readonly signal: AbortSignal;
  readonly sessions: SessionCache;
  /** Takes each epoch's training loss; what it throws ends the training. */
  readonly report: (loss: number) => void;
}

interface NetworkTraining {
  readonly weights: TrainedWeights;
  /** Mean training loss of each epoch, each batch's before its update, in the units that `TrainingRun.runEpoch` says. */
  readonly lossPerEpoch: readonly number[];
  /** True where a loss was not finite, or above the configuration's limit. */
  readonly diverged: boolean;
}

/** Throws where the sample cannot be used, and the signal's reason when it is aborted between epochs. */
export async function trainNetwork(request: TrainingRequest): Promise<NetworkTraining> {
  const { network, trial, experimentSeed, signal, sessions, report } = request;
  const { configuration } = network;
  const { earlyStopping, lossLimit = Number.MAX_VALUE } = configuration;
  const { training, validation } = drawExamples(request);
  const { sample, ...scaling } = scaleSample(network, training);
  const { init, order, noise } = trial.streams;
  const batch = Math.min(configuration.batchSize, sample.count);
  const run = new TrainingRun({
    session: await sessions.open(`train ${batch} ${network.key}`, () => encodeTrainingGraph(network, batch)),
    network,
    batch,
    sample,
    parameters: initialWeights(network, streamRandom(experimentSeed, 'init', init)),
    noise: streamRandom(experimentSeed, 'noise', noise),
    augment: augmenter(network, scaling, randomFrom('augment', experimentSeed, noise)),
  });
  const shuffle = streamRandom(experimentSeed, 'order', order);
  const epochs = trial.fidelity.epochs || configuration.epochs;
  const duration = { epochs, stepsPerEpoch: Math.ceil(sample.count / batch) };
  const schedule = buildSchedule(configuration.schedule);
  const rateAt = (step: number): number => network.optimizer.learningRate * schedule(step, duration);
  const weightsNow = (): TrainedWeights => ({ parameters: run.parameters, buffers: run.buffers, ...scaling });

  const lossPerEpoch: number[] = [];
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY, weights: weightsNow() };
  while (lossPerEpoch.length < epochs) {
    signal.throwIfAborted();
    const losses = await run.runEpoch(permutation(sample.count, shuffle), rateAt);
    const loss = meanOfBatches(losses, batch, sample.count);
    lossPerEpoch.push(loss);
    report(loss);
    if (!(loss <= lossLimit)) return { weights: weightsNow(), lossPerEpoch, diverged: true };
    if (earlyStopping === undefined) continue;
    const weights = weightsNow();
    const validationLoss = await evaluateLoss(
      await openInference(network, weights, sessions),
      network,
      validation,
      weights,
    );
    if (validationLoss < best.loss) best = { epoch: lossPerEpoch.length, loss: validationLoss, weights };
    if (lossPerEpoch.length - best.epoch >= earlyStopping.patience) break;
  }
  const restores = earlyStopping?.restoreBest && best.epoch > 0;
  return { weights: restores ? best.weights : weightsNow(), lossPerEpoch, diverged: false };
}

export async function evaluateWeights(
  network: Network,
  weights: TrainedWeights,
  samples: Samples,
  sessions: SessionCache,
): Promise<Evaluation> {
  return evaluate(await openInference(network, weights, sessions), network, samples, weights);
}

function openInference(network: Network, weights: TrainedWeights, sessions: SessionCache): Promise<InferenceSession> {
  const key = `infer ${JSON.stringify(network.scales)} ${network.key}`;
  return sessions.open(key, () => encodeInferenceGraph(network, weights, false));
}

/** The trial's sample, and the part of it that early stopping sets aside, both by the `sample` stream. */
function drawExamples({ network, dataset, trial, experimentSeed }: TrainingRequest): {
  readonly training: Samples;
  readonly validation: Samples;
} {
  const random = streamRandom(experimentSeed, 'sample', trial.streams.sample);
  const chosen = drawSample(dataset, trial.fidelity.sampleSize, random);
  const share = network.configuration.earlyStopping?.validation ?? 0;
  const set = Math.min(Math.ceil(share * chosen.length), chosen.length - 1);
  // A whole pool comes in its own order, so that the part set aside must be drawn from it.
  const mixed = set > 0 ? permutation(chosen.length, random).map((place) => chosen[place] as number) : chosen;
  return {
    training: takeSamples(dataset.pool, mixed.subarray(set)),
    validation: takeSamples(dataset.pool, mixed.subarray(0, set)),
  };
}

/** Mean over examples from the means of batches, the last of which may be shorter. */
function meanOfBatches(losses: Float64Array, batch: number, count: number): number {
  let total = 0;
  for (const [index, loss] of losses.entries()) total += loss * Math.min(batch, count - index * batch);
  return total / count;
}
