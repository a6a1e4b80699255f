/** @file One training on its way through the epochs: what comes next, and when and how it ends. */
import { permutation, type Random, randomFrom, streamRandom, type Trial } from '../../core/index.js';
import { type Dataset, drawSample, type Samples, takeSamples } from '../datasets/index.js';
import { augmenter } from './augmentation.js';
import type { TrainedWeights } from './inference-graph.js';
import { initialWeights } from './initializers/by-layer.js';
import type { Network } from './network.js';
import type { MemberOptions } from './runtime/training-member.js';
import type { MemberEpoch } from './runtime/training-run.js';
import { buildSchedule } from './schedules/index.js';
import { scaleSample } from './training-sample.js';

export interface TrainingRequest {
  readonly network: Network;
  readonly dataset: Dataset;
  readonly trial: Trial;
  readonly experimentSeed: number;
  readonly signal: AbortSignal;
  /** Takes each epoch's training loss; what it throws ends the training. */
  readonly report: (loss: number) => void;
}

export interface NetworkTraining {
  readonly weights: TrainedWeights;
  /** Mean training loss of each epoch, each batch's before its update, in the units that `TrainingRun.runEpoch` says. */
  readonly lossPerEpoch: readonly number[];
  /** True where a loss was not finite, or above the configuration's limit. */
  readonly diverged: boolean;
}

/** What a course asks of those who run it. */
interface CourseSupport {
  /** The parameters and buffers as they are now. */
  weightsNow(): Pick<TrainedWeights, 'parameters' | 'buffers'>;
  /** The loss of weights on samples. */
  judge(network: Network, weights: TrainedWeights, samples: Samples): Promise<number>;
}

export class NetworkCourse {
  readonly member: MemberOptions;
  readonly epochs: number;
  readonly #request: TrainingRequest;
  readonly #scaling: Omit<TrainedWeights, 'parameters' | 'buffers'>;
  readonly #validation: Samples;
  readonly #shuffle: Random;
  readonly #lossPerEpoch: number[] = [];
  #best: { readonly epoch: number; readonly loss: number; readonly weights: TrainedWeights } | undefined;

  /** Throws where the sample cannot be used. */
  constructor(request: TrainingRequest) {
    const { network, trial, experimentSeed } = request;
    const { training, validation } = drawExamples(request);
    const { sample, ...scaling } = scaleSample(network, training);
    const { init, order, noise } = trial.streams;
    this.#request = request;
    this.#scaling = scaling;
    this.#validation = validation;
    this.#shuffle = streamRandom(experimentSeed, 'order', order);
    this.epochs = network.configuration.epochs;
    this.member = {
      network,
      batch: Math.min(network.configuration.batchSize, sample.count),
      sample,
      parameters: initialWeights(network, streamRandom(experimentSeed, 'init', init)),
      noise: streamRandom(experimentSeed, 'noise', noise),
      augment: augmenter(network, scaling, randomFrom('augment', experimentSeed, noise)),
    };
  }

  /** Equal for courses that one graph can take through as many epochs of as many batches. */
  get shape(): string {
    const { batch, network, sample } = this.member;
    return JSON.stringify([this.epochs, sample.count, batch, network.key]);
  }

  /** Throws the signal's reason where it is aborted. */
  nextEpoch(): MemberEpoch {
    this.#request.signal.throwIfAborted();
    const { batch, network, sample } = this.member;
    const duration = { epochs: this.epochs, stepsPerEpoch: Math.ceil(sample.count / batch) };
    const schedule = buildSchedule(network.configuration.schedule);
    return {
      order: permutation(sample.count, this.#shuffle),
      learningRateAt: (step) => network.optimizer.learningRate * schedule(step, duration),
    };
  }

  /** Takes the losses of an epoch's batches; gives the training once it has ended. */
  async endEpoch(losses: Float64Array, support: CourseSupport): Promise<NetworkTraining | undefined> {
    const { batch, network, sample } = this.member;
    const { earlyStopping, lossLimit = Number.MAX_VALUE } = network.configuration;
    const weightsNow = (): TrainedWeights => ({ ...support.weightsNow(), ...this.#scaling });
    const loss = meanOfBatches(losses, batch, sample.count);
    this.#lossPerEpoch.push(loss);
    this.#request.report(loss);
    if (!(loss <= lossLimit)) return this.#end(weightsNow(), true);
    const isLast = this.#lossPerEpoch.length >= this.epochs;
    if (earlyStopping === undefined) return isLast ? this.#end(weightsNow()) : undefined;
    const weights = weightsNow();
    const validationLoss = await support.judge(network, weights, this.#validation);
    if (validationLoss < (this.#best?.loss ?? Number.POSITIVE_INFINITY)) {
      this.#best = { epoch: this.#lossPerEpoch.length, loss: validationLoss, weights };
    }
    const since = this.#lossPerEpoch.length - (this.#best?.epoch ?? 0);
    if (!isLast && since < earlyStopping.patience) return undefined;
    return this.#end((earlyStopping.restoreBest ? this.#best?.weights : undefined) ?? weights);
  }

  #end(weights: TrainedWeights, diverged = false): NetworkTraining {
    return { weights, lossPerEpoch: this.#lossPerEpoch, diverged };
  }
}

/** The trial's sample, and the part of it that early stopping sets aside, both by the `sample` stream. */
export function drawExamples({ network, dataset, trial, experimentSeed }: TrainingRequest): {
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
