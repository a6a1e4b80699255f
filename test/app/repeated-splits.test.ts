/** @file Replicates that divide the data anew: each by its own index, alike for all candidates, the final set untouched. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package: worker processes run its files.
import { exportModel, measure, replay, select } from '../../dist/app/index.js';
import { streamRandom } from '../../src/core/index.js';
import { createBuiltInTrainer } from '../../src/engine/built-in.js';
import { dataSpecSchema, dividedData, drawSample, loadDataset } from '../../src/engine/datasets/index.js';
import { temporaryFolder } from './command-line.js';

const split = { pool: 120, selection: 40, final: 50 };
const data = { source: 'bumps' as const, size: 5, split: { ...split, repeated: true } };
const experiment = {
  name: 'anew',
  data,
  sample: 60,
  space: { layers: [{ dense: { units: [3, 6] } }], epochs: 2 },
  race: { rule: 'halving', warmup: 3, maxReplicates: 4, finalTrials: 3 },
} as const;

/** Rows of trials.csv by column, without times. */
function trialsIn(folder: string, name = 'trials'): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .trim()
    .split('\r\n');
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, place) => [names[place], names[place] === 'seconds' ? '' : cell])),
  );
}

test('a race, one and two workers, stopped and resumed; its model, its baselines, its replay', async () => {
  const folder = temporaryFolder(onTestFinished);
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const { result } = await select({ experiment, out: one, workers: 1 });
  await select({ experiment, out: two, workers: 2, budget: { trials: 7 } });
  await select({ experiment, out: two, workers: 2 });
  const trials = trialsIn(one);
  expect(trialsIn(two)).toEqual(trials);
  expect(trials.every(({ init, split: own }) => init === own)).toBe(true);
  expect(result.seeds.streams).toContain('split');
  const page = readFileSync(join(one, 'report.html'), 'utf8');
  expect(page).toContain('Each replicate divides pool and selection set anew');
  expect(page).not.toMatch(/(best|training)( of its trainings)? on the selection set/);

  // What a trial's loss says is what the same network makes of the data divided so, and of no others.
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: folder });
  const divided = dividedData(dataset);
  const trainer = createBuiltInTrainer({ dataset: divided({ split: 2 }, 1) });
  onTestFinished(() => trainer.close?.());
  const winner = result.winner as NonNullable<typeof result.winner>;
  const { loss } = await trainer.train(
    { id: winner.candidate, label: '', configuration: winner.configuration },
    {
      candidate: '',
      streams: { init: 2, sample: 2, order: 2, noise: 2 },
      fidelity: { sampleSize: 60 },
      repeat: 0,
    },
    { experimentSeed: 1, signal: new AbortController().signal, report: () => {} },
  );
  const logged = trials.find(({ candidate: id, init }) => id === winner.candidate && init === '2');
  expect(logged?.loss).toBe(String(loss));
  const exported = exportModel(one, { candidate: winner.candidate, replicate: 2 });
  expect((await exported).outcome?.loss).toBe(loss);

  // The trivial baseline is the mean of the same samples, judged on the same selection sets as the fresh trials.
  const fresh = trials.filter(({ candidate: id, init }) => id === winner.candidate && Number(init) >= 1e6);
  const losses = fresh.map(({ init }) => {
    const { pool, selection } = divided({ split: Number(init) }, 1);
    const rows = drawSample({ pool }, 60, streamRandom(1, 'sample', Number(init)));
    const mean = rows.reduce((sum, row) => sum + (pool.targets[row] as number) / 60, 0);
    return Math.sqrt(selection.targets.reduce((sum, target) => sum + (target - mean) ** 2 / selection.count, 0));
  });
  const trivial = result.baselines.find(({ kind }) => kind === 'trivial');
  expect(trivial).toMatchObject({ name: 'mean', replicates: 3 });
  expect(trivial?.loss).toBeCloseTo(
    losses.reduce((sum, one) => sum + one / 3, 0),
    5,
  );
  expect((await replay(one, { rule: 'halving', warmup: 3 })).winner?.candidate).toBe(winner.candidate);
});

test('a measurement varies the division alone, and holds it with the others', async () => {
  const out = join(temporaryFolder(onTestFinished), 'measured');
  await measure({
    experiment: { ...experiment, data: { ...data, split } },
    vary: ['init', 'split'],
    trials: 3,
    crossed: [2, 2],
    workers: 1,
    out,
  });
  const rows = trialsIn(out, 'measure-trials').map(({ candidate, init, sample, split: own }) =>
    [candidate, init, sample, own].join(),
  );
  const [first = ''] = rows.map((row) => row.split(',')[0]);
  const own = rows.filter((row) => row.startsWith(first)).map((row) => row.slice(first.length + 1));
  expect(new Set(own)).toEqual(
    new Set(['0,0,0', '0,0,1', '0,0,2', '0,0,3', '1,0,0', '2,0,0', '3,0,0', '1,0,1', '2,0,2', '3,0,3']),
  );
  expect(readFileSync(join(out, 'measure.json'), 'utf8')).toContain('init x split');
});
