/** @file Trainings under way in one graph, one or several: parameters and other states, advanced epoch by epoch. */

import { layOutBatch } from '../batch-layout.js';
import { shapeOf } from '../graph/stack.js';
import { sizeOf } from '../graph/tensor.js';
import type { Network } from '../network.js';
import { joinValues, splitValues } from '../parameter-groups.js';
import { afterEpoch, lossCount, TRAINING_NAMES as NAMES, trainingStates } from '../training-graph.js';
import { type InferenceSession, Tensor } from './onnxruntime.js';
import { type MemberOptions, type MemberSteps, TrainingMember } from './training-member.js';

interface TrainingRunOptions {
  /** Runs the graph of `encodeTrainingGraph` for the networks of all members, which differ in what is fed alone. */
  readonly session: InferenceSession;
  /** In each of them the batch is the same, and so is the number of examples of an epoch. */
  readonly members: readonly MemberOptions[];
}

/** What a member goes through in an epoch. */
export interface MemberEpoch {
  /** Its examples, one batch after the other, the last one shorter where they do not divide evenly. */
  readonly order: Int32Array;
  /** The rate of each step, counted from 1 over the whole training. */
  readonly learningRateAt: (step: number) => number;
}

/** Bounds the memory that the noise of one run of the graph takes, in random factors. */
const NOISE_VALUES = 4_000_000;

export class TrainingRun {
  readonly #session: InferenceSession;
  readonly #members: readonly TrainingMember[];
  readonly #network: Network;
  readonly #batch: number;
  /** Where each member's examples begin among those of all. */
  readonly #firstExamples: readonly number[];
  readonly #data: Readonly<Record<string, Tensor>>;
  #states: Readonly<Record<string, Tensor>>;

  constructor({ session, members }: TrainingRunOptions) {
    const [{ network, batch }] = members as readonly [MemberOptions];
    this.#session = session;
    this.#members = members.map((member) => new TrainingMember(member));
    this.#network = network;
    this.#batch = batch;
    const counts = members.map(({ sample }) => sample.count);
    this.#firstExamples = counts.map((_, place) => sum(counts.slice(0, place)));
    this.#data = this.#tables();
    this.#states = this.#initialStates();
  }

