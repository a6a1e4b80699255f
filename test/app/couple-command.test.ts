/** @file `surefoot couple` as a user meets it: the design said before, one folder with `measure`, a larger budget, workers, a metric. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const TRAIN = `export default ({ join }, { streams: { init, sample }, fidelity: { sampleSize } }) => {
  const loss = (join === 'sum' ? 0.7 : 1) * (1 + ((init * 7) % 5) / 20 + ((sample * 11) % 7) / 30) * sampleSize ** -0.3;
  return { loss, metrics: { accuracy: 1 / (1 + loss) } };
};
`;
let folder = '';
beforeEach(() => {
  folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), TRAIN);
  const lines = ['name: made-up', 'trainer: { module: ./train.mjs }', 'space: { join: [none, sum] }', 'sample: 400'];
  writeFileSync(join(folder, 'e.yaml'), `${lines.join('\n')}\n`);
});

const couple = (...more: readonly string[]) =>
  surefoot(['couple', 'e.yaml', '--factor', 'join', '--sizes', '100,400', '--workers', '1', ...more], folder);

/** What couple.json says of a run. */
const findingsIn = (run: string): unknown =>
  JSON.parse(readFileSync(join(folder, run, 'couple.json'), 'utf8')).findings;

test('says the design before training, and trains nothing that a measurement has trained', async () => {
  const measure = [
    'measure',
    'e.yaml',
    '--trials',
    '3',
    '--crossed',
    '3x3',
    '--workers',
    '1',
    '--quiet',
    '--out',
    'run',
  ];
  expect(await surefoot(measure, folder)).toMatchObject({ status: 0 });
  const { status, stderr } = await couple('--crossed', '3', '--out', 'run');
  expect(status).toBe(0);
  const said = stderr.replaceAll(/\s+/g, ' ');
  expect(said).toContain(
    '4 cells (2 levels of join x 2 sizes), in each a table of 3 init x 3 sample. That is 9 trainings a cell, 36 in all',
  );
  expect(said).toContain('order and noise are held at index 0');
  expect(said).toContain('at least 18 to train');
  expect((await couple('--crossed', '3', '--out', 'alone', '--quiet')).stderr).toBe('');
  expect(findingsIn('run')).toEqual(findingsIn('alone'));
  const status2 = await surefoot(['status', 'run', '--json'], folder);
  expect(JSON.parse(status2.stdout)).toMatchObject([{ kind: 'measure' }, { kind: 'couple', trials: 36 }]);
});

test('a larger budget adds to what is there, as if it had been asked for at first, by however many workers', async () => {
  await couple('--budget', '24', '--out', 'run', '--quiet');
  const more = await couple('--budget', '50', '--out', 'run');
  expect(more.stderr.replaceAll(/\s+/g, ' ')).toContain('24 trainings already done; at least 24 to train');
  await couple('--budget', '50', '--out', 'at-once', '--quiet', '--workers', '2');
  expect(findingsIn('run')).toEqual(findingsIn('at-once'));
  expect(await surefoot(['report', 'run', '--question', '1'], folder)).toMatchObject({ status: 0 });
  expect(findingsIn('run')).toEqual(findingsIn('at-once'));
});

test('fresh pairs are said before, added by a larger budget, and the same by however many workers', async () => {
  const asked = ['--crossed', '3x2+6', '--out'];
  const { status, stderr } = await couple(...asked, 'run', '--budget', '36');
  expect(status).toBe(0);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    'a table of 3 init x 2 sample. That is 6 trainings a cell, 24 in all',
  );
  const more = await couple(...asked, 'run');
  expect(more.stderr.replaceAll(/\s+/g, ' ')).toContain(
    'a table of 3 init x 2 sample and 6 fresh pairs, both streams of each at an index of its own. That is 12 trainings a cell, 48 in all',
  );
  expect(more.stderr.replaceAll(/\s+/g, ' ')).toContain('24 trainings already done; at least 24 to train');
  await couple(...asked, 'at-once', '--quiet', '--workers', '2');
  expect(findingsIn('run')).toEqual(findingsIn('at-once'));
  const study = JSON.parse(readFileSync(join(folder, 'run', 'couple.json'), 'utf8'));
  expect(study.plan).toMatchObject({ table: [3, 2], pairs: 6, trainings: 48 });
  expect(study.findings.table.cells[0].diagonal).toHaveLength(6);
});

test('a metric is studied as a cost', async () => {
  await couple('--budget', '16', '--out', 'run', '--quiet', '--metric', 'accuracy');
  expect(findingsIn('run')).toMatchObject({ table: { logarithmic: false, streams: ['init', 'sample'] }, ignored: [] });
});
