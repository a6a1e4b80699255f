/** @file One training under way: parameters and other states, advanced epoch by epoch by a compiled graph. */

import { layOutBatch } from '../batch-layout.js';
import { sizeOf } from '../graph/tensor.js';
import { batchLoss, coefficientTable, type TargetUnit } from '../losses/index.js';
import type { Network } from '../network.js';
import { joinValues, splitValues } from '../parameter-groups.js';
import { type TargetScaling, targetUnits } from '../target-scaling.js';
import { afterEpoch, lossCount, TRAINING_NAMES as NAMES, trainingStates } from '../training-graph.js';
import { coefficientCount } from '../update-graph.js';
import { type InferenceSession, Tensor } from './onnxruntime.js';

/** `count` examples, inputs, targets and joined features already scaled; row-major. */
export interface TrainingSample {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  /** Of the examples, 1 on average; all alike where absent. */
  readonly weights?: Float32Array;
  /** count x the network's joined features; empty where there are none. */
  readonly features: Float32Array;
  readonly targetScaling: TargetScaling;
}

interface TrainingRunOptions {
  /** Runs the graph of `encodeTrainingGraph` for this network and batch size. */
  readonly session: InferenceSession;
  readonly network: Network;
  readonly batch: number;
  readonly sample: TrainingSample;
  /** Initial parameters, flat. */
  readonly parameters: Float32Array;
  /** Gives the inputs that an epoch sees; without it they are the sample's. */
  readonly augment?: ((inputs: Float32Array) => Float32Array) | undefined;
  /** Uniform random numbers in [0, 1), for the layers that have noise. */
  readonly noise: { uniform(): number };
}

/** Bounds the memory that the noise of one run of the graph takes, in random factors. */
const NOISE_VALUES = 4_000_000;

/** A row for each example. */
function tableOf({ count }: TrainingSample, values: Float32Array): Tensor {
  return new Tensor('float32', values, [count, values.length / count]);
}

export class TrainingRun {
  readonly #options: TrainingRunOptions;
  readonly #data: Readonly<Record<string, Tensor>>;
  readonly #units: readonly TargetUnit[];
  #states: Readonly<Record<string, Tensor>>;
  #steps = 0;

