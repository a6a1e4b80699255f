/** @file Trainings in one graph come out, bit for bit, as each of them does alone; what goes wrong with one of them is its own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type JsonObject,
  randomFrom,
  replicateStreams,
  type Trainer,
  type TrainingResult,
  type TrainingTask,
} from '../../../src/core/index.js';
import { createNetworkTrainer } from '../../../src/engine/built-in.js';
import type { Samples } from '../../../src/engine/datasets/index.js';
import { createStackRule } from '../../../src/engine/network/inspector.js';
import { LOSS_KINDS } from '../../../src/engine/network/losses/index.js';
import { OPTIMIZER_KINDS } from '../../../src/engine/network/optimizers/index.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';
import { smallDatasets } from './small-datasets.js';

/** Two columns of numbers and an embedded one; targets are far from 0. */
function rows(count: number, seed: string): Samples {
  const random = randomFrom('stacked rows', seed);
  const inputs = Float32Array.from({ length: count * 3 }, (_, place) =>
    place % 3 === 2 ? random.below(4) : random.normal(),
  );
  const targets = Float32Array.from({ length: count }, (_, row) => 9 + (inputs[row * 3] as number) + random.normal());
  return { count, inputs, targets, features: {} };
}

function pictures(count: number, seed: string): Samples {
  const random = randomFrom('stacked pictures', seed);
  const inputs = Float32Array.from({ length: count * 64 }, () => random.uniform());
  return { count, inputs, targets: Float32Array.from({ length: count }, () => random.below(2)), features: {} };
}

const { table, images } = smallDatasets({ rows, pictures }, { pool: 64, selection: 16 });

const STREAMS = [0, 1, 1, 2];

function tasksOf(configurations: readonly JsonObject[], change: Partial<TrainingTask['context']> = {}): TrainingTask[] {
  return configurations.map((configuration, place) => ({
    candidate: { id: `c${place}`, label: '', configuration },
    trial: {
      candidate: `c${place}`,
      streams: replicateStreams(STREAMS[place] as number),
      fidelity: { sampleSize: 37 },
      repeat: 0,
    },
    context: { experimentSeed: 1, signal: new AbortController().signal, report: () => {}, ...change },
  }));
}

const bits = ({ artifacts, ...result }: TrainingResult) => ({
  ...result,
  weights:
    artifacts?.weights === undefined
      ? undefined
      : createHash('sha256').update(readFileSync(artifacts.weights)).digest('hex'),
});

const keepingIn = (task: TrainingTask): TrainingTask['context'] => ({
  ...task.context,
  artifactFolder: temporaryFolder(),
});

/** What `trainTogether` gives, and what each gives alone. */
async function bothWays(trainer: Trainer, tasks: readonly TrainingTask[]) {
  const kept = tasks.map((task) => ({ ...task, context: keepingIn(task) }));
  const together = await trainer.trainTogether?.(kept);
  const found = together?.map((result) => (result.status === 'fulfilled' ? bits(result.value) : result.reason));
  const alone: unknown[] = [];
  for (const task of tasks) {
    const result = trainer.train(task.candidate, task.trial, keepingIn(task));
    alone.push(await result.then(bits, (error) => error));
  }
  return { found, alone };
}

const base = { layers: [{ dense: { units: 5 } }], batchSize: 10, epochs: 2 } satisfies JsonObject;
/** Of what is fed each member has its own. */
const fourRates = (configuration: JsonObject, name = 'adamw'): JsonObject[] =>
  [0.002, 0.01, 0.03, 0.001].map((learningRate) => ({ optimizer: { name, learningRate }, ...configuration }));

const onRows: Record<string, readonly JsonObject[]> = {
  ...Object.fromEntries(OPTIMIZER_KINDS.map(({ name }) => [`optimizer ${name}`, fourRates(base, name)])),
  ...Object.fromEntries(
    LOSS_KINDS.filter(({ task }) => task === 'regression').map(({ name }) => [
      `loss ${name}`,
      fourRates({ ...base, batchSize: 16, loss: name }),
    ]),
  ),
  activations: fourRates({
    ...base,
    layers: ['tanh', 'sigmoid', 'elu', 'gelu', 'silu', 'leaky-relu', 'prelu'].map((activation) => ({
      dense: { units: 6, activation, bias: activation !== 'elu' },
    })),
  }),
  schedules: ['constant', 'cosine', 'one-cycle', { name: 'step', everyEpochs: 1 }].map((schedule) => ({
    ...base,
    schedule,
  })),
  'dropout and batch normalisation': fourRates({
    ...base,
    layers: [{ dense: { units: 8 } }, { batchNorm: { activation: 'relu' } }, { dropout: 0.4 }],
  }),
  'early stopping': fourRates({ ...base, epochs: 6, earlyStopping: { patience: 1 } }),
  'clipping by norm': [0.01, 0.1, 1, 10].map((norm) => ({ ...base, loss: 'mse', gradientClipping: { norm } })),
  'clipping by value': [0.01, 0.1, 1, 10].map((value) => ({ ...base, gradientClipping: { value } })),
  'many inputs of a unit': fourRates({ ...base, layers: [{ dense: { units: 150 } }, { dense: { units: 3 } }] }),
  'batches in pieces': fourRates({ ...base, batchSize: 37, layers: [{ dense: { units: 3 } }], epochs: 1 }),
};
const onPictures: Record<string, readonly JsonObject[]> = {
  'convolutions and pooling': fourRates({
    ...base,
    layers: [
      { conv: { filters: 3, padding: 'same' } },
      { maxPool: { size: 2, stride: 1 } },
      { conv: { filters: 4 } },
      { averagePool: 3 },
      { dropout: 0.2 },
      { batchNorm: {} },
    ],
  }),
  'one output of two classes': fourRates({ ...base, loss: 'binary-cross-entropy' }),
};