  /** A member's flat parameters as they are now. */
  parametersOf(member: number): Float32Array {
    const { groups, parameters } = this.#network;
    const values = groups.map((_, group) => this.#valuesOf(NAMES.parameters(group), member));
    return joinValues(groups, parameters, values);
  }

  /** A member's flat buffers as they are now. */
  buffersOf(member: number): Float32Array {
    return this.#network.bufferCount > 0 ? this.#valuesOf(NAMES.buffers, member) : new Float32Array();
  }

  /**
   * Trains each member on its examples, of which all have as many. Gives of each the loss of each batch before its update, in the
   * units of the targets (of their logarithms, where these are learned).
   */
  async runEpoch(epochs: readonly MemberEpoch[]): Promise<Float64Array[]> {
    const [{ order }] = epochs as readonly [MemberEpoch];
    const steps = Math.ceil(order.length / this.#batch);
    const noisePerStep = this.#batch * this.#network.noiseCount * this.#members.length;
    const stepsPerRun = noisePerStep === 0 ? steps : Math.max(1, Math.floor(NOISE_VALUES / noisePerStep));
    const losses = epochs.map(() => new Float64Array(steps));
    const inputs = this.#augments ? { [NAMES.inputs]: this.#table((member) => member.inputs) } : {};
    for (let first = 0; first < steps; first += stepsPerRun) {
      const parts = epochs.map((epoch) => ({
        ...epoch,
        order: epoch.order.subarray(first * this.#batch, (first + stepsPerRun) * this.#batch),
      }));
      const found = await this.#runSteps({ ...this.#data, ...inputs }, parts);
      for (const [member, values] of found.entries()) losses[member]?.set(values, first);
    }
    return losses;
  }

  async #runSteps(data: Readonly<Record<string, Tensor>>, epochs: readonly MemberEpoch[]): Promise<Float64Array[]> {
    const members = this.#members;
    const { pieces, size } = layOutBatch(this.#network, this.#batch);
    const given = members.map((member, place) => {
      const { order, learningRateAt } = epochs[place] as MemberEpoch;
      return member.nextSteps(order, this.#firstExamples[place] as number, learningRateAt);
    });
    const steps = (given[0] as MemberSteps).examples.length / (pieces * size);
    const perPiece = (values: readonly Float32Array[]): Tensor => {
      const width = (values[0] as Float32Array).length / (steps * pieces);
      return new Tensor('float32', interleave(values, width), [steps, pieces, ...this.#shape([width])]);
    };
    const examples = given.map((one) => one.examples);
    const coefficients = given.map((one) => one.coefficients);
    const width = (coefficients[0] as Float32Array).length / steps;
    const results = await this.#session.run({
      ...this.#states,
      ...data,
      [NAMES.examples]: new Tensor('int32', interleave(examples, size), [steps, pieces, ...this.#shape([size])]),
      [NAMES.weights]: perPiece(given.map((one) => one.weights)),
      [NAMES.coefficients]: new Tensor('float32', interleave(coefficients, width), [steps, ...this.#shape([width])]),
      ...(this.#network.noiseCount > 0 ? { [NAMES.noise]: perPiece(given.map((one) => one.noise)) } : {}),
    });
    const states = Object.keys(this.#states).map((name) => [name, results[afterEpoch(name)] as Tensor] as const);
    this.#states = Object.fromEntries(states);
    const means = (results[NAMES.losses] as Tensor).data as Float32Array;
    const count = lossCount(this.#network);
    return members.map((member, place) =>
      Float64Array.from({ length: steps }, (_, step) => {
        const first = (step * members.length + place) * count;
        return member.lossOf(means.subarray(first, first + count));
      }),
    );
  }

  /** Of all members' examples, one after another; what is made anew for each epoch is not among them. */
  #tables(): Record<string, Tensor> {
    const { data, features, loss } = this.#network;
    const coefficients = this.#members.map(({ targetCoefficients }) => targetCoefficients);
    const coefficientShape = this.#shape([loss.coefficientCount, data.targetNames.length]);
    return {
      ...(this.#augments ? {} : { [NAMES.inputs]: this.#table(({ inputs }) => inputs) }),
      [NAMES.targets]: this.#table(({ options }) => options.sample.targets),
      ...(features.length > 0 ? { [NAMES.features]: this.#table(({ options }) => options.sample.features) } : {}),
      ...(loss.coefficientCount > 0
        ? { [NAMES.targetCoefficients]: new Tensor('float32', join(coefficients), coefficientShape) }
        : {}),
    };
  }

  /** A row for each example. */
  #table(valuesOf: (member: TrainingMember) => Float32Array): Tensor {
    const values = join(this.#members.map(valuesOf));
    const rows = sum(this.#members.map(({ options }) => options.sample.count));
    return new Tensor('float32', values, [rows, values.length / rows]);
  }

  get #augments(): boolean {
    return this.#members.some(({ options }) => options.augment !== undefined);
  }

  #initialStates(): Record<string, Tensor> {
    const { buffers: specs, groups, parameters } = this.#network;
    const buffers = Float32Array.from(specs.flatMap(({ size, initial }) => Array(size).fill(initial)));
    const given = this.#members.map(({ options }) =>
      Object.fromEntries([
        [NAMES.buffers, buffers],
        ...splitValues(groups, parameters, options.parameters).map((values, group) => [
          NAMES.parameters(group),
          values,
        ]),
      ]),
    );
    const states = trainingStates(this.#network).map(({ name, shape, initial }) => {
      const values = given.map((one) =>
        initial === 'given' ? (one[name] as Float32Array) : new Float32Array(sizeOf(shape)).fill(initial),
      );
      return [name, new Tensor('float32', join(values), this.#shape(shape))] as const;
    });
    return Object.fromEntries(states);
  }

  #shape(own: readonly number[]): readonly number[] {
    return shapeOf(this.#members.length, own);
  }

  #valuesOf(state: string, member: number): Float32Array {
    const values = (this.#states[state] as Tensor).data as Float32Array;
    const length = values.length / this.#members.length;
    return this.#members.length === 1 ? values : values.slice(member * length, (member + 1) * length);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One after the other; of one alone it is that. */
function join(parts: readonly Float32Array[]): Float32Array {
  return interleave(parts, (parts[0] as Float32Array).length);
}

/** The first `width` values of each, then the next of each, and so on; of one alone it is that. */
function interleave<Values extends Float32Array | Int32Array>(parts: readonly Values[], width: number): Values {
  const [first] = parts as readonly [Values];
  if (parts.length === 1) return first;
  const joined = new (first.constructor as new (length: number) => Values)(first.length * parts.length);
  for (const [place, values] of parts.entries()) {
    for (let start = 0; start < values.length; start += width) {
      joined.set(values.subarray(start, start + width), start * parts.length + place * width);
    }
  }
  return joined;
}