  constructor(options: TrainingRunOptions) {
    this.#options = options;
    const { network, sample, parameters } = options;
    const { features, loss } = network;
    this.#units = targetUnits(sample.targetScaling);
    const coefficients = coefficientTable(loss, this.#units);
    const coefficientShape = [loss.coefficientCount, this.#units.length];
    this.#data = {
      [NAMES.inputs]: tableOf(sample, sample.inputs),
      [NAMES.targets]: tableOf(sample, sample.targets),
      ...(features.length > 0 ? { [NAMES.features]: tableOf(sample, sample.features) } : {}),
      ...(loss.coefficientCount > 0
        ? { [NAMES.targetCoefficients]: new Tensor('float32', coefficients, coefficientShape) }
        : {}),
    };
    const buffers = Float32Array.from(network.buffers.flatMap(({ size, initial }) => Array(size).fill(initial)));
    const groups = splitValues(network.groups, network.parameters, parameters);
    const given = Object.fromEntries([
      [NAMES.buffers, buffers],
      ...groups.map((values, group) => [NAMES.parameters(group), values] as const),
    ]);
    const initial = trainingStates(network).map(({ name, shape, initial }) => {
      const values = initial === 'given' ? given[name] : new Float32Array(sizeOf(shape)).fill(initial);
      return [name, new Tensor('float32', values as Float32Array, shape)] as const;
    });
    this.#states = Object.fromEntries(initial);
  }

  /** The flat parameters as they are now. */
  get parameters(): Float32Array {
    const { groups, parameters } = this.#options.network;
    const values = groups.map((_, group) => this.#values(NAMES.parameters(group)));
    return joinValues(groups, parameters, values);
  }

  /** The flat buffers as they are now. */
  get buffers(): Float32Array {
    return this.#options.network.bufferCount > 0 ? this.#values(NAMES.buffers) : new Float32Array();
  }

  /**
   * Trains on the examples in this order, one batch after the other, the last one shorter where they do not divide
   * evenly. `learningRateAt` gives the rate of each step, counted from 1 over the whole training. Returns the loss of
   * each batch before its update, in the units of the targets (of their logarithms, where these are learned).
   */
  async runEpoch(order: Int32Array, learningRateAt: (step: number) => number): Promise<Float64Array> {
    const { batch, network } = this.#options;
    const steps = Math.ceil(order.length / batch);
    const noisePerStep = batch * network.noiseCount;
    const stepsPerRun = noisePerStep === 0 ? steps : Math.max(1, Math.floor(NOISE_VALUES / noisePerStep));
    const losses = new Float64Array(steps);
    const { sample, augment } = this.#options;
    const inputs = augment && { [NAMES.inputs]: tableOf(sample, augment(sample.inputs)) };
    for (let first = 0; first < steps; first += stepsPerRun) {
      const part = order.subarray(first * batch, (first + stepsPerRun) * batch);
      losses.set(await this.#runSteps({ ...this.#data, ...inputs }, part, learningRateAt), first);
    }
    return losses;
  }

  async #runSteps(
    data: Readonly<Record<string, Tensor>>,
    order: Int32Array,
    learningRateAt: (step: number) => number,
  ): Promise<Float64Array> {
    const { batch, network, sample, session } = this.#options;
    const { pieces, size } = layOutBatch(network, batch);
    const steps = Math.ceil(order.length / batch);
    // Places without an example look up example 0 with weight 0.
    const places = pieces * size;
    const examples = new Int32Array(steps * places);
    const weights = new Float32Array(steps * places);
    for (let step = 0; step < steps; step++) {
      const chosen = order.subarray(step * batch, (step + 1) * batch);
      examples.set(chosen, step * places);
      weights.fill(1 / chosen.length, step * places, step * places + chosen.length);
      if (sample.weights === undefined) continue;
      for (const [place, example] of chosen.entries()) {
        weights[step * places + place] = (sample.weights[example] as number) / chosen.length;
      }
    }
    const rows = (values: Float32Array) => new Tensor('float32', values, [steps, values.length / steps]);
    const perPiece = (values: Float32Array) =>
      new Tensor('float32', values, [steps, pieces, values.length / steps / pieces]);
    const results = await session.run({
      ...this.#states,
      ...data,
      [NAMES.examples]: new Tensor('int32', examples, [steps, pieces, size]),
      [NAMES.weights]: perPiece(weights),
      [NAMES.coefficients]: rows(this.#nextCoefficients(steps, learningRateAt)),
      ...(network.noiseCount > 0 ? { [NAMES.noise]: perPiece(this.#drawNoise(steps)) } : {}),
    });
    const states = Object.keys(this.#states).map((name) => [name, results[afterEpoch(name)] as Tensor] as const);
    this.#states = Object.fromEntries(states);
    const means = (results[NAMES.losses] as Tensor).data as Float32Array;
    const width = lossCount(network);
    return Float64Array.from({ length: steps }, (_, step) =>
      batchLoss(network.loss, means.subarray(step * width, (step + 1) * width), this.#units),
    );
  }

  #nextCoefficients(steps: number, learningRateAt: (step: number) => number): Float32Array {
    const { network } = this.#options;
    const count = coefficientCount(network);
    const { norm, value } = network.configuration.gradientClipping ?? {};
    const bound = norm ?? value;
    const coefficients = new Float32Array(steps * count);
    for (let step = 0; step < steps; step++) {
      const number = ++this.#steps;
      const values = network.optimizer.coefficientsAt(number, learningRateAt(number));
      coefficients.set(bound === undefined ? values : [...values, bound], step * count);
    }
    return coefficients;
  }

  /** For each piece of each step, layer by layer, the factors of all its places. */
  #drawNoise(steps: number): Float32Array {
    const { batch, network, noise } = this.#options;
    const { pieces, size: places } = layOutBatch(network, batch);
    const factors = new Float32Array(steps * pieces * places * network.noiseCount);
    let next = 0;
    for (let piece = 0; piece < steps * pieces; piece++) {
      for (const layer of network.layers) {
        for (const { rate, size } of layer.noise ?? []) {
          const kept = 1 / (1 - rate);
          for (let left = places * size; left > 0; left--) factors[next++] = noise.uniform() < rate ? 0 : kept;
        }
      }
    }
    return factors;
  }

  #values(state: string): Float32Array {
    return (this.#states[state] as Tensor).data as Float32Array;
  }
}
