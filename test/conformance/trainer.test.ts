/** @file Every trainer against the trainer suite, and every kind that an experiment can name among them. */
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../src/core/index.js';
import { createBuiltInTrainer } from '../../src/engine/built-in.js';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { trainerSchema } from '../../src/experiment/index.js';
import {
  closeStretch,
  createCommandTrainer,
  createFunctionTrainer,
  loadTrainModule,
  openStretch,
} from '../../src/trainers/index.js';
import { TEST_MS } from '../hang-guard.js';
import train from './fixtures/training.mjs';
import { listFaults } from './list-suite.js';
import { describeTrainer, type TrainerAdapter } from './trainer-suite.js';

const load = (spec: JsonObject) => loadDataset(dataSpecSchema.parse(spec), { baseFolder: process.cwd() });

const layers = [{ conv: { filters: 3, kernel: 3, activation: 'relu' } }, { maxPool: 2 }];
const network = { layers, optimizer: { name: 'adamw', learningRate: 0.003 }, batchSize: 16, epochs: 3 };

const tried: string[] = [];

/** `name` begins with what an experiment says. */
function describeKind(name: string, adapter: TrainerAdapter): void {
  tried.push(name);
  describeTrainer(name, adapter);
}

describeKind('network', {
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

describeKind('linear', {
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

describeKind('parametric', {
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

describeKind('function', { ...own, create: async () => createFunctionTrainer(train) });
describeKind('module', { ...own, create: async () => createFunctionTrainer(await loadTrainModule(script)) });
describeKind('command, one-shot', {
  ...own,
  create: () => command('one-shot'),
  failing: { ...own.failing, kind: 'exit-code' },
});
describeKind('command, long-lived', { ...own, create: () => command('long-lived') });

/** The word of a kind, or the key that it is told by. */
const kinds = (z.toJSONSchema(trainerSchema, { io: 'input', unrepresentable: 'any' }).anyOf ?? []).map(
  ({ const: word, required = [] }) => String(word ?? required[0]),
);

it.each(kinds)('%s is tried', (kind) => expect(tried.map((name) => name.split(',')[0])).toContain(kind));
it('no two have a name alike', () => expect(listFaults('trainer', kinds)).toEqual([]));
