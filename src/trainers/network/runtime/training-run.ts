/** @file One training under way: parameters and optimizer states, advanced epoch by epoch by a compiled graph. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { sizeOf } from '../graph/tensor.js';
import type { Network } from '../network.js';
import { TRAINING_NAMES as NAMES } from '../training-graph.js';

/** `count` examples, inputs already scaled; row-major. */
export interface TrainingSample {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
}

export class TrainingRun {
  readonly #session: InferenceSession;
  readonly #network: Network;
  readonly #batch: number;
  readonly #data: Readonly<Record<string, Tensor>>;
  #state: Readonly<Record<string, Tensor>>;
  #steps = 0;

  /** `session` runs the graph of {@link encodeTrainingGraph} for this network and batch size. */
  constructor(
    session: InferenceSession,
    network: Network,
    batch: number,
    sample: TrainingSample,
    parameters: Float32Array,
  ) {
    this.#session = session;
    this.#network = network;
    this.#batch = batch;
    this.#data = {
      [NAMES.inputs]: new Tensor('float32', sample.inputs, [sample.count, sizeOf(network.data.inputShape)]),
      [NAMES.targets]: new Tensor('float32', sample.targets, [sample.count, network.data.targetNames.length]),
    };
    const size = network.parameterCount;
    const states = network.optimizer.initialStates.map((value, index) => [
      NAMES.state(index),
      new Tensor('float32', new Float32Array(size).fill(value), [size]),
    ]);
    this.#state = { [NAMES.parameters]: new Tensor('float32', parameters, [size]), ...Object.fromEntries(states) };
  }

  /** The flat parameters as they are now. */
  get parameters(): Float32Array {
    return (this.#state[NAMES.parameters] as Tensor).data as Float32Array;
  }

  /**
   * Trains on the examples in this order, one batch after the other, the last one shorter where they do not divide
   * evenly. `learningRateAt` gives the rate of each step, counted from 1 over the whole training. Returns the mean loss
   * of each batch before its update.
   */
  async runEpoch(order: Int32Array, learningRateAt: (step: number) => number): Promise<Float32Array> {
    const batch = this.#batch;
    const { optimizer, parameterCount } = this.#network;
    const steps = Math.ceil(order.length / batch);
    // Places without an example look up example 0 with weight 0.
    const examples = new Int32Array(steps * batch);
    examples.set(order);
    const weights = new Float32Array(steps * batch).fill(1 / batch, 0, order.length);
    const rest = order.length % batch;
    if (rest > 0) weights.fill(1 / rest, order.length - rest, order.length);
    const coefficients = new Float32Array(steps * optimizer.coefficientCount);
    for (let step = 0; step < steps; step++) {
      const number = ++this.#steps;
      const values = optimizer.coefficientsAt(number, learningRateAt(number));
      coefficients.set(values, step * optimizer.coefficientCount);
    }
    const results = await this.#session.run({
      ...this.#state,
      ...this.#data,
      [NAMES.examples]: new Tensor('int32', examples, [steps, batch]),
      [NAMES.weights]: new Tensor('float32', weights, [steps, batch]),
      [NAMES.coefficients]: new Tensor('float32', coefficients, [steps, optimizer.coefficientCount]),
    });
    const result = (name: string): Float32Array => (results[name] as Tensor).data as Float32Array;
    const states = optimizer.initialStates.map((_, index) => [
      NAMES.state(index),
      new Tensor('float32', result(NAMES.newState(index)), [parameterCount]),
    ]);
    this.#state = {
      [NAMES.parameters]: new Tensor('float32', result(NAMES.newParameters), [parameterCount]),
      ...Object.fromEntries(states),
    };
    return result(NAMES.losses);
  }
}
