/** @file What `predict` makes of rows that do not fit, of rows unlike any that training saw, and of what is no model. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { predict, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const HEADS = { mixed: 'area,city,built,price', plain: 'a,b,y' };
let folder: string;
let cleanUp = () => {};
const inFolder = (name: string) => join(folder, name);
const model = (name: keyof typeof HEADS) => inFolder(`${name}/model.onnx`);

function table(name: string, lines: readonly string[]): string {
  writeFileSync(inFolder(name), `${lines.join('\n')}\n`);
  return inFolder(name);
}

beforeAll(async () => {
  folder = temporaryFolder((end) => {
    cleanUp = end;
  });
  const cities = ['Oslo', 'Paris', 'Rome'];
  const rows = Array.from({ length: 90 }, (_, row) => row);
  const mixed = rows.map(
    (row) => `${row + 10},${cities[row % 3]},2015-0${1 + (row % 9)}-11,${3 * row + (row % 3) + 0.5}`,
  );
  const plain = rows.map((row) => `${row % 10},${(row * 7) % 13},${(row % 10) + 0.5}`);
  table('mixed.csv', [HEADS.mixed, ...mixed]);
  table('plain.csv', [HEADS.plain, ...plain]);
  for (const [name, target] of Object.entries({ mixed: 'price', plain: 'y' })) {
    await select({
      experiment: {
        name,
        data: { file: inFolder(`${name}.csv`), target },
        space: { layers: [{ dense: { units: [2, 3] } }], epochs: 1 },
        race: { finalTrials: 2, maxReplicates: 3 },
        seed: 1,
      },
      out: inFolder(name),
      workers: 1,
    });
  }
  return () => cleanUp();
});

describe('cells that do not fit', () => {
  const bad = () =>
    table('bad.csv', ['area,city,built', '80,Paris,2015-03-01', 'big,Oslo,2015-03-01', ',Rome,soon', '9e99,Oslo,']);

  test('are refused all at once, by column and line', async () => {
    await expect(predict(model('mixed'), bad())).rejects.toMatchObject({
      code: 'data-troubles',
      what: expect.stringMatching(
        /`area` is "big" in line 3, "9e\+?99" in line 5: not finite numbers.*`built` is "soon" in line 4: not dates/s,
      ),
      fix: expect.stringContaining('--skip-bad-rows'),
    });
  });

  test('cost their rows the prediction, and no others, where that is asked for', async () => {
    const { values, skipped, notes } = await predict(model('mixed'), bad(), { skipBadRows: true });
    expect(skipped).toEqual([1, 2, 3]);
    expect(Array.from(values, Number.isNaN)).toEqual([false, true, true, true]);
    expect(notes).toEqual([
      expect.stringMatching(/^3 rows of 4 got no prediction: .*"big" in line 3.*"soon" in line 4/),
    ]);
    const { status, stdout, stderr } = await surefoot(['predict', model('mixed'), bad(), '--skip-bad-rows'], folder);
    expect([status, stderr]).toEqual([0, `surefoot: warning: ${notes[0]}\n`]);
    expect(stdout).toBe(`price\n${values[0]}\n\n\n\n`);
  });

  test('are missing ones, too, for a model of numbers throughout', async () => {
    const rows = table('gap.csv', ['a,b', '1,2', ',3', '4,NA']);
    await expect(predict(model('plain'), rows)).rejects.toThrow(/`a` is empty in line 3.*`b` is "NA" in line 4/s);
    expect((await predict(model('plain'), rows, { skipBadRows: true })).skipped).toEqual([1, 2]);
  });

  test('are not among those that the model fills', async () => {
    const { skipped, notes } = await predict(model('mixed'), table('gaps.csv', ['area,city,built', ',Rome,']));
    expect([skipped, notes]).toEqual([[], []]);
  });
});

test('categories that training never saw and values far outside of its range are counted', async () => {
  const rows = table('strange.csv', [
    'area,city,built',
    '80,Paris,2015-03-01',
    '1200,Berlin,2015-03-01',
    '-400,Berlin,1850-01-01',
    '105,Lima,2015-05-05',
  ]);
  const { strange, notes } = await predict(model('mixed'), rows);
  expect(strange).toMatchObject([
    { column: 'area', kind: 'far', rows: 2, examples: [1200, -400] },
    { column: 'city', kind: 'unseen', rows: 3, examples: ['Berlin', 'Lima'] },
    { column: 'built', kind: 'far', rows: 1 },
  ]);
  expect(notes).toEqual([
    expect.stringMatching(/^`area`: 2 rows of 4 far outside the training range \(\d+ to \d+\), .*: 1200, -400\.$/),
    expect.stringMatching(/^`city`: 3 rows of 4 with categories that training never saw .*: "Berlin", "Lima"\.$/),
    expect.stringMatching(/^`built`: 1 row of 4 far outside .*\(2015-0\d-11 to 2015-0\d-11\).*: 1850-01-01\.$/),
  ]);
  expect((await predict(model('plain'), table('far.csv', ['a,b', '5,5', '500,5']))).strange).toMatchObject([
    { column: 'a', kind: 'far', rows: 1, examples: [500] },
  ]);
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  test.each([
    ['predict', 'model-unreadable', (path: string) => predict(path, inFolder('plain.csv'))],
    ['predict rows', 'data-unreadable', (path: string) => predict(model('plain'), path)],
    ['an experiment', 'experiment-unreadable', (path: string) => select({ experiment: path })],
  ])('is refused at once, and called what it is: %s', async (_, code, use) => {
    const pipe = inFolder('pipe.csv');
    execFileSync('rm', ['-f', pipe]);
    execFileSync('mkfifo', [pipe]);
    await expect(use(pipe)).rejects.toMatchObject({ code, what: expect.stringContaining('it is a pipe') });
    await expect(use('/dev/zero')).rejects.toMatchObject({ code, what: expect.stringContaining('it is a device') });
    await expect(use(folder)).rejects.toMatchObject({ code, what: expect.stringContaining('is a folder') });
  });
});

test('a file that predict reads is never written over', async () => {
  const rows = table('kept.csv', ['a,b', '5,5']);
  const before = readFileSync(rows, 'utf8');
  const { status, stderr } = await surefoot(['predict', model('plain'), rows, '--out', rows], folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be written: the command reads it')]);
  expect(readFileSync(rows, 'utf8')).toBe(before);
});
