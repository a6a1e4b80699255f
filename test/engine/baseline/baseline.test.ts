/** @file The parametric baseline: published figures on the calorimeter, fits by their values, bad data, beside networks. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Candidate,
  InputError,
  replicateStreams,
  type TrainingResult,
  type Trial,
} from '../../../src/core/index.js';
import { fitCurve, fitLine } from '../../../src/engine/baseline/baseline-trainer.js';
import { createBuiltInTrainer } from '../../../src/engine/built-in.js';
import { type Dataset, dataSpecSchema, loadDataset } from '../../../src/engine/datasets/index.js';
import { createBuiltInInspector } from '../../../src/engine/inspection.js';

const load = (spec: object): Promise<Dataset> => loadDataset(dataSpecSchema.parse(spec), { baseFolder: process.cwd() });

const candidate: Candidate = { id: 'p', label: '', configuration: { baseline: 'parametric' } };

const trialOf = (sampleSize: number, replicate: number): Trial => ({
  candidate: 'p',
  streams: replicateStreams(replicate),
  fidelity: { sampleSize },
  repeat: 0,
});

async function train(dataset: Dataset, trial: Trial) {
  const trainer = createBuiltInTrainer({ dataset });
  const { signal } = new AbortController();
  const context = { experimentSeed: 1, signal, report: () => {} };
  const result = (await trainer.train(candidate, trial, context)) as TrainingResult;
  await trainer.close?.();
  return result;
}

describe('on 32,000 examples of spectrum B', () => {
  let dataset: Dataset;
  /** On all of them. */
  let whole: TrainingResult;
  beforeAll(async () => {
    const split = { pool: 33_000, selection: 4000, final: 1 };
    dataset = await load({ source: 'calorimeter', spectrum: 'B', split });
    whole = await train(dataset, trialOf(32_000, 0));
  });

  test('the relative error of the energy is within a factor 1.5 of the published 0.0239', () => {
    const { loss, metrics } = whole;
    expect(metrics?.relativeRmse).toBeGreaterThan(0.0239 / 1.5);
    expect(metrics?.relativeRmse).toBeLessThan(0.0239 * 1.5);
    expect(loss).toBeCloseTo((metrics?.relativeRmse ?? 0) ** 2, 10);
  });

  test('only the sample changes it, and a small one makes it worse', async () => {
    const first = await train(dataset, trialOf(200, 0));
    const again = await train(dataset, { ...trialOf(200, 0), streams: { ...replicateStreams(7), sample: 0 } });
    const other = await train(dataset, trialOf(200, 1));
    expect(again).toEqual(first);
    expect(other.loss).not.toBe(first.loss);
    const tiny = await Promise.all([0, 1, 2, 3, 4].map((replicate) => train(dataset, trialOf(10, replicate))));
    expect(Math.max(...tiny.map(({ loss }) => loss))).toBeGreaterThan(whole.loss);
  });
});

test('the S-shaped correction beats the bare barycentre', async () => {
  const dataset = await load({
    source: 'calorimeter',
    spectrum: 'B',
    target: 'x',
    angles: false,
    cellSize: 1,
    split: { pool: 4000, selection: 2000, final: 1 },
  });
  const { loss, metrics } = await train(dataset, trialOf(0, 0));
  expect(loss).toBeCloseTo(metrics?.rmse as number, 12);
  const { inputs, targets, count } = dataset.selection;
  let squares = 0;
  for (let example = 0; example < count; example++) {
    const cells = inputs.subarray(example * 225, (example + 1) * 225);
    const sum = cells.reduce((total, cell) => total + cell, 0);
    const barycentre = cells.reduce((total, cell, index) => total + cell * ((index % 15) - 7), 0) / sum;
    squares += (barycentre - (targets[example] as number)) ** 2 / count;
  }
  expect(metrics?.rmse).toBeLessThan(0.7 * Math.sqrt(squares));
});

test('fits by their values', () => {
  const figures = [0, 1, 2, 5];
  expect(fitLine(figures, [3, 5, 7, 13], () => 1)(10)).toBeCloseTo(23, 10);
  // The weights decide between two values at the same place.
  expect(fitLine([1, 1], [0, 10], (target) => (target === 0 ? 3 : 1))(1)).toBeCloseTo(2.5, 10);
  const places = Array.from({ length: 41 }, (_, index) => index / 20 - 1);
  const bent = fitCurve(
    places,
    places.map((place) => 0.1 + 0.4 * Math.asinh(place / 0.13)),
    () => 1,
  );
  for (const place of places) expect(bent(place)).toBeCloseTo(0.1 + 0.4 * Math.asinh(place / 0.13), 6);
});

test('stands among networks: its settings are checked, its parameters counted', async () => {
  const dataset = await load({ source: 'calorimeter', split: { pool: 10, selection: 10, final: 10 } });
  const inspector = createBuiltInInspector(dataset);
  expect(inspector.complete({ baseline: 'parametric' })).toEqual({
    baseline: 'parametric',
    loss: 'relative-squared-error',
  });
  expect(inspector.describe({ baseline: 'parametric' }).parameters).toBe(2);
  expect(inspector.complete({ layers: [{ dense: { units: 4 } }] }).batchSize).toBeDefined();
  expect(() => inspector.complete({ baseline: 'parametrik' })).toThrow(InputError);
  expect(() => inspector.complete({ baseline: 'parametric', los: 'mse' })).toThrow(/Did you mean `loss`/);
  const gratings = await load({ source: 'gratings', split: { pool: 10, selection: 10, final: 10 } });
  expect(() => createBuiltInInspector(gratings).complete({ baseline: 'parametric' })).toThrow(InputError);
});
