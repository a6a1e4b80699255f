/** @file One training of a run of the graph: what is fed for it, as flat arrays. */
import { layOutBatch } from '../batch-layout.js';
import { batchLoss, coefficientTable, type TargetUnit } from '../losses/index.js';
import type { Network } from '../network.js';
import { type TargetScaling, targetUnits } from '../target-scaling.js';
import { coefficientCount } from '../update-graph.js';

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

export interface MemberOptions {
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

/** Some steps of a training: a row for each step, for each of its pieces, and for each place. */
export interface MemberSteps {
  /** Numbers of examples. */
  readonly examples: Int32Array;
  readonly weights: Float32Array;
  readonly coefficients: Float32Array;
  readonly noise: Float32Array;
}

export class TrainingMember {
  readonly options: MemberOptions;
  readonly #units: readonly TargetUnit[];
  #steps = 0;

  constructor(options: MemberOptions) {
    this.options = options;
    this.#units = targetUnits(options.sample.targetScaling);
  }

  /** What the next epoch sees. */
  get inputs(): Float32Array {
    const { augment, sample } = this.options;
    return augment?.(sample.inputs) ?? sample.inputs;
  }

  /** What the loss reads beside scaled targets. */
  get targetCoefficients(): Float32Array {
    return coefficientTable(this.options.network.loss, this.#units);
  }

  /** The next steps, over these examples, whose numbers are counted from `firstExample` on; steps count from 1 over the training. */
  nextSteps(order: Int32Array, firstExample: number, learningRateAt: (step: number) => number): MemberSteps {
    const steps = Math.ceil(order.length / this.options.batch);
    return {
      ...this.#chooseExamples(order, firstExample, steps),
      coefficients: this.#nextCoefficients(steps, learningRateAt),
      noise: this.#drawNoise(steps),
    };
  }

  /** The loss of a step from what the graph gives, in the units of the targets (of their logarithms, where these are learned). */
  lossOf(means: Float32Array): number {
    return batchLoss(this.options.network.loss, means, this.#units);
  }

  /** Places without an example look up the first one with weight 0. */
  #chooseExamples(order: Int32Array, firstExample: number, steps: number): Pick<MemberSteps, 'examples' | 'weights'> {
    const { batch, network, sample } = this.options;
    const { pieces, size } = layOutBatch(network, batch);
    const places = pieces * size;
    const examples = new Int32Array(steps * places).fill(firstExample);
    const weights = new Float32Array(steps * places);
    for (let step = 0; step < steps; step++) {
      const chosen = order.subarray(step * batch, (step + 1) * batch);
      // Counted, since an iterator takes 20 ns an example, of the 2000 that a small network trains.
      for (let place = 0; place < chosen.length; place++) {
        const example = chosen[place] as number;
        examples[step * places + place] = firstExample + example;
        weights[step * places + place] = (sample.weights?.[example] ?? 1) / chosen.length;
      }
    }
    return { examples, weights };
  }

  #nextCoefficients(steps: number, learningRateAt: (step: number) => number): Float32Array {
    const { network } = this.options;
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
    const { batch, network, noise } = this.options;
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
}
