/** @file What `predict` makes of rows that do not fit, of rows unlike any that training saw, and of what is no model. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { explain, predict, select } from '../../dist/app/index.js';
import { randomFrom } from '../../src/core/index.js';
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
    const filled = (column: string) =>
      `\`${column}\`: 1 row of 1 where it is missing, as in fewer than ten rows of training (the model takes the mean).`;
    expect([skipped, notes]).toEqual([[], [filled('area'), filled('built')]]);
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

describe('a model that is not as it was written', () => {
  const rows = () => inFolder('plain.csv');
  const changed = (change: (bytes: Buffer) => Uint8Array, name: keyof typeof HEADS = 'plain') => {
    const path = inFolder('changed.onnx');
    writeFileSync(path, change(readFileSync(model(name))));
    return path;
  };
  /** As an editor of metadata does: another value, and everything else as it was. */
  const edited = (bytes: Buffer) =>
    Buffer.from(
      bytes.toString('latin1').replace(/("loss"|loss)/, (key) => key.replace('o', '0')),
      'latin1',
    );

  test('bears a checksum that anybody can compute: its last 64 bytes are that of those before', () => {
    for (const name of ['plain', 'mixed'] as const) {
      const bytes = readFileSync(model(name));
      const digest = createHash('sha256').update(bytes.subarray(0, -64)).digest('hex');
      expect(bytes.subarray(-64).toString('latin1')).toBe(digest);
    }
  });

  test('says nothing of any row, whichever bit of it is another', async () => {
    const random = randomFrom('flips');
    for (let flip = 0; flip < 60; flip++) {
      const name = flip % 2 === 0 ? 'plain' : 'mixed';
      const path = changed((bytes) => {
        const at = flip < 8 ? bytes.length - 1 - 12 * flip : random.below(bytes.length);
        bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
        return bytes;
      }, name);
      const error = await predict(path, inFolder(`${name}.csv`)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'InputError', code: expect.stringMatching(/^model-(changed|unreadable)$/) });
    }
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0x1a, 0])])],
    ['edited', edited],
    ['without a checksum', (bytes: Buffer) => bytes.subarray(0, -64 - 14)],
  ])('is refused as what it is: %s', async (_, change) => {
    const { status, stdout, stderr } = await surefoot(['predict', changed(change), rows(), '--out', 'p.csv'], folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /changed\.onnx (is not (as it was written|a model)|bears no checksum).* (surefoot export|--accept-changed-model)/,
    );
    expect(existsSync(inFolder('p.csv'))).toBe(false);
  });

  test('is used where that is asked for, and that is said; what is wrong with it then is no defect', async () => {
    const path = changed(edited);
    await expect(explain(path, rows())).rejects.toMatchObject({ code: 'model-changed' });
    await expect(predict(path, rows())).rejects.toMatchObject({
      code: 'model-changed',
      fix: expect.stringContaining('`acceptChangedModel: true`'),
    });
    const { values } = await predict(model('plain'), rows());
    const accepted = await predict(path, rows(), { acceptChangedModel: true });
    expect(accepted.values).toEqual(values);
    expect(accepted.notes).toEqual([
      expect.stringMatching(/changed\.onnx is not as it was written: what it says may be/),
    ]);
    expect((await predict(model('plain'), rows(), { acceptChangedModel: true })).notes).toEqual([]);
    const said: string[] = [];
    await explain(path, rows(), { acceptChangedModel: true, onWarning: (text) => said.push(text) });
    expect(said).toEqual([expect.stringContaining('is not as it was written')]);
    const { status, stderr } = await surefoot(['predict', path, rows(), '--accept-changed-model'], folder);
    expect([status, stderr]).toEqual([0, expect.stringContaining('is not as it was written')]);
    for (const [from, to] of [
      ['["a","b"]', '["a","b"}'],
      ['["a","b"]', '{"a":  2}'],
      ['["a","b"]', '[[1],"b"]'],
    ] as const) {
      const broken = changed((bytes) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1'));
      for (const use of [predict, explain])
        await expect(use(broken, rows(), { acceptChangedModel: true })).rejects.toMatchObject({
          name: 'InputError',
          what: expect.stringContaining('is not as it was written, and cannot be used'),
        });
    }
  });
});

test('a file that predict reads is never written over', async () => {
  const rows = table('kept.csv', ['a,b', '5,5']);
  const before = readFileSync(rows, 'utf8');
  const { status, stderr } = await surefoot(['predict', model('plain'), rows, '--out', rows], folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be written: the command reads it')]);
  expect(readFileSync(rows, 'utf8')).toBe(before);
});
