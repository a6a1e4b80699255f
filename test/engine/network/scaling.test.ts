/** @file Checks that inputs and targets are scaled as what they are: any size of targets trains, and a model gives their own units. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JsonObject, randomFrom, replicateStreams, type TrainingResult } from '../../../src/core/index.js';
import { createNetworkTrainer, evaluateModel, exportNetwork } from '../../../src/engine/built-in.js';
import type { Dataset, Samples } from '../../../src/engine/datasets/index.js';
import { buildNetwork } from '../../../src/engine/network/network.js';
import { scaleSample } from '../../../src/engine/network/training-sample.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-scaling-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Three columns, the last of them constant; y = 3 + a - 2b + noise of 0.1, times `size`, plus `offset`. */
function line(count: number, seed: string, size: number, offset: number): Samples {
  const random = randomFrom(seed);
  const inputs = new Float32Array(count * 3);
  const targets = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const [a, b] = [random.normal(), random.normal()];
    inputs.set([1000 + 50 * a, b / 1000, 7], row * 3);
    targets[row] = offset + size * (3 + a - 2 * b + 0.1 * random.normal());
  }
  return { count, inputs, targets, features: {} };
}

const table = (size: number, offset = 0): Dataset => ({
  name: 'line',
  task: 'regression',
  inputShape: [3],
  targetNames: ['y'],
  classes: [],
  pool: line(600, 'pool', size, offset),
  selection: line(300, 'selection', size, offset),
  final: line(300, 'final', size, offset),
  hash: '',
  simulated: true,
});

const configuration: JsonObject = {
  layers: [{ dense: { units: 12, activation: 'tanh' } }],
  optimizer: { name: 'adamw', learningRate: 0.02 },
  epochs: 15,
};

async function train(dataset: Dataset, settings: JsonObject = {}) {
  const trainer = createNetworkTrainer({ dataset });
  const candidate = { id: 'c', label: '', configuration: { ...configuration, ...settings } };
  const fidelity = { sampleSize: 500 };
  const trial = { candidate: 'c', streams: replicateStreams(0), fidelity, repeat: 0 };
  const { signal } = new AbortController();
  const context = { experimentSeed: 1, signal, artifactFolder: folder, report: () => {} };
  try {
    return (await trainer.train(candidate, trial, context)) as TrainingResult;
  } finally {
    await trainer.close?.();
  }
}

