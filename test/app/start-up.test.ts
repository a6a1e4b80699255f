/** @file How the package starts: what it loads before anybody asked for it, what `--help` lists, and which Node it refuses. */
import { fork, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { expect, onTestFinished, test } from 'vitest';
import { nodeRefusal } from '../../src/app/node-floor.js';
import { COMMANDS } from '../../src/cli/program.js';
import { CLI, temporaryFolder } from './command-line.js';

/** Hooks that print the address of every module that is resolved. A pipe that is full for now takes it a moment later. */
const TRACE = asModule(
  `import { register } from 'node:module'; register(${JSON.stringify(
    asModule(`import { writeSync } from 'node:fs';
export async function resolve(name, context, next) {
  const found = await next(name, context);
  for (;;) {
    try {
      writeSync(2, found.url + '\\n');
      return found;
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}`),
  )});`,
);

function asModule(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** Names of the packages that a program loads. */
function packagesLoadedBy(args: readonly string[]): string[] {
  const { status, stderr } = spawnSync(process.execPath, ['--import', TRACE, ...args], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return packagesIn(stderr);
}

function packagesIn(stderr: string): string[] {
  const names = [...stderr.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name]) => name as string);
  return [...new Set(names)].sort();
}

test('help and the library load next to nothing: charts, schemas, SQLite and ONNX Runtime wait until they are needed', () => {
  expect(packagesLoadedBy([CLI, '--help'])).toEqual(['commander', 'pure-rand']);
  const script = `await import(${JSON.stringify(resolve('dist/app/index.js'))})`;
  expect(packagesLoadedBy(['--input-type=module', '-e', script])).toEqual(['pure-rand']);
});

test('a race of functions needs neither charts nor ONNX Runtime', () => {
  const script = `const { select } = await import(${JSON.stringify(resolve('dist/app/index.js'))});
await select({ experiment: { name: 'a', space: { x: [1, 2] } }, trainer: ({ x }) => x });`;
  const loaded = packagesLoadedBy(['--input-type=module', '-e', script]);
  expect(loaded).toContain('zod');
  expect(loaded.filter((name) => /linkedom|plot|onnxruntime|protobuf/.test(name))).toEqual([]);
});

test('a worker that trains with a module of the user loads no schemas and no readers of data', async () => {
  const path = join(temporaryFolder(onTestFinished), 'train.mjs');
  writeFileSync(path, 'export default () => 1;');
  const worker = fork(resolve('dist/app/workers/worker.js'), [], {
    execArgv: ['--import', TRACE],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let traced = '';
  worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
    traced += text;
  });
  const told = new Promise((done) => worker.once('message', done));
  const payload = { kind: 'module', path };
  worker.send({ kind: 'start', payload, candidates: [], experimentSeed: 1, tellsReports: false });
  expect(await told).toEqual({ kind: 'ready' });
  const closed = new Promise((done) => worker.once('close', done));
  worker.send({ kind: 'stop' });
  await closed;
  expect(packagesIn(traced)).toEqual(['pure-rand']);
});

test.each(COMMANDS)('--help lists $name as its own help has it', async ({ name, usage, load }) => {
  const program = new Command();
  (await load())(program);
  expect(program.commands.map((command) => [command.name(), command.usage()])).toEqual([[name, usage]]);
});

test('a Node that is too old is refused in a sentence, by the command and by the library', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  const [major = 0, minor = 0] = engines.node.replace('>=', '').split('.').map(Number);
  expect(['22.0.0', `${major}.${minor}.0`, `${major + 1}.0.0`].map(nodeRefusal)).toEqual(['', '', '']);
  expect(nodeRefusal(`${major}.${minor - 1}.9`)).toContain(`needs ${major}.${minor} or newer`);
  const pretend = asModule(`Object.defineProperty(process.versions, 'node', { value: '14.21.3' })`);
  const run = (...args: string[]) => spawnSync(process.execPath, ['--import', pretend, ...args], { encoding: 'utf8' });
  const refusal = `surefoot: ${nodeRefusal('14.21.3')}\n`;
  expect(run(CLI, '--help')).toMatchObject({ status: 1, stdout: '', stderr: refusal });
  const library = run('--input-type=module', '-e', `import ${JSON.stringify(resolve('dist/app/index.js'))}`);
  expect([library.status, library.stderr]).toEqual([1, expect.stringContaining(nodeRefusal('14.21.3'))]);
});

test('an old Node can read what refuses it', () => {
  for (const file of [CLI, resolve('dist/app/node-floor.js')]) {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^.*\/\/.*$/gm, '');
    expect(code).not.toMatch(/\?\.|\?\?|\bawait\b|\bstatic\b|\*\*|\.\.\.|#[a-z]|\d_\d|\.at\(/);
  }
});
