/** @file The networks that are timed, and data of their shapes. */
import { type JsonObject, randomFrom } from '../src/core/index.js';
import type { NetworkData } from '../src/trainers/built-in.js';

export interface BenchNetwork {
  readonly name: string;
  readonly configuration: JsonObject;
  readonly data: NetworkData;
  /** Examples in an epoch. */
  readonly count: number;
}

const adamw = { name: 'adamw', learningRate: 0.001, weightDecay: 0.1 };

/** The layers of the published Model 1, on 15x15 cells. */
const model1: BenchNetwork = {
  name: 'model-1',
  configuration: {
    layers: [
      { conv: { filters: 32, kernel: 3, bias: false } },
      { maxPool: 2 },
      { conv: { filters: 64, kernel: 3, bias: false } },
      { maxPool: { size: 2, stride: 1 } },
      { dense: { units: 9 } },
    ],
    optimizer: adamw,
    loss: 'mse',
    target: 'none',
    inputs: 'none',
  },
  data: { inputShape: [15, 15, 1], task: 'regression', targetNames: ['energy'], classes: [] },
  count: 8192,
};

/** The layers of the published Model 3: a trainable slope per channel and per unit. */
const model3: BenchNetwork = {
  name: 'model-3',
  configuration: {
    layers: [
      { conv: { filters: 32, kernel: 3, bias: false, activation: 'prelu' } },
      { maxPool: 2 },
      { conv: { filters: 64, kernel: 3, bias: false, activation: 'prelu' } },
      { maxPool: 4 },
      { dense: { units: 64, activation: 'prelu' } },
      { dense: { units: 9, activation: 'prelu' } },
    ],
    optimizer: adamw,
    loss: 'mse',
    target: 'none',
    inputs: 'none',
  },
  data: { inputShape: [15, 15, 1], task: 'regression', targetNames: ['x'], classes: [] },
  count: 8192,
};

/** What the example on handwritten digits trains: 28x28 pixels, ten classes. */
const digits: BenchNetwork = {
  name: 'digits',
  configuration: {
    layers: [
      { conv: { filters: 16, kernel: 3 } },
      { maxPool: 2 },
      { conv: { filters: 32, kernel: 3 } },
      { maxPool: 2 },
      { dense: { units: 64 } },
    ],
    optimizer: adamw,
    loss: 'cross-entropy',
    inputs: 'none',
  },
  data: {
    inputShape: [28, 28, 1],
    task: 'classification',
    targetNames: ['digit'],
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  },
  count: 2048,
};

export const NETWORKS: readonly BenchNetwork[] = [model1, model3, digits];

/** Uniform values; the target follows from their sum, or is a class drawn at random. */
export function makeExamples({ data, count }: BenchNetwork): { inputs: Float32Array; targets: Float32Array } {
  const random = randomFrom('bench');
  const cells = data.inputShape.reduce((product, size) => product * size, 1);
  const inputs = new Float32Array(count * cells).map(() => random.uniform());
  const targets = new Float32Array(count * data.targetNames.length).map((_, index) => {
    if (data.task === 'classification') return random.below(data.classes.length);
    const example = Math.floor(index / data.targetNames.length);
    return inputs.subarray(example * cells, (example + 1) * cells).reduce((sum, value) => sum + value, 0) / cells;
  });
  return { inputs, targets };
}
