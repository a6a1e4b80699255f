/** @file A limit of open files that is too low: one message with the number, before anything is written. */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CLI, temporaryFolder } from './command-line.js';

function withLimit(limit: number, ...args: string[]) {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 't.mjs'), 'export default ({ x }) => x;\n');
  writeFileSync(join(folder, 'e.yaml'), 'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [1, 2] }\n');
  const limited = `ulimit -n ${limit} && exec "$0" "$@"`;
  const { status, stderr } = spawnSync('sh', ['-c', limited, process.execPath, CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(readdirSync(folder).sort()).toEqual(['e.yaml', 't.mjs']);
  return { status, stderr };
}

test.skipIf(process.platform === 'win32').each([48, 64, 128, 200])('%i files are too few for anything', (limit) => {
  for (const args of [
    ['select', 'e.yaml'],
    ['status', 'runs/e'],
  ]) {
    expect(withLimit(limit, ...args)).toEqual({
      status: 2,
      stderr: expect.stringMatching(
        /^surefoot: This process may open only \d+ more files; Surefoot may need 256 in all\.\nAllowed: a limit of 256 open files or more \(ulimit -n\)\nFix: Raise the limit: ulimit -n 1024\.\n$/,
      ),
    });
  }
});

test.skipIf(process.platform === 'win32')(
  '256 are enough to begin, and too few for a hundred trainings at a time',
  () => {
    const { status, stderr } = withLimit(256, 'select', 'e.yaml', '-w', '100');
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('100 trainings at the same time may need 464 in all'),
    ]);
    expect(stderr).toContain('Or train fewer at the same time, with -w.');
  },
);
