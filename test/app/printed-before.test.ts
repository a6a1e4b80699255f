/** @file A finished run printed again: from what was kept where nothing has changed, and worked out anew where anything has. */
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { keptAnswer } from '../../src/app/conclude/kept-answer.js';
import { RUN_FILES } from '../../src/app/folder/run-files.js';
import { lockRun } from '../../src/evidence/log/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';
import { fileSnapshot } from './file-snapshot.js';

const TRAINER = `export default async ({ x }, { streams }) => ({ loss: x / 10 + ((streams.init * 7919) % 13) / 100 });\n`;
const EXPERIMENT =
  'name: made-up\ntrainer: { module: ./train.mjs }\nspace: { x: [1, 2, 3, 4] }\nrace: { finalTrials: 4 }\nseed: 3\n';
const SELECT = ['select', 'e.yaml', '--out', 'run'] as const;

let made: string;
let first: Awaited<ReturnType<typeof surefootHere>>;
const ended: (() => void)[] = [];
beforeAll(async () => {
  made = temporaryFolder((end) => ended.push(end));
  writeFileSync(join(made, 'train.mjs'), TRAINER);
  writeFileSync(join(made, 'e.yaml'), EXPERIMENT);
  first = await surefootHere(SELECT, made);
});
afterAll(() => {
  for (const end of ended) end();
});

/** A copy, which a test may change. */
function copy(): string {
  const folder = temporaryFolder(onTestFinished);
  cpSync(made, folder, { recursive: true });
  return folder;
}

/** Whether the answer would be given as it was kept. */
const isKept = (folder: string): boolean => {
  const home = process.cwd();
  process.chdir(folder);
  try {
    return keptAnswer('run', () => true, builtMaker()) !== undefined;
  } finally {
    process.chdir(home);
  }
};

/** Of the build that the commands of these tests are from. */
const builtMaker = (): string =>
  (JSON.parse(readFileSync(join(made, 'run', RUN_FILES.kept), 'utf8')) as { readonly maker: string }).maker;

describe('where nothing has changed', () => {
  test('select and report print the same, touch nothing, and end alike', async () => {
    const before = fileSnapshot(made);
    expect(isKept(made)).toBe(true);
    for (const command of [SELECT, ['report', 'run']]) {
      const again = await surefootHere(command, made);
      expect([again.status, again.stdout]).toEqual([first.status, first.stdout]);
    }
    expect(fileSnapshot(made)).toEqual(before);
  });

  test('--json prints result.json, and --long more than was kept', async () => {
    const json = await surefootHere([...SELECT, '--json'], made);
    expect(json.stdout).toBe(readFileSync(join(made, 'run/result.json'), 'utf8'));
    for (const command of [SELECT, ['report', 'run']]) {
      const { stdout } = await surefootHere([...command, '--long'], copy());
      expect(stdout.split('\n').length).toBeGreaterThan(first.stdout.split('\n').length);
    }
  });
});

describe('an answer that was kept is not given', () => {
  const changed = (name: string, change: (path: string) => void) => () => {
    const folder = copy();
    change(join(folder, 'run', name));
    expect(isKept(folder)).toBe(false);
  };
  const edit = (path: string): void => appendFileSync(path, ' ');
  test.each(['result.json', 'trials.csv', 'report.html', 'log.sqlite'])('where %s was changed', (name) =>
    changed(name, edit)(),
  );
  test.each(['result.json', 'trials.csv', 'report.html'])('where %s is gone', (name) => changed(name, rmSync)());
  test(
    'where an explanation has come',
    changed('explanation.json', (path) => writeFileSync(path, '{}')),
  );
  test('where a process that was killed has left some of the log', changed('log.sqlite-wal', edit));
  test('where another build made it', () => {
    expect(keptAnswer('run', () => true)).toBeUndefined();
  });
  test('while a process works in the folder', () => {
    const folder = copy();
    const lock = lockRun(join(folder, 'run'));
    try {
      expect(isKept(folder)).toBe(false);
    } finally {
      lock.release();
    }
    expect(isKept(folder)).toBe(true);
  });
});

const page = (folder: string): string => readFileSync(join(folder, 'run/report.html'), 'utf8');

test('a page of another build is made again', async () => {
  const folder = copy();
  const record = join(folder, 'run', RUN_FILES.kept);
  writeFileSync(join(folder, 'run/report.html'), '<p>of an older build</p>');
  const sum = createHash('sha256').update('<p>of an older build</p>').digest('hex');
  const kept = JSON.parse(readFileSync(record, 'utf8')) as { readonly sums: object };
  const older = { ...kept, maker: 'older', sums: { ...kept.sums, [RUN_FILES.report]: sum } };
  writeFileSync(record, JSON.stringify(older));
  await surefootHere(['report', 'run'], folder);
  expect(page(folder)).toBe(page(made));
});

test.each([
  ['edited by hand', (path: string) => writeFileSync(path, '<p>other</p>')],
  ['gone', rmSync],
])('a page that is %s is made again, by select and by report', async (_, change) => {
  for (const command of [SELECT, ['report', 'run']]) {
    const folder = copy();
    change(join(folder, 'run/report.html'));
    const { status, stdout } = await surefootHere(command, folder);
    expect([status, stdout]).toEqual([first.status, first.stdout]);
    expect(page(folder)).toBe(page(made));
  }
});

test('a trainer that has changed, another question and another seed are seen', async () => {
  const folder = copy();
  writeFileSync(join(folder, 'train.mjs'), TRAINER.replace('x / 10', 'x / 9'));
  expect(await surefootHere(SELECT, folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('train.mjs') });
  writeFileSync(join(folder, 'train.mjs'), TRAINER);
  writeFileSync(join(folder, 'e.yaml'), EXPERIMENT.replace('finalTrials: 4', 'finalTrials: 6'));
  expect((await surefootHere(SELECT, folder)).stdout).not.toBe(first.stdout);
  expect(readFileSync(join(folder, 'run/result.json'), 'utf8')).not.toBe(
    readFileSync(join(made, 'run/result.json'), 'utf8'),
  );
  writeFileSync(join(folder, 'e.yaml'), EXPERIMENT.replace('seed: 3', 'seed: 4'));
  expect((await surefootHere(SELECT, folder)).status).toBe(2);
});
