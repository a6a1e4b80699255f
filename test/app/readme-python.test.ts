/** @file README's trainer in Python, as it is printed, from a stranger's folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const testWithPython = test.skipIf(!hasPython);
const named = (name: string) => (hasPython ? name : `${name} (skipped: there is no python3)`);

/** The blocks of README that begin with the name of their file. */
function readmeFiles(): Readonly<Record<string, string>> {
  const blocks = readFileSync('README.md', 'utf8').matchAll(/^```(?:yaml|python)\n# (\S+)\n([\s\S]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, name = '', text = '']) => [name, text]));
}

function strangersFolder(): string {
  const folder = temporaryFolder(onTestFinished);
  for (const [name, text] of Object.entries(readmeFiles())) writeFileSync(join(folder, name), text);
  return folder;
}

test('README prints a whole experiment and its script', () => {
  expect(Object.keys(readmeFiles())).toEqual(['experiment.yaml', 'train.py']);
});

testWithPython(named('they run as they are printed'), async () => {
  const folder = strangersFolder();
  const { status, stderr } = await surefoot(['select', 'experiment.yaml', '--budget', '9', '--quiet'], folder);
  // A budget that small ends the race first.
  expect([status, stderr]).toEqual([3, expect.not.stringContaining('warning')]);
  const { candidates, trials } = parseResult(readFileSync(join(folder, 'runs/mine/result.json'), 'utf8'));
  expect(candidates).toHaveLength(9);
  expect(trials).toMatchObject({ failed: 0 });
});

testWithPython(named('a copy beside the script, or on a path of the user, goes before'), async () => {
  for (const [place, environment] of [
    ['.', ''],
    ['own', ', environment: { PYTHONPATH: own }'],
  ] as const) {
    const folder = strangersFolder();
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, 'surefoot.py'), 'def trainer(function):\n    print(0.5)\n');
    const yaml = readFileSync(join(folder, 'experiment.yaml'), 'utf8');
    writeFileSync(
      join(folder, 'experiment.yaml'),
      yaml.replace('timeoutSeconds: 600', `timeoutSeconds: 60${environment}`),
    );
    const args = ['train', 'experiment.yaml', '--configuration', '{"depth":2,"rate":1}', '--json'];
    const { stdout } = await surefoot(args, folder);
    expect(JSON.parse(stdout)).toMatchObject({ loss: 0.5 });
  }
});

testWithPython(named('init --client python lets the script be started by hand, and keeps what is there'), async () => {
  const folder = strangersFolder();
  // A python3 that is a shell script complains of locales that are not installed.
  const env = { ...process.env, LC_ALL: 'C' };
  const byHand = () => spawnSync('python3', ['train.py'], { cwd: folder, encoding: 'utf8', env });
  expect(byHand()).toMatchObject({ status: 1, stderr: expect.stringContaining('ModuleNotFoundError') });
  expect(await surefoot(['init', '--client', 'python'], folder)).toMatchObject({ status: 0, stderr: '' });
  expect(byHand()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(await surefoot(['init', '--client', 'python'], folder)).toMatchObject({ status: 0 });
  writeFileSync(join(folder, 'surefoot.py'), '# mine\n');
  const refused = await surefoot(['init', '--client', 'python'], folder);
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('surefoot.py already exists') });
  expect(readFileSync(join(folder, 'surefoot.py'), 'utf8')).toBe('# mine\n');
  expect(await surefoot(['init', '--client', 'r', 'r/train.R'], folder)).toMatchObject({ status: 0 });
  expect(existsSync(join(folder, 'r/surefoot.R'))).toBe(true);
});