describe.each([
  { data: table, cases: onRows },
  { data: images, cases: onPictures },
])('four of $data.name in one graph', ({ data, cases }) => {
  const trainer = createNetworkTrainer({ dataset: data });
  afterAll(() => trainer.close?.());

  it.each(Object.entries(cases))('come out as each alone: %s', async (_, configurations) => {
    const { found, alone } = await bothWays(trainer, tasksOf(configurations));
    expect(found).toEqual(alone);
    expect(new Set(alone.map((one) => JSON.stringify(one))).size).toBe(4);
  });
});

describe('one of several', () => {
  const trainer = createNetworkTrainer({ dataset: table });
  afterAll(() => trainer.close?.());

  it('that diverges, is cancelled or fails changes nothing for the others', async () => {
    const tasks = tasksOf([
      { ...base, optimizer: { name: 'sgd', learningRate: 1e30 }, loss: 'mse' },
      ...[0.1, 0.01, 0.02].map((learningRate) => ({ ...base, optimizer: { name: 'sgd', learningRate }, loss: 'mse' })),
    ]);
    const changed = (place: number, context: Partial<TrainingTask['context']>): void => {
      const task = tasks[place] as TrainingTask;
      tasks[place] = { ...task, context: { ...task.context, ...context } };
    };
    changed(1, { signal: AbortSignal.abort(new Error('cancelled')) });
    changed(2, {
      report: () => {
        throw new Error('no reports');
      },
    });
    const { found, alone } = await bothWays(trainer, tasks);
    expect(found).toEqual(alone);
    expect(found?.map((one) => ('loss' in one ? Number.isFinite(one.loss) : one.message))).toEqual([
      false,
      'cancelled',
      'no reports',
      true,
    ]);
  });

  it('whose sample cannot be scaled fails alone, and the others are trained', async () => {
    const pool = { ...table.pool, inputs: table.pool.inputs.slice() };
    const withGap = { ...table, pool };
    const trainerOfGap = createNetworkTrainer({ dataset: withGap });
    const tasks = tasksOf(fourRates(base));
    // After the trainer has looked at the data: only members whose sample has the row see it.
    pool.inputs[0] = Number.NaN;
    const { found, alone } = await bothWays(trainerOfGap, tasks);
    await trainerOfGap.close?.();
    expect(found).toEqual(alone);
  });

  it('of another shape keeps them from being together', async () => {
    const tasks = tasksOf([base, base, base, { ...base, epochs: 3 }]);
    await expect(trainer.trainTogether?.(tasks)).rejects.toThrow('differ in shape');
  });
});

describe('which are worth it', () => {
  const trial = (tasksOf([base])[0] as TrainingTask).trial;
  const rule = createStackRule(table);
  const keyOf = (configuration: JsonObject) => rule({ configuration }, trial)?.key;

  it('small networks of dense layers, where nothing but what is fed differs', () => {
    expect(keyOf({ ...base, optimizer: { name: 'adamw', learningRate: 1 } })).toBe(keyOf(base));
    const others: JsonObject[] = [{ layers: [] }, { batchSize: 9 }, { epochs: 3 }, { optimizer: 'sgd' }];
    const keys = others.map((other) => keyOf({ ...base, ...other }));
    expect(new Set([...keys, keyOf(base)]).size).toBe(5);
    expect(keyOf({ ...base, layers: [{ dense: { units: 300 } }, { dense: { units: 300 } }] })).toBeUndefined();
    expect(createStackRule(images)({ configuration: { layers: [{ conv: { filters: 2 } }] } }, trial)).toBeUndefined();
  });

  it('as many as fit into 256 MiB, their examples twice', () => {
    const most = (sampleSize: number) => rule({ configuration: base }, { ...trial, fidelity: { sampleSize } })?.most;
    expect([most(37), most(3_000_000), most(30_000_000)]).toEqual([expect.any(Number), 2, 1]);
    expect(most(37)).toBeGreaterThan(8);
  });
});
