/** @file An installation as npm makes it, without optional peers: what is wrong is said first, and what is missing with its command. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './command-line.js';

const INSTALL = 'npm install onnxruntime-node --ignore-scripts';

let main = '';
const undo: (() => void)[] = [];

/** The built package among links to its dependencies alone. */
beforeAll(() => {
  const home = temporaryFolder((remove) => undo.push(remove));
  for (const part of ['dist', 'clients', 'package.json']) cpSync(part, join(home, part), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
  for (const name of Object.keys(dependencies)) {
    const place = join(home, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(resolve('node_modules', name), place);
  }
  main = join(home, 'dist/cli/main.js');
});
afterAll(() => {
  for (const step of undo) step();
});

function surefoot(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('init and check say how to install it, and check lists candidates all the same', () => {
  const folder = temporaryFolder(onTestFinished);
  const told = { status: 0, stderr: expect.stringContaining(INSTALL) };
  expect(surefoot(['init'], folder)).toMatchObject(told);
  expect(surefoot(['check', 'experiment.yaml'], folder)).toMatchObject({
    ...told,
    stdout: expect.stringMatching(/16 candidates/),
  });
  const before = readdirSync(folder);
  const refused = surefoot(['select', 'experiment.yaml'], folder);
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(INSTALL) });
  expect(readdirSync(folder)).toEqual(before);
});

test('what is wrong with the experiment comes first', () => {
  const folder = temporaryFolder(onTestFinished);
  surefoot(['init'], folder);
  const path = join(folder, 'experiment.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('- maxPool: 2', '- maxPol: 2'));
  for (const args of [
    ['select', 'experiment.yaml'],
    ['check', 'experiment.yaml'],
    ['train', 'experiment.yaml', '--configuration', '{"layers":[{"maxPol":2}]}'],
  ]) {
    const { status, stderr } = surefoot(args, folder);
    expect([status, stderr]).toEqual([2, expect.stringContaining('Did you mean `maxPool`?')]);
    expect(stderr).not.toContain('ONNX');
  }
});

test('a model is not read without it', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'm.onnx'), 'none');
  writeFileSync(join(folder, 'rows.csv'), 'a\n1\n');
  expect(surefoot(['predict', 'm.onnx', 'rows.csv'], folder)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(INSTALL),
  });
});

test('a race has its page and its figures as SVG', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), 'export default ({ depth }, { seeds }) => depth + seeds.init / 2 ** 31;\n');
  const race = 'race: { criterion: mean, maxReplicates: 6, finalTrials: 2 }';
  const lines = ['name: mine', 'trainer: { module: ./train.mjs }', 'space: { depth: [1, 2] }', race, 'workers: 1'];
  writeFileSync(join(folder, 'mine.yaml'), lines.join('\n'));
  const raced = surefoot(['select', 'mine.yaml', '--out', 'run'], folder);
  expect(raced.status, raced.stderr).toBe(0);
  expect(readFileSync(join(folder, 'run/report.html'), 'utf8')).toContain('<svg');

  expect(surefoot(['report', 'run', '--figures', 'figures'], folder)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(folder, 'figures')).filter((name) => name.endsWith('.svg')).length).toBeGreaterThan(3);
});