describe('targets', () => {
  it.each([1, 1e5, 1e30, 1e-30])('of size %g train, and are judged in their own units', async (size) => {
    const { loss, metrics, lossPerEpoch } = await train(table(size));
    // Noise alone is 0.1; the mean of the targets has 2.2.
    expect(loss / size).toBeLessThan(0.3);
    expect(loss / size).toBeGreaterThan(0.09);
    expect(metrics?.rmse).toBeCloseTo(loss, 10);
    expect((lossPerEpoch?.at(-1) as number) / size).toBeLessThan(0.4);
    expect((lossPerEpoch?.[0] as number) / size).toBeGreaterThan(0.4);
  });

  it('train alike, whatever their unit and where their zero is', async () => {
    const metres = await train(table(1));
    const feet = await train(table(3.28));
    const shifted = await train(table(1, 500));
    expect(feet.loss / 3.28).toBeCloseTo(metres.loss, 3);
    expect(shifted.loss).toBeCloseTo(metres.loss, 2);
  });

  it.each(['mse', 'mae', 'relative-rmse', { name: 'huber', delta: 1e-3 }, { name: 'huber', delta: 1e35 }] as const)(
    'of 1e30 train under %j where they are standardised',
    async (loss) => {
      const { metrics } = await train(table(1e30, 1e31), { loss, target: 'standardise' });
      expect((metrics?.rmse as number) / 1e30).toBeLessThan(0.5);
    },
  );

  it('lie above a low quantile and below a high one, in any unit', async () => {
    const biasAt = async (level: number, size: number) => {
      const { metrics } = await train(table(size), { loss: { name: 'quantile', level } });
      return (metrics?.bias as number) / size;
    };
    // The noise has its quantiles at 0.1 and 0.9 in -0.13 and 0.13.
    const [low, high] = [await biasAt(0.1, 1), await biasAt(0.9, 1e5)];
    expect(low).toBeLessThan(-0.06);
    expect(low).toBeGreaterThan(-0.6);
    expect(high).toBeGreaterThan(0.06);
    expect(high).toBeLessThan(0.6);
  });

  it('that do not vary in the sample are scaled by 1', async () => {
    const dataset = table(0, 1e6);
    const { loss } = await train(dataset, { optimizer: { name: 'adamw', learningRate: 0.02, weightDecay: 0 } });
    expect(loss).toBeLessThan(1);
  });

  it('are left as they are under a relative loss and under none, where 1e5 is far away', async () => {
    const offset = table(1e5, 1e6);
    expect((await train(offset, { target: 'none' })).loss).toBeGreaterThan(5e5);
    expect((await train(offset, { loss: 'relative-rmse' })).loss).toBeGreaterThan(0.5);
    expect((await train(offset, { loss: 'relative-rmse', target: 'standardise' })).loss).toBeLessThan(0.05);
  });

  it.each([
    { target: 'standardise', size: 1e5, offset: 1e6 },
    { target: 'log', size: 1e5, offset: 1e6 },
    { target: 'log', size: 1e-31, offset: 1e-30 },
    { target: 'none', size: 1, offset: 0 },
  ])('come out of an exported model in their own units: $target, $offset', async ({ target, size, offset }) => {
    const dataset = table(size, offset);
    const settings = { ...configuration, target };
    const { loss } = await train(dataset, { target });
    expect(loss / size).toBeLessThan(0.6);
    const weights = readFileSync(join(folder, 'weights'));
    const model = exportNetwork({ candidate: { configuration: settings }, dataset, weights });
    const evaluation = await evaluateModel(model, dataset, dataset.selection, settings);
    expect(evaluation.loss / loss).toBeCloseTo(1, 5);
    const session = await InferenceSession.create(model);
    const input = new Tensor('float32', dataset.final.inputs, [dataset.final.count, 3]);
    const { output } = (await session.run({ input })) as Record<string, Tensor>;
    await session.release();
    const squares = dataset.final.targets.map((y, row) => (((output?.data[row] as number) - y) / size) ** 2 / 300);
    expect(Math.sqrt(squares.reduce((a, b) => a + b))).toBeLessThan(0.6);
  });

  it('have a loss limit in their own units', async () => {
    expect((await train(table(1e5), { lossLimit: 1e7 })).loss).toBeLessThan(1e5);
    expect((await train(table(1e5), { lossLimit: 10 })).loss).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('inputs', () => {
  const data = { task: 'regression', targetNames: ['y'], classes: [] } as const;
  const scale = (inputShape: readonly number[], inputs: readonly number[]) => {
    const count = inputs.length / inputShape.reduce((a, b) => a * b);
    const network = buildNetwork({ layers: [] }, { ...data, inputShape });
    const samples = { count, inputs: Float32Array.from(inputs), targets: new Float32Array(count), features: {} };
    return scaleSample(network, samples);
  };

  it('that are a picture keep one scale per channel over all its cells, so that cells stay comparable', () => {
    // Two pictures of 1 x 2 cells and two channels; the second channel is 100 times the first.
    const { sample, inputScaling } = scale([1, 2, 2], [0, 0, 2, 200, 4, 400, 2, 200]);
    expect([...inputScaling.shift]).toEqual([2, 200]);
    const root = Math.fround(Math.SQRT2);
    const expected = [-root, -root, 0, 0, root, root, 0, 0];
    for (const [place, value] of sample.inputs.entries()) expect(value).toBeCloseTo(expected[place] as number, 5);
  });

  it('that are columns of a table are scaled one by one, and constant ones by 1', () => {
    const { sample } = scale([3], [1, 10, 7, 3, 30, 7]);
    expect([...sample.inputs]).toEqual([-1, -1, 0, 1, 1, 0]);
  });

  it('that are constant everywhere fail no training', async () => {
    const dataset = table(1);
    dataset.pool.inputs.fill(2);
    expect((await train(dataset)).loss).toBeGreaterThan(1);
  });
});
