/** @file What a caller can get wrong beside the experiment: limits, folders, replays over runs, powerless tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { InputError, select } from '../../dist/app/index.js';
import { QUICK, temporaryFolder, surefoot as typed, writeGratings } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const experiment = { name: 'limits', space: { x: [1, 2, 3] }, race: { warmup: 2, rule: 'halving', finalTrials: 2 } };
const trainer = ({ x }: { x: number }): number => x;

test.each([0, -1, Number.NaN, 1.5, 5000])('%s workers are refused', async (workers) => {
  await expect(select({ experiment, trainer: trainer as never, workers })).rejects.toThrow(InputError);
});

test.each([{ minutes: 0 }, { trials: Number.NaN }, { trials: 2.5 }, { trails: 10 }])(
  'the budget %o is refused',
  async (budget) => {
    await expect(select({ experiment, trainer: trainer as never, budget: budget as never })).rejects.toThrow(
      /budget\./,
    );
  },
);

test('a test that can never drop anybody is warned of before the run, by select and check', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, {
    ...QUICK,
    race: 'race: { warmup: 3, rule: mann-whitney, criterion: median, maxReplicates: 3, finalTrials: 3 }',
  });
  const checked = await surefoot(['check', 'gratings.yaml'], folder);
  expect(checked).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/can never reach p < 0\.05.*cannot drop any candidate/s),
  });
  const raced = await surefoot(['select', 'gratings.yaml', '--workers', '1'], folder);
  expect(raced).toMatchObject({ status: 0, stderr: expect.stringMatching(/cannot drop any candidate/) });
});

describe('beside a run', () => {
  let folder = '';
  beforeAll(async () => {
    let cleanUp = (): void => {};
    folder = temporaryFolder((remove) => {
      cleanUp = remove;
    });
    writeGratings(folder, QUICK);
    await typed(['select', 'gratings.yaml', '--out', 'a run'], folder);
    return cleanUp;
  });

  test('a replay never overwrites it', async () => {
    const before = readFileSync(join(folder, 'a run/result.json'), 'utf8');
    const { status, stderr } = await surefoot(['replay', 'a run', '--criterion', 'max', '--out', 'a run'], folder);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/holds a run/)]);
    expect(readFileSync(join(folder, 'a run/result.json'), 'utf8')).toBe(before);
  });

  test('its log has no columns and no direction', async () => {
    const ask = (...options: string[]) => surefoot(['replay', 'a run', ...options], folder);
    expect(await ask('--direction', 'maximize')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/is a run/),
    });
    expect(await ask('--loss', 'foo')).toMatchObject({ status: 2, stderr: expect.stringMatching(/is a run/) });
  });

  test('the command that makes it again is the one that was typed', () => {
    const { command } = JSON.parse(readFileSync(join(folder, 'a run/result.json'), 'utf8')) as { command: string };
    expect(command).toBe("surefoot select gratings.yaml --out 'a run'");
  });
});

test('folders that cannot be used', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  writeFileSync(join(folder, 'file'), '');
  writeFileSync(join(folder, 'table.csv'), 'candidate,loss_1,loss_2\na,1,2\nb,2,3\n');
  for (const out of ['file', 'file/inside']) {
    const ask = ['select', 'gratings.yaml', '--out', out];
    expect(await surefoot(ask, folder)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/cannot be used.*--out/s),
    });
  }
  const replayed = await surefoot(
    ['replay', 'table.csv', '--rule', 'halving', '--warmup', '2', '--out', 'file'],
    folder,
  );
  expect(replayed).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/cannot be used/) });
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});

test('a pair that does not fit is refused with the table of what fits', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, { race: 'race: { warmup: 3, rule: welch, criterion: std }' });
  const { status, stderr } = await surefoot(['select', 'gratings.yaml'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /std, iqr +default, strict, fast, halving, fraction, threshold, bartlett, levene, fligner-killeen(, [\w-]+)*\n/,
  );
  expect(stderr).toMatch(/mean, median, q3, q<p>(, [^ ]+)* +default, strict, fast, halving, .*welch/);
});
