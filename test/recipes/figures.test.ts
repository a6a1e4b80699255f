/** @file The metric of the recipe is measured, raced in its own direction and shown; the source of data gives data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { select } from '../../src/app/index.js';
import { betterOf, evaluatePredictions, type JsonObject } from '../../src/core/index.js';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { temporaryFolder } from '../app/command-line.js';

it('the metric is measured, by weights too', () => {
  const predictions = {
    ...{ count: 3, width: 1, targetWidth: 1, outputs: Float32Array.of(1, 2, 9) },
    targets: Float32Array.of(0, 0, 0),
  };
  expect(evaluatePredictions('regression', predictions).medianError).toBe(2);
  const weights = Float32Array.of(1, 1, 5);
  expect(evaluatePredictions('regression', { ...predictions, weights }).medianError).toBe(9);
  expect(betterOf('medianError')).toBe('low');
});

it('the metric is raced and shown', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trainer = ({ x }: JsonObject, { streams }: { streams: { init: number } }) => {
    const noise = ((streams.init * 7919) % 13) / 1000;
    return { loss: Number(x) + noise, metrics: { medianError: 3 - Number(x) + noise } };
  };
  const race = { rule: 'halving', warmup: 4, maxReplicates: 8, metric: 'medianError', finalTrials: 0 };
  const experiment = { name: 'recipe', space: { x: [0, 1, 2] }, race };
  const { result } = await select({ experiment, trainer, out });
  expect(result).toMatchObject({ metric: 'medianError', direction: 'minimize', winner: { configuration: { x: 2 } } });
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('medianError');
});

it('the source of data gives what its schema says', async () => {
  const spec = dataSpecSchema.parse({ source: 'rings', noise: 0, split: { pool: 50, selection: 5, final: 5 } });
  const { pool, classes } = await loadDataset(spec, { baseFolder: '.' });
  expect(classes).toEqual(['inner', 'outer']);
  for (const [row, ring] of pool.targets.entries()) {
    expect(Math.hypot(pool.inputs[row * 2] as number, pool.inputs[row * 2 + 1] as number)).toBeCloseTo(1 + ring, 5);
  }
});
