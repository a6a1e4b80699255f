/** @file What an experiment counts as a collapse: said of a run and of its replay, changed without training anything again. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replay, select } from '../../dist/app/index.js';
import type { JsonObject } from '../../src/core/index.js';
import { temporaryFolder } from './command-line.js';

test('the bar is the setting, it may be changed, and what was trained stays', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  let trained = 0;
  const trainer = ({ x }: JsonObject, { streams }: { streams: { init: number } }) => {
    trained++;
    const loss = Number(x) + ((streams.init * 7919) % 13) / 100;
    const given = streams.init === 1_000_000 ? 9 : loss;
    return { loss: given, metrics: { accuracy: 1 - given / 10 } };
  };
  const run = async (race: object) => {
    const experiment = { name: 'made-up', space: { x: [0, 1, 2] }, race: { finalTrials: 10, ...race } };
    return (await select({ experiment, trainer, out })).result;
  };
  expect((await run({})).winner?.collapses).toMatchObject({ by: 'spread', collapsed: 1, begun: 10, from: 'fresh' });
  const before = trained;
  const set = await run({ collapse: { above: 10 } });
  expect(set.winner?.collapses).toMatchObject({ by: 'setting', bar: 10, collapsed: 0, begun: 10 });
  expect(set.plan.collapse).toEqual({ above: 10 });
  expect(trained).toBe(before);
  expect((await run({ collapse: { above: 0.05 } })).winner?.collapses?.collapsed).toBeGreaterThan(1);
  expect((await replay(out)).winner?.collapses).toMatchObject({ by: 'setting', bar: 0.05, from: 'race' });
  await expect(run({ collapse: { below: 0.5 } })).rejects.toThrow(/race\.collapse says below: 0\.5, but a lower loss/);
  const byAccuracy = await run({ metric: 'accuracy', collapse: { below: 0.5 } });
  expect(byAccuracy.winner?.collapses).toMatchObject({ by: 'setting', bar: 0.5, collapsed: 1 });
});
