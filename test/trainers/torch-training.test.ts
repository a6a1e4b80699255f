/**
 * @file Gradients and whole trainings against PyTorch. Tolerances are what float32 can keep: gradients per tensor 1e-5 in
 * norm from float64, losses of 201 steps within three times PyTorch's own distance between float32 and float64.
 */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/index.js';
import type { Task } from '../../src/datasets/index.js';
import { sizeOf } from '../../src/trainers/network/graph/tensor.js';
import { buildNetwork, type Network } from '../../src/trainers/network/network.js';
import { SessionCache } from '../../src/trainers/network/runtime/session.js';
import { TrainingRun } from '../../src/trainers/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../../src/trainers/network/training-graph.js';
import { computeGradient } from './gradient-graph.js';

interface ReferenceCase {
  readonly name: string;
  readonly configuration: JsonObject;
  readonly inputShape: readonly number[];
  readonly task: Task;
  readonly outputs: number;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly parameters: readonly number[];
  readonly gradient: readonly number[];
  readonly losses: readonly number[];
  readonly gap: number;
}

const reference: { examples: number; batch: number; cases: readonly ReferenceCase[] } = JSON.parse(
  readFileSync(new URL('../reference/torch-training.json', import.meta.url), 'utf8'),
);
const { examples, batch } = reference;

/** The order in which the reference script visits the examples. */
function orderOf(epoch: number): Int32Array {
  return Int32Array.from({ length: examples }, (_, index) => (index * 7 + epoch * 3) % examples);
}

function networkOf({ configuration, inputShape, task, outputs }: ReferenceCase): Network {
  const names = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const isClasses = task === 'classification';
  const data = { inputShape, task, targetNames: isClasses ? ['class'] : names, classes: isClasses ? names : [] };
  return buildNetwork(configuration, data);
}

function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

function takeRows(values: readonly number[], rows: Int32Array): Float32Array {
  const width = values.length / examples;
  return Float32Array.from([...rows].flatMap((row) => values.slice(row * width, (row + 1) * width)));
}

const sessions = new SessionCache(1);
afterAll(() => sessions.close());

describe.each(reference.cases)('$name', (example) => {
  const network = networkOf(example);

  it('has the gradient that PyTorch computes in float64, tensor by tensor', async () => {
    const rows = orderOf(0).subarray(0, batch);
    const { loss, gradient } = await computeGradient(network, {
      parameters: Float32Array.from(example.parameters),
      inputs: takeRows(example.inputs, rows),
      targets: takeRows(example.targets, rows),
      weights: new Float32Array(batch).fill(1 / batch),
    });
    expect(loss).toBeCloseTo(example.losses[0] as number, 5);
    let offset = 0;
    for (const { name, shape } of network.parameters) {
      const expected = example.gradient.slice(offset, offset + sizeOf(shape));
      const difference = expected.map((value, index) => value - (gradient[offset + index] as number));
      expect(norm(difference) / norm(expected), name).toBeLessThan(1e-5);
      offset += expected.length;
    }
    expect(offset).toBe(gradient.length);
  });

  it('follows its losses through 201 steps, short last batches included', async () => {
    const session = await sessions.open(example.name, () => encodeTrainingGraph(network, batch));
    const sample = {
      count: examples,
      inputs: Float32Array.from(example.inputs),
      targets: Float32Array.from(example.targets),
    };
    const run = new TrainingRun(session, network, batch, sample, Float32Array.from(example.parameters));
    const losses: number[] = [];
    for (let epoch = 0; losses.length < example.losses.length; epoch++) {
      const rate = network.configuration.optimizer.learningRate;
      losses.push(...(await run.runEpoch(orderOf(epoch), () => rate)));
    }
    const worst = Math.max(...losses.map((loss, step) => Math.abs(loss - (example.losses[step] as number))));
    expect(worst).toBeLessThanOrEqual(Math.max(1e-4, 3 * example.gap));
  });
});
