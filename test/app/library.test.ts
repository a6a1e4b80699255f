/** @file The whole library: studies, replays, checks and exports as functions, with what they refuse. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { check, compare, curve, explain, exportModel, measure, predict, replay, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

const experiment = { name: 'library', space: { width: [1, 2, 3] }, seed: 5, sample: 40 };
/** Simulated: width 2 is best, and noise of the initial weights. */
const trainer = ({ width }: { width: number }, { seeds }: { seeds: { init: number } }): number =>
  Math.abs(width - 2) + (seeds.init % 1000) / 5000;

test('studies give the content of their record, and resume in their folder', async () => {
  const out = temporaryFolder(onTestFinished);
  const asked = { experiment, trainer, out, vary: ['init'], trials: 6, crossed: 'none' } as const;
  const { status, record } = await measure(asked);
  // Six of each, and three of each with equal seeds.
  expect([status, record.kind, record.trials.used]).toEqual(['exhausted', 'measure', 27]);
  expect(existsSync(join(out, 'measure.json'))).toBe(true);
  let trained = 0;
  const again = await measure({ ...asked, onEvent: ({ kind }) => (trained += kind === 'outcome' ? 1 : 0) });
  expect([trained, again.record.headline]).toEqual([0, record.headline]);

  const levels = await compare({ experiment, trainer, trials: 5, factors: ['width'] });
  expect(levels.record.trials.used).toBe(15);
  const short = await curve({ experiment, trainer, sizes: '10..40/3', trials: 6, budget: { trials: 5 } });
  expect([short.status, short.record.trials.used]).toEqual(['budget', 5]);
  expectTypeOf(measure<{ width: number[] }>)
    .parameter(0)
    .toHaveProperty('trainer');
});

test('a study that is aborted says how it goes on', async () => {
  const signal = AbortSignal.abort();
  await expect(measure({ experiment, trainer, signal })).rejects.toMatchObject({ code: 'interrupted' });
});

test('errors speak of options of the library, not of a command line', async () => {
  const out = temporaryFolder(onTestFinished);
  const asked = { trainer, out, vary: ['init'], trials: 3, crossed: 'none' } as const;
  await measure({ ...asked, experiment });
  const other = measure({ ...asked, experiment: { ...experiment, seed: 6 } });
  await expect(other).rejects.toMatchObject({
    code: 'other-experiment',
    fix: 'Choose another folder with `out`, or start again with `fresh: true`.',
  });
  const changed = ({ width }: { readonly width: number }): number => width;
  await expect(measure({ ...asked, experiment, trainer: changed })).rejects.toThrow(
    /with `acceptChangedCode: true` \(the log[\s\S]*Or start again with `fresh: true`\.$/,
  );
});

test('check says what would be raced', async () => {
  const checked = await check({
    experiment: {
      name: 'c',
      space: { layers: { value: [{ flatten: {} }, { dense: { units: 4 } }] }, epochs: [1, 2] },
      data: { source: 'gratings' },
    },
  });
  expect(checked.candidates.map(({ description }) => description?.parameters)).toHaveLength(2);
  await expect(
    check({ experiment: { name: 'c', space: { unit: [4] }, data: { source: 'gratings' } } }),
  ).rejects.toThrow();
});

test('replay and export ask a run that is there', async () => {
  const out = temporaryFolder(onTestFinished);
  await select({ experiment: { ...experiment, race: { criterion: 'mean' } }, trainer, out });
  const halved = await replay(out, { rule: 'halving', warmup: 1 });
  expect(halved.winner?.configuration).toEqual({ width: 2 });
  expect(halved.criterion.name).toBe('mean');
  await expect(exportModel(out)).rejects.toMatchObject({ code: 'no-model' });
});

test.each([
  ['measure: trials', () => measure({ experiment, trials: 0 })],
  ['measure: crossed', () => measure({ experiment, crossed: 'yes' as never })],
  ['curve: sizes', () => curve({ experiment } as never)],
  ['curve: tolerance', () => curve({ experiment, sizes: [1], tolerance: { spread: -1 } })],
  ['compare: factors', () => compare({ experiment, factors: [] })],
  ['check: experiment', () => check({} as never)],
  ['replay: losses', () => replay('')],
  ['replay: rule', () => replay('x.csv', { rule: 1 as never })],
  ['exportModel: run', () => exportModel(1 as never)],
  ['predict: rows', () => predict('model.onnx', '')],
  ['explain: data', () => explain('x', '')],
  ['explain: repeats', () => explain('x', 'd.csv', { repeats: 0 })],
  ['exportModel: replicate', () => exportModel('x', { replicate: -1 })],
])('refuses %s', async (name, act) => {
  await expect(act()).rejects.toMatchObject({ code: 'bad-argument', message: expect.stringContaining(name) });
});
