/** @file `surefoot recheck`: a table whose best was lucky, a study in each form, and what is said of it at the end. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** 1 and more by x, with noise of 0.1 by the seed. */
const TRAINER = 'export default ({ x }, { seeds }) => 1 + x / 2 + (seeds.init % 1000) / 10000;\n';
const EXPERIMENT =
  'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [0, 1, 2, 3] }\nrace: { criterion: mean, finalTrials: 1, maxReplicates: 3 }\nworkers: 1\n';

function prepared(more: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(onTestFinished);
  const files = { 't.mjs': TRAINER, 'e.yaml': EXPERIMENT, ...more };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const resultIn = (folder: string): Result => JSON.parse(readFileSync(join(folder, 'runs/e/result.json'), 'utf8'));

test('a lucky best is found out, and said again from the log alone', async () => {
  const folder = prepared({ 'found.csv': 'x,loss\n2,0.9\n0,1.05\n1,1.5\n3,2.6\n0,1.07\n' });
  const { status, stdout } = await surefoot(['recheck', 'found.csv', 'e.yaml', '--top', '3', '--quiet'], folder);
  expect(status).toBe(0);
  const said = stdout.replaceAll(/\s+/g, ' ');
  expect(said).toMatch(/Winner x=0 .* Sure\? Decided/);
  expect(said).toMatch(
    /Before The best in found\.csv, x=2, is number 3 of 3 here \(\w+\)\. None of its \d+ trainings? here reached its 0\.9000? \(median here 2\.\d+\)/,
  );
  expect(said).toContain('The best here was number 2 in found.csv; the others, best first: 3, 1.');
  const { recheck, candidates } = resultIn(folder);
  expect(recheck).toMatchObject({ source: 'found.csv', value: 'loss', direction: 'minimize', configurations: 4 });
  expect(recheck?.candidates.map(({ value, trials }) => [value, trials])).toEqual([
    [0.9, 1],
    [1.06, 2],
    [1.5, 1],
  ]);
  expect(recheck?.best).toMatchObject({ place: 3, reached: 0 });
  expect(candidates.map(({ configuration }) => configuration)).toEqual([{ x: 0 }, { x: 1 }, { x: 2 }]);
  // Neither the table nor the experiment is needed again.
  writeFileSync(join(folder, 'found.csv'), '');
  expect((await surefoot(['report', 'runs/e'], folder)).stdout.replaceAll(/\s+/g, ' ')).toContain(
    'The best in found.csv, x=2',
  );
});

test('a best that holds is said to; a run is rechecked with another seed', async () => {
  const folder = prepared({ 'found.csv': 'params_x,value,state\n0,1.05,COMPLETE\n1,1.5,COMPLETE\n2,,FAIL\n' });
  const first = await surefoot(['recheck', 'found.csv', 'e.yaml', '--direction', 'minimize', '--quiet'], folder);
  expect(first.stderr).toContain('only 2 different configurations of found.csv have a finite value, not 12');
  expect(first.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /The best in found\.csv wins here, too\. \d+ of its \d+ trainings here reached its 1\.05/,
  );
  const again = await surefoot(['recheck', 'runs/e', 'e.yaml', '--quiet'], folder);
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('was trained with the seed 1')]);
  writeFileSync(join(folder, 'e.yaml'), `${EXPERIMENT}seed: 2\n`);
  const other = await surefoot(['recheck', 'runs/e', 'e.yaml', '--out', 'runs/two', '--quiet'], folder);
  expect(other.stdout.replaceAll(/\s+/g, ' ')).toMatch(/The best in e wins here, too\. .* the mean of \d+ there/);
});

test('a score that is maximised is ranked so, and not compared with a loss', async () => {
  const folder = prepared({ 'found.csv': 'config/x,mean_accuracy\n0,0.5\n2,0.9\n1,0.7\n' });
  const args = ['recheck', 'found.csv', 'e.yaml', '--value', 'mean_accuracy', '--direction', 'maximize', '--quiet'];
  const { stdout } = await surefoot(args, folder);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /The best in found\.csv, x=2, is number 3 of 3 here \(\w+\)\. The best here was number/,
  );
  expect(resultIn(folder).recheck?.best?.reached).toBeNull();
});

/** Its arguments are `--lr 0.02 --units 16 ...`. */
const COMMAND = `
const at = (name) => Number(process.argv[process.argv.indexOf(name) + 1]);
console.log('loss', 1 + at('--lr') + 1 / at('--units'));
`;

test('a command is given the settings, those that its space does not name among them', async () => {
  const trainer = `{ command: [node, c.mjs], pass: arguments, checkSeeds: false, loss: { pattern: 'loss (\\S+)' } }`;
  const race = '{ criterion: mean, finalTrials: 0, maxReplicates: 2 }';
  const folder = prepared({
    'c.mjs': COMMAND,
    'e.yaml': `name: e\ntrainer: ${trainer}\nspace: {}\nrace: ${race}\nworkers: 1\n`,
  });
  cpSync(resolve('test/reference/optuna/study.db'), join(folder, 'study.db'));
  const args = ['recheck', 'sqlite:///study.db', 'e.yaml', '--study', 'digits', '--top', '2', '--quiet'];
  const { stdout, stderr, status } = await surefoot(args, folder);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('The best in study.db wins here, too.');
  expect(resultIn(folder).winner?.configuration).toMatchObject({ activation: 'relu', depth: 1, units: 32 });
});

test.each([
  ['runs/nothere', 'there is no such file'],
  ['t.mjs/nothere', 'there is no such file'],
  ['runs', 'it is a folder without a log.sqlite'],
])('%s: a refusal names everything that can be given', async (found, why) => {
  const folder = prepared({});
  mkdirSync(join(folder, 'runs'));
  const { status, stderr } = await surefoot(['select', 'e.yaml', '--from', found], folder);
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([
    2,
    expect.stringMatching(
      `^surefoot: ${found} cannot be read: ${why}. Allowed: a table of trials \\(CSV, Parquet\\), a study of Optuna .*, or a run folder`,
    ),
  ]);
});

test.skipIf(process.platform === 'win32')('nobody waits for a pipe', async () => {
  const folder = prepared({});
  execFileSync('mkfifo', [join(folder, 'found.csv')]);
  const { status, stderr } = await surefoot(['recheck', 'found.csv', 'e.yaml'], folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining('found.csv cannot be read: it is a pipe')]);
});
