/** @file The network trainer as its users meet it: learning, determinism, divergence, export. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  decodePredictions,
  encodePredictions,
  type JsonObject,
  randomFrom,
  replicateStreams,
  type SetPredictions,
  type Streams,
  type Trainer,
  type TrainingResult,
} from '../../../src/core/index.js';
import { createNetworkTrainer, evaluateModel, exportNetwork } from '../../../src/engine/built-in.js';
import type { Dataset, Samples } from '../../../src/engine/datasets/index.js';
import { evaluateKept } from '../../../src/engine/inspection.js';

/** Bright spots on noise: the class is the quadrant of the spot. */
function spots(count: number, seed: string): Samples {
  const random = randomFrom(seed);
  const inputs = new Float32Array(count * 64).map(() => random.uniform() * 0.3);
  const targets = new Float32Array(count).map(() => random.below(4));
  for (let example = 0; example < count; example++) {
    const quadrant = targets[example] as number;
    const row = random.below(4) + 4 * (quadrant >> 1);
    const column = random.below(4) + 4 * (quadrant & 1);
    inputs[example * 64 + row * 8 + column] = 1;
  }
  return { count, inputs, targets, features: {} };
}

const dataset: Dataset = {
  name: 'spots',
  task: 'classification',
  inputShape: [8, 8, 1],
  targetNames: ['quadrant'],
  classes: ['a', 'b', 'c', 'd'],
  pool: spots(600, 'pool'),
  selection: spots(300, 'selection'),
  final: spots(300, 'final'),
  hash: '',
  simulated: true,
};

const configuration: JsonObject = {
  layers: [{ conv: { filters: 6, kernel: '3x2' } }, { maxPool: 2 }, { dense: { units: 12, activation: 'tanh' } }],
  optimizer: { name: 'adamw', learningRate: 0.01 },
  batchSize: 32,
  epochs: 8,
};

let trainer: Trainer;
let folder: string;
beforeAll(() => {
  trainer = createNetworkTrainer({ dataset });
  folder = mkdtempSync(join(tmpdir(), 'surefoot-network-'));
});
afterAll(async () => {
  await trainer.close?.();
  rmSync(folder, { recursive: true });
});

/** `sampleSize`: 0 for the whole pool. */
function train(
  settings: JsonObject = configuration,
  replicate = 0,
  by = trainer,
  { sampleSize = 250, ...streams }: Partial<Streams> & { readonly sampleSize?: number } = {},
): Promise<TrainingResult> {
  const candidate = { id: 'c', label: '', configuration: settings };
  const trial = {
    ...{ candidate: 'c', fidelity: { sampleSize }, repeat: 0 },
    streams: { ...replicateStreams(replicate), ...streams },
  };
  const context = { experimentSeed: 1, signal: new AbortController().signal, artifactFolder: folder, report: () => {} };
  return by.train(candidate, trial, context) as Promise<TrainingResult>;
}

