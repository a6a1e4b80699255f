/** @file The package as users get it: packed, installed into an empty folder by the README's lines, compiled against and raced with. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../src/report/index.js';
import { temporaryFolder } from './app/command-line.js';

const INSTALL_LINE = 'npm install --ignore-scripts surefoot';
const INSTALL_WITH_TRAINER = `${INSTALL_LINE} onnxruntime-node`;

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

const hasRegistry = spawnSync('npm', ['view', 'zod', 'version'], { timeout: 30_000 }).status === 0;
const name = 'the tarball installs into an empty folder, compiles under strict TypeScript, and runs whole races there';

test.skipIf(!hasRegistry)(hasRegistry ? name : `${name} (skipped: the npm registry cannot be reached)`, async () => {
  for (const line of [INSTALL_LINE, INSTALL_WITH_TRAINER])
    expect(readFileSync('README.md', 'utf8')).toMatch(new RegExp(`^${line}(?: +#.*)?$`, 'm'));
  const folder = temporaryFolder(onTestFinished);
  const packed = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], '.')) as {
    filename: string;
  }[];
  const home = join(folder, 'empty');
  mkdirSync(home);
  const tarball = join(folder, packed[0]?.filename as string);
  const install = (line: string) => {
    const [npm, ...args] = line.split(' ').map((word) => (word === 'surefoot' ? tarball : word));
    run(npm as string, args, home);
  };

  install(INSTALL_LINE);
  expect(existsSync(join(home, 'node_modules/onnxruntime-node'))).toBe(false);
  const experiment = 'node_modules/surefoot/examples/gratings.yaml';
  const select = ['--no-install', 'surefoot', 'select', experiment, '--out', 'run'];
  const refused = spawnSync('npx', select, { cwd: home, encoding: 'utf8' });
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('npm install onnxruntime-node')]);
  expect(existsSync(join(home, 'run'))).toBe(false);
  const queue = ['--no-install', 'surefoot', 'worker', '--queue', 'redis://127.0.0.1:1'];
  const env = { ...process.env, SUREFOOT_QUEUE_KEY: 'a key that a run and its workers share'.repeat(2) };
  const unqueued = spawnSync('npx', queue, { cwd: home, encoding: 'utf8', env });
  const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  const { bullmq, ioredis } = peerDependencies;
  const installing = `npm install --save-exact bullmq@${bullmq} ioredis@${ioredis}`;
  expect([unqueued.status, unqueued.stderr]).toEqual([2, expect.stringContaining(installing)]);
  compileAndRun(home);

  install(INSTALL_WITH_TRAINER);
  expect(run('npx', select, home)).toMatch(/(?:none of 8 has a q3 of the loss lower|these \d cannot be told apart)/);
  const result = parseResult(readFileSync(join(home, 'run/result.json'), 'utf8'));
  expect(result.verdict).toMatch(/^(?:decided|tied)$/);
  expect(result.data.simulated).toBe(true);
  const session = await InferenceSession.create(readFileSync(join(home, 'run/model.onnx')));
  onTestFinished(() => session.release());
  expect(session.inputNames).toContain('input');
});

/**
 * A strict program of a user with a trainer of their own, checked by the oldest TypeScript that is promised and by this project's,
 * all declaration files included; no other types are there. Then it runs.
 */
function compileAndRun(home: string): void {
  run('npm', ['install', '--ignore-scripts', '--no-save', 'typescript@~5.9.3'], home);
  const path = join(home, 'package.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), type: 'module' }));
  cpSync('test/package-fixtures', home, { recursive: true });
  for (const compiler of [join(home, 'node_modules/typescript'), resolve('node_modules/typescript')])
    run(process.execPath, [join(compiler, 'bin/tsc'), '-p', home], home);
  expect(run(process.execPath, ['program.js'], home)).toBe('decided width=3\n');
}
