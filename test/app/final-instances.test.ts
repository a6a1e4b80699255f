/** @file The trainings of a winner on the final set: judged by their kept weights, or trained again where those are gone. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package: worker processes run its files.
import { explain, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

test('kept weights, trainings made again and the log give the same figures; without fresh trials, those of the race', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const run = async (finalTrials: number, budget = {}) => {
    const experiment = {
      name: 'bumps',
      data: { source: 'bumps' as const, split: { pool: 100, selection: 50, final: 50 } },
      space: { layers: [{ dense: { units: [4, 2] } }], epochs: 1 },
      race: { rule: 'halving', warmup: 2, maxReplicates: 2, finalTrials, criterion: 'median' },
    };
    const { winner, overtuning } = (await select({ experiment, out, workers: 1, budget })).result;
    return { final: winner?.final, distribution: winner?.finalDistribution, overtuning };
  };
  const raced = (await run(6, { trials: 4 })).distribution;
  expect(raced).toMatchObject({ from: 'race', replicates: [0, 1] });
  const first = await run(6);
  const { from, replicates, exported, metrics } = first.distribution ?? {};
  expect({ from, count: replicates?.length }).toEqual({ from: 'fresh', count: 6 });
  const place = replicates?.indexOf(exported ?? -1) ?? -1;
  if (place >= 0) expect(metrics?.rmse?.values[place]).toBe(first.final?.rmse);
  expect(new Set(metrics?.rmse?.values).size).toBe(6);
  expect(first.overtuning).toMatchObject({ final: { trainings: 6, trainingsOfFirst: 2 } });

  await expect(explain(out)).rejects.toMatchObject({ code: 'explain-pictures' });

  rmSync(join(out, 'artifacts'), { recursive: true });
  expect(await run(6)).toEqual(first);
  const again = (await run(5)).distribution?.metrics.rmse?.values;
  expect(again).toEqual(metrics?.rmse?.values.slice(0, 5));
});