describe('training', () => {
  it('learns: the loss falls and most of the selection set is classified rightly', async () => {
    const { lossPerEpoch, metrics } = await train();
    expect(lossPerEpoch).toHaveLength(8);
    expect(lossPerEpoch?.at(-1)).toBeLessThan((lossPerEpoch?.[0] as number) / 3);
    expect(metrics?.accuracy).toBeGreaterThan(0.85);
  });

  it('gives equal bits for equal trials, whatever was trained in between, and in another trainer', async () => {
    const first = await train();
    const other = await train(configuration, 1);
    const again = await train();
    const fresh = createNetworkTrainer({ dataset });
    const elsewhere = await train(configuration, 0, fresh);
    await fresh.close?.();
    expect(other.loss).not.toBe(first.loss);
    expect(again).toEqual(first);
    expect(elsewhere).toEqual(first);
  });

  it('reports a training that diverges as a loss that is not finite', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e38 };
    const { loss, lossPerEpoch, artifacts } = await train({ ...configuration, optimizer });
    expect(Number.isFinite(loss)).toBe(false);
    expect(lossPerEpoch?.length).toBeLessThanOrEqual(8);
    expect(artifacts).toBeUndefined();
  });

  it('counts a training loss above the limit as divergence', async () => {
    const { loss, lossPerEpoch } = await train({ ...configuration, lossLimit: 0.01 });
    expect(loss).toBe(Number.POSITIVE_INFINITY);
    expect(lossPerEpoch).toHaveLength(1);
    // Just above it, and at it.
    const [first = 0] = (await train()).lossPerEpoch ?? [];
    expect((await train({ ...configuration, lossLimit: first / 1.001 })).lossPerEpoch).toHaveLength(1);
    expect((await train({ ...configuration, lossLimit: first })).lossPerEpoch).toHaveLength(8);
  });

  it('shows examples in the order of the order stream, and of that alone', async () => {
    const short = { ...configuration, epochs: 1 };
    const [plain, reordered] = [await train(short), await train(short, 0, trainer, { order: 7 })];
    expect(reordered.loss).not.toBe(plain.loss);
    // Before anything is learned the order of the same examples changes nothing.
    const still = { ...short, optimizer: { name: 'sgd', learningRate: 1e-30 }, batchSize: 250 };
    const [first, second] = [await train(still), await train(still, 0, trainer, { order: 7 })];
    expect(second.lossPerEpoch?.[0]).toBeCloseTo(first.lossPerEpoch?.[0] as number, 5);
  });

  it('sets a drawn part of the pool aside, however the pool is ordered', async () => {
    const { pool } = dataset;
    const rows = Array.from(pool.targets.keys()).sort(
      (a, b) => (pool.targets[a] as number) - (pool.targets[b] as number),
    );
    const sorted = {
      ...pool,
      inputs: Float32Array.from(rows.flatMap((row) => Array.from(pool.inputs.subarray(row * 64, row * 64 + 64)))),
      targets: Float32Array.from(rows, (row) => pool.targets[row] as number),
    };
    const by = createNetworkTrainer({ dataset: { ...dataset, pool: sorted } });
    // The first third would be all of class a, and some of b.
    const asked = { ...configuration, earlyStopping: { patience: 8, validation: 0.33 } };
    const { metrics } = await train(asked, 0, by, { sampleSize: 0 });
    await by.close?.();
    expect(metrics?.accuracy).toBeGreaterThan(0.85);
  });

  it('weighs classes: equal weights change nothing, a dear class is chosen more often', async () => {
    const plain = await train();
    expect(await train({ ...configuration, classWeights: { a: 2, b: 2, c: 2, d: 2 } })).toMatchObject({
      loss: plain.loss,
      lossPerEpoch: plain.lossPerEpoch,
    });
    const hurried = { ...configuration, epochs: 1, batchSize: 64 };
    const dear = await train({ ...hurried, classWeights: { b: 50 } });
    expect(dear.loss).toBeGreaterThan((await train(hurried)).loss);
    expect(dear.metrics?.recallMacro).toBeLessThan(0.5);
  });

  it('weighs examples: equal weights change nothing, those of 0 are not learned', async () => {
    const weigh = async (weights: (row: number) => number, isWrong: (row: number) => boolean) => {
      const { pool, selection } = dataset;
      const targets = pool.targets.map((label, row) => (isWrong(row) ? (label + 1) % 4 : label));
      const weighted = { ...pool, targets, weights: Float32Array.from({ length: 600 }, (_, row) => weights(row)) };
      const equal = { ...selection, weights: new Float32Array(300).fill(2) };
      const by = createNetworkTrainer({ dataset: { ...dataset, pool: weighted, selection: equal } });
      const { loss, lossPerEpoch, metrics } = await train(configuration, 0, by);
      await by.close?.();
      return { loss, lossPerEpoch, accuracy: metrics?.accuracy };
    };
    const { loss, lossPerEpoch, metrics } = await train();
    const isOdd = (row: number) => row % 2 === 1;
    expect(
      await weigh(
        () => 2,
        () => false,
      ),
    ).toEqual({ loss, lossPerEpoch, accuracy: metrics?.accuracy });
    const [heard, ignored] = [await weigh(() => 1, isOdd), await weigh((row) => (isOdd(row) ? 0 : 1), isOdd)];
    expect(ignored.accuracy).toBeGreaterThan((heard.accuracy as number) + 0.2);
  });

  it('stops early when validation no longer improves, and takes the best epoch’s weights', async () => {
    const overfitting = { ...configuration, epochs: 60, optimizer: { name: 'adamw', learningRate: 0.03 } };
    const earlyStopping = { patience: 3, validation: 0.3 };
    const best = await train({ ...overfitting, earlyStopping });
    const last = await train({ ...overfitting, earlyStopping: { ...earlyStopping, restoreBest: false } });
    const epochs = best.lossPerEpoch?.length as number;
    expect(epochs).toBeLessThan(60);
    expect(last.lossPerEpoch).toEqual(best.lossPerEpoch);
    // Patience 3: the best epoch is the third from the end, and the last of a training that ends there.
    const shorter = { ...overfitting, epochs: epochs - 3 };
    const ended = await train({ ...shorter, earlyStopping: { patience: 99, validation: 0.3, restoreBest: false } });
    expect(ended.loss).toBe(best.loss);
    expect(last.loss).not.toBe(best.loss);
  });

  it('does not wait longer for epochs that are no better', async () => {
    // Steps that change nothing: every epoch has the loss of the first.
    const still = { ...configuration, optimizer: { name: 'sgd', learningRate: 1e-30 } };
    const { lossPerEpoch } = await train({ ...still, earlyStopping: { patience: 2, validation: 0.3 } });
    expect(lossPerEpoch).toHaveLength(3);
  });

  it('tells the mean of an epoch over its examples, whatever the last batch holds', async () => {
    const still = { ...configuration, epochs: 1, optimizer: { name: 'sgd', learningRate: 1e-30 } };
    // 600 examples: four batches of 128 and one of 88, or one of all.
    const [parts, whole] = [await train({ ...still, batchSize: 128 }), await train({ ...still, batchSize: 600 })];
    expect(parts.lossPerEpoch?.[0]).toBeCloseTo(whole.lossPerEpoch?.[0] as number, 5);
  });

  it('draws dropout from the noise stream, the same for equal trials', async () => {
    const layers = [
      { conv: { filters: 4 } },
      { dropout: 0.3 },
      { maxPool: 2 },
      { dense: { units: 8 } },
      { dropout: 0.5 },
    ];
    const settings = { ...configuration, layers, epochs: 2 };
    const trial = (noise: number) => ({
      candidate: 'c',
      streams: { ...replicateStreams(0), noise },
      fidelity: { sampleSize: 250 },
      repeat: 0,
    });
    const context = { experimentSeed: 1, signal: new AbortController().signal, report: () => {} };
    const candidate = { id: 'c', label: '', configuration: settings };
    const lossAt = async (noise: number) => {
      return ((await trainer.train(candidate, trial(noise), context)) as TrainingResult).loss;
    };
    const [first, again, other] = [await lossAt(0), await lossAt(0), await lossAt(1)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('stops between epochs when nobody wants the result', async () => {
    const candidate = { id: 'c', label: '', configuration };
    const trial = { candidate: 'c', streams: replicateStreams(0), fidelity: { sampleSize: 0 }, repeat: 0 };
    const signal = AbortSignal.abort(new Error('not wanted'));
    await expect(trainer.train(candidate, trial, { experimentSeed: 1, signal, report: () => {} })).rejects.toThrow(
      'not wanted',
    );
  });
});

test('predictions that are kept are those of the exported model on the final set, bit for bit, with its figures', async () => {
  const sided = (samples: Samples) => ({ ...samples, targets: samples.targets.map((label) => label % 2) });
  const [pool, selection, last] = [dataset.pool, dataset.selection, dataset.final].map(sided) as [
    Samples,
    Samples,
    Samples,
  ];
  for (const data of [dataset, { ...dataset, classes: ['left', 'right'], pool, selection, final: last }]) {
    const own = createNetworkTrainer({ dataset: data });
    const trial = { candidate: 'c', streams: replicateStreams(0), fidelity: { sampleSize: 100 }, repeat: 0 };
    const context = {
      experimentSeed: 1,
      artifactFolder: folder,
      keepPredictions: true,
      report: () => {},
      signal: new AbortController().signal,
    };
    const { predictions, artifacts } = await own.train({ id: 'c', label: '', configuration }, trial, context);
    await own.close?.();
    const model = exportNetwork({
      candidate: { configuration },
      dataset: data,
      weights: readFileSync(artifacts?.weights ?? ''),
    });
    const final = decodePredictions(encodePredictions(predictions?.final as SetPredictions)) as SetPredictions;
    const { loss, metrics } = await evaluateModel(model, data, data.final, configuration);
    expect(evaluateKept(final, data, data.final, configuration)).toEqual({ figures: { loss, ...metrics } });
    // Without one half of the examples after the other.
    const halves = [0, 1].map((half) => Int32Array.from({ length: data.final.count / 2 }, (_, row) => 2 * row + half));
    const { leftOut } = evaluateKept(final, data, data.final, configuration, halves) ?? {};
    const ofHalves = leftOut?.logLoss ?? [];
    expect(ofHalves.reduce((sum, one) => sum + one, 0) / 2).toBeCloseTo(metrics.logLoss as number, 12);
    expect(ofHalves[0]).not.toBe(ofHalves[1]);
    const session = await InferenceSession.create(model);
    const input = new Tensor('float32', data.final.inputs, [data.final.count, ...data.inputShape]);
    const { probabilities } = await session.run({ input }, ['probabilities']);
    const told = Array.from(probabilities?.data as Float32Array);
    expect(Math.max(...told.map((value, place) => Math.abs(value - (final.values[place] as number))))).toBeLessThan(
      1e-6,
    );
    expect([final.kind, final.outputs, final.values.length]).toEqual([
      'probabilities',
      data.classes.length,
      told.length,
    ]);
    // Of other examples nothing is said.
    expect(evaluateKept({ ...final, examples: 1 }, data, data.final, configuration)).toBeUndefined();
  }
});

describe('an exported model', () => {
  it('gives the trial’s loss and metrics from raw inputs, alone', async () => {
    const { loss, metrics } = await train();
    const weights = readFileSync(join(folder, 'weights'));
    const model = exportNetwork({ candidate: { configuration }, dataset, weights, metadata: { candidate: 'c' } });
    const evaluation = await evaluateModel(model, dataset, dataset.selection, configuration);
    expect(evaluation.loss).toBeCloseTo(loss, 5);
    expect(evaluation.metrics).toEqual(metrics);
  });

  it.each(['min-max', 'log1p', 'none', 'standardise'])(
    'holds the scaling %s of its inputs and joined features',
    async (inputs) => {
      const layers = [{ conv: { filters: 4 } }, { batchNorm: {} }, { dense: { units: 8, join: 'sum + barycentre' } }];
      const scaled = { ...configuration, layers, inputs, epochs: 2 };
      const { loss } = await train(scaled);
      const weights = readFileSync(join(folder, 'weights'));
      const model = exportNetwork({ candidate: { configuration: scaled }, dataset, weights });
      const evaluation = await evaluateModel(model, dataset, dataset.selection, scaled);
      expect(evaluation.loss).toBeCloseTo(loss, 4);
    },
  );

  it('takes any number of examples and names its outputs', async () => {
    await train();
    const weights = readFileSync(join(folder, 'weights'));
    const session = await InferenceSession.create(exportNetwork({ candidate: { configuration }, dataset, weights }));
    const input = new Tensor('float32', dataset.final.inputs.slice(0, 3 * 64), [3, 8, 8, 1]);
    const { output, probabilities } = (await session.run({ input })) as Record<string, Tensor>;
    await session.release();
    expect(output?.dims).toEqual([3, 4]);
    const sums = [0, 1, 2].map((row) =>
      Array.from((probabilities!.data as Float32Array).slice(row * 4, row * 4 + 4)).reduce((a, b) => a + b),
    );
    for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  });

  it('refuses bytes that are no weights file', () => {
    const weights = new Uint8Array(40);
    expect(() => exportNetwork({ candidate: { configuration }, dataset, weights })).toThrow('not a weights file');
  });
});

describe('bad data', () => {
  const withPool = (change: (pool: Samples) => void): Dataset => {
    const pool = { ...spots(20, 'bad'), features: {} };
    change(pool);
    return { ...dataset, pool };
  };

  it('is refused with its row and column', () => {
    const infinite = withPool(({ inputs }) => inputs.set([Number.NaN], 3 * 64 + 5));
    expect(() => createNetworkTrainer({ dataset: infinite })).toThrow('pool set has NaN in row 3, input column 5');
    const label = withPool(({ targets }) => targets.set([4], 7));
    expect(() => createNetworkTrainer({ dataset: label })).toThrow('label 4 in row 7');
  });
});
