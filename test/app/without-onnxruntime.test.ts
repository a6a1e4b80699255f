/** @file An installation without ONNX Runtime, which is an optional peer: what is wrong is said first, and what is missing with its command. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './command-line.js';

const INSTALL = 'npm install onnxruntime-node --ignore-scripts';

let main = '';
const undo: (() => void)[] = [];

/** The built package among links to all packages but that one. */
beforeAll(() => {
  const home = temporaryFolder((remove) => undo.push(remove));
  for (const part of ['dist', 'clients', 'package.json']) cpSync(part, join(home, part), { recursive: true });
  mkdirSync(join(home, 'node_modules'));
  for (const name of readdirSync('node_modules'))
    if (!name.startsWith('onnxruntime')) symlinkSync(resolve('node_modules', name), join(home, 'node_modules', name));
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
