/**
 * @file Gradients and whole trainings against PyTorch, for every layer, activation, loss, optimizer, schedule and scale of targets.
 * Tolerances are what float32 can keep: gradients per tensor 1e-5 in norm from float64, losses of 201 steps within
 * three times PyTorch's own distance between float32 and float64, or 1e-4 (of the first loss, where that is larger).
 */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/index.js';
import type { RawColumn, TableEncoding, Task } from '../../../src/engine/datasets/index.js';
import { augmenter } from '../../../src/engine/network/augmentation.js';
import { sizeOf } from '../../../src/engine/network/graph/tensor.js';
import type { TrainedWeights } from '../../../src/engine/network/inference-graph.js';
import { batchLoss, coefficientTable } from '../../../src/engine/network/losses/index.js';
import { buildNetwork, type Network } from '../../../src/engine/network/network.js';
import { evaluate } from '../../../src/engine/network/runtime/evaluate.js';
import { openSession, SessionCache } from '../../../src/engine/network/runtime/session.js';
import { TrainingRun } from '../../../src/engine/network/runtime/training-run.js';
import { buildSchedule } from '../../../src/engine/network/schedules/index.js';
import { encodeStoredModel } from '../../../src/engine/network/stored-model.js';
import { targetUnits } from '../../../src/engine/network/target-scaling.js';
import { encodeTrainingGraph } from '../../../src/engine/network/training-graph.js';
import { scaleSample } from '../../../src/engine/network/training-sample.js';
import { computeGradient, type Feed } from './gradient-graph.js';
import { lehmer } from './lehmer.js';

interface ReferenceCase {
  readonly name: string;
  readonly configuration: JsonObject;
  readonly inputShape: readonly number[];
  readonly task: Task;
  readonly outputs: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly features: Readonly<Record<string, readonly number[]>>;
  /** Of embedded columns, the last of the inputs; 0 there is no level. */
  readonly levels?: readonly number[];
  readonly parameters: readonly number[];
  readonly gradient: readonly number[];
  readonly losses: readonly number[];
  readonly gap: number;
  /** Loss over all examples after the training, in inference mode. */
  readonly finalLoss: number;
}

interface Reference {
  readonly examples: number;
  readonly batch: number;
  readonly cases: readonly ReferenceCase[];
}

/** Scripts of these names in scripts/reference; all have as many examples. */
const FILES = ['torch-training', 'torch-blocks', 'torch-sequences'];
const references = FILES.map(
  (name): Reference => JSON.parse(readFileSync(new URL(`../../reference/${name}.json`, import.meta.url), 'utf8')),
);
const [{ examples, batch }] = references as [Reference];

/** The order in which the reference script visits the examples. */
function orderOf(epoch: number): Int32Array {
  return Int32Array.from({ length: examples }, (_, index) => (index * 7 + epoch * 3) % examples);
}

function prepare(example: ReferenceCase) {
  const { configuration, inputShape, task, outputs } = example;
  const names = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const isClasses = task === 'classification';
  const columns = Object.entries(example.features).map(([name, values]) => [name, Float32Array.from(values)]);
  const samples = {
    count: examples,
    inputs: Float32Array.from(example.inputs),
    targets: Float32Array.from(example.targets),
    features: Object.fromEntries(columns),
    ...rawColumns(example),
  };
  const data = {
    inputShape,
    task,
    targetNames: isClasses ? ['class'] : names,
    classes: isClasses ? names : [],
    pool: samples,
    ...encodingOf(example),
  };
  const network = buildNetwork(configuration, data);
  return { network, samples, ...scaleSample(network, samples) };
}

/** Numbers `n0`, `n1`, ... and embedded columns `c0`, `c1`, ... with levels `l1`, `l2`, ... */
function encodingOf({ levels, inputShape: [width = 0] }: ReferenceCase): { encoding?: TableEncoding } {
  if (levels === undefined) return {};
  const numbers = Array.from({ length: width - levels.length }, (_, place) => {
    return { name: `n${place}`, kind: 'number', format: 'plain', fill: 0, indicator: false } as const;
  });
  const embedded = levels.map((count, place) => {
    const names = Array.from({ length: count }, (_, level) => `l${level + 1}`);
    return { name: `c${place}`, kind: 'category', levels: names, embedded: true } as const;
  });
  return { encoding: { columns: [...numbers, ...embedded], left: [] } };
}

