/** @file Every trainer against the trainer suite. */
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { JsonObject } from '../../src/core/index.js';
import { createBuiltInTrainer } from '../../src/engine/built-in.js';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import {
  closeStretch,
  createCommandTrainer,
  createFunctionTrainer,
  loadTrainModule,
  openStretch,
} from '../../src/trainers/index.js';
import { TEST_MS } from '../hang-guard.js';
import train from './fixtures/training.mjs';
import { describeTrainer, type TrainerAdapter } from './trainer-suite.js';

const load = (spec: JsonObject) => loadDataset(dataSpecSchema.parse(spec), { baseFolder: process.cwd() });

const layers = [{ conv: { filters: 3, kernel: 3, activation: 'relu' } }, { maxPool: 2 }];
const network = { layers, optimizer: { name: 'adamw', learningRate: 0.003 }, batchSize: 16, epochs: 3 };

describeTrainer('network', {
  create: async () =>
    createBuiltInTrainer({
      dataset: await load({ source: 'gratings', size: 8, split: { pool: 80, selection: 40, final: 8 } }),
    }),
  good: network,
  diverging: { ...network, optimizer: { name: 'sgd', learningRate: 1e38 } },
  failing: { configuration: { ...network, batchSize: 0 }, kind: 'exception', text: 'batchSize' },
  epochs: 3,
  artifact: 'weights',
});

describeTrainer('linear models', {
  create: async () => {
    const dataset = await load({ source: 'bumps', split: { pool: 60, selection: 30, final: 8 } });
    const trainer = createBuiltInTrainer({ dataset });
    return {
      ...trainer,
      train: (candidate, trial, context) =>
        trainer.train(candidate, { ...trial, fidelity: { sampleSize: 40 } }, context),
    };
  },
  good: { penalty: 0.1 },
  failing: { configuration: { penalty: -1 }, kind: 'exception', text: 'penalty' },
  epochs: 0,
  artifact: 'weights',
});

describeTrainer('parametric baseline', {
  // A whole pool gives every replicate the same sample: only how it is drawn can differ.
  create: async () => {
    const dataset = await load({
      source: 'calorimeter',
      ...{ spectrum: 'B', target: 'energy', split: { pool: 400, selection: 100, final: 8 } },
    });
    const trainer = createBuiltInTrainer({ dataset });
    return {
      ...trainer,
      train: (candidate, trial, context) =>
        trainer.train(candidate, { ...trial, fidelity: { sampleSize: 200 } }, context),
    };
  },
  good: { baseline: 'parametric' },
  failing: { configuration: { baseline: 'astrology' }, kind: 'exception', text: 'astrology' },
  epochs: 0,
});

const own: Omit<TrainerAdapter, 'create'> = {
  good: { x: 1 },
  diverging: { x: 1, behaviour: 'diverge' },
  failing: { configuration: { x: 1, behaviour: 'fail' }, kind: 'exception', text: 'no such depth' },
  epochs: 4,
  artifact: 'model',
  slow: { x: 1, behaviour: 'slow' },
};

const script = fileURLToPath(new URL('./fixtures/training.mjs', import.meta.url));
const stretch = await openStretch();
afterAll(() => closeStretch(stretch));
const command = (protocol: 'one-shot' | 'long-lived') =>
  createCommandTrainer(
    {
      command: [process.execPath, script],
      ...{ protocol, pass: 'json-file', sample: { by: 'seed' }, environment: {}, limits: {} },
      ...{ startMs: TEST_MS, workingFolder: process.cwd(), stretch, place: 0 },
    },
    new AbortController().signal,
  );

describeTrainer('function', { ...own, create: async () => createFunctionTrainer(train) });
describeTrainer('module', { ...own, create: async () => createFunctionTrainer(await loadTrainModule(script)) });
describeTrainer('command, one-shot', {
  ...own,
  create: () => command('one-shot'),
  failing: { ...own.failing, kind: 'exit-code' },
});
describeTrainer('command, long-lived', { ...own, create: () => command('long-lived') });