function rawColumns(example: ReferenceCase): { columns?: RawColumn[] } {
  const { encoding } = encodingOf(example);
  if (encoding === undefined) return {};
  const width = encoding.columns.length;
  return {
    columns: encoding.columns.map(({ name, kind }, place): RawColumn => {
      const values = example.inputs.filter((_, index) => index % width === place);
      if (kind === 'category') return { name, kind, values: values.map((level) => `l${level}`) };
      return { name, kind, values: Float64Array.from(values) };
    }),
  };
}

function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

function takeRows(values: Float32Array, rows: Int32Array): Feed {
  const width = values.length / examples;
  const taken = Float32Array.from([...rows].flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]));
  return [taken, [rows.length, width]];
}

/** Dropout factors of the first step. */
function firstNoise(network: Network): Feed {
  const random = lehmer();
  const factors = network.layers
    .flatMap(({ noise = [] }) => noise)
    .flatMap(({ rate, size }) =>
      Array.from({ length: batch * size }, () => (random.uniform() < rate ? 0 : 1 / (1 - rate))),
    );
  return [Float32Array.from(factors), [factors.length]];
}

const sessions = new SessionCache(1);
afterAll(() => sessions.close());

describe.each(references.flatMap(({ cases }) => cases))('$name', (example) => {
  const { network, samples, sample, targetScaling, ...inputScalings } = prepare(example);
  const units = targetUnits(targetScaling);

  it('has the gradient that PyTorch computes in float64, tensor by tensor', async () => {
    const rows = orderOf(0).subarray(0, batch);
    const initialBuffers = network.buffers.flatMap(({ size, initial }) => Array<number>(size).fill(initial));
    const { coefficientCount } = network.loss;
    const coefficients = coefficientTable(network.loss, units);
    const { losses, gradient } = await computeGradient(network, {
      parameters: [Float32Array.from(example.parameters), [network.parameterCount]],
      inputs: takeRows(augmenter(network, inputScalings, lehmer())?.(sample.inputs) ?? sample.inputs, rows),
      targets: takeRows(sample.targets, rows),
      weights: [new Float32Array(batch).fill(1 / batch), [batch]],
      ...(coefficientCount > 0 ? { targetCoefficients: [coefficients, [coefficientCount, units.length]] } : {}),
      ...(network.features.length > 0 ? { features: takeRows(sample.features, rows) } : {}),
      ...(network.noiseCount > 0 ? { noise: firstNoise(network) } : {}),
      ...(network.bufferCount > 0 ? { buffers: [Float32Array.from(initialBuffers), [network.bufferCount]] } : {}),
    });
    const first = example.losses[0] as number;
    expect(batchLoss(network.loss, losses, units) / first).toBeCloseTo(1, 5);
    let offset = 0;
    for (const { name, shape } of network.parameters) {
      const expected = example.gradient.slice(offset, offset + sizeOf(shape));
      const difference = expected.map((value, index) => value - (gradient[offset + index] as number));
      expect(norm(difference) / norm(expected), name).toBeLessThan(1e-5);
      offset += expected.length;
    }
    expect(offset).toBe(gradient.length);
  });

  it('follows its losses through 201 steps, short last batches included, and infers the same afterwards', async () => {
    const session = await sessions.open(example.name, () => encodeTrainingGraph(network, batch));
    const parameters = Float32Array.from(example.parameters);
    const augment = augmenter(network, inputScalings, lehmer());
    const run = new TrainingRun({
      session,
      members: [{ network, batch, sample, parameters, noise: lehmer(), augment }],
    });
    const schedule = buildSchedule(network.configuration.schedule);
    const stepsPerEpoch = Math.ceil(examples / batch);
    const duration = { stepsPerEpoch, epochs: example.losses.length / stepsPerEpoch };
    const losses: number[] = [];
    for (let epoch = 0; losses.length < example.losses.length; epoch++) {
      const learningRateAt = (step: number) => network.optimizer.learningRate * schedule(step, duration);
      const [found] = await run.runEpoch([{ order: orderOf(epoch), learningRateAt }]);
      losses.push(...(found as Float64Array));
    }
    const tolerance = Math.max(1e-4 * Math.max(1, example.losses[0] as number), 3 * example.gap);
    const worst = Math.max(...losses.map((loss, step) => Math.abs(loss - (example.losses[step] as number))));
    expect(worst).toBeLessThanOrEqual(tolerance);

    const weights: TrainedWeights = {
      parameters: run.parametersOf(0),
      buffers: run.buffersOf(0),
      targetScaling,
      ...inputScalings,
    };
    const model = await openSession(encodeStoredModel(network, [weights]));
    const { loss } = await evaluate(model, network, samples);
    await model.release();
    expect(Math.abs(loss - example.finalLoss)).toBeLessThanOrEqual(tolerance);
  });
});
