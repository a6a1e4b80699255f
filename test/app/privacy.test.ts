/** @file Training leaves nothing outside the run folder: no device id, no database, no logs of the libraries it uses. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CLI, temporaryFolder, writeGratings } from './command-line.js';

test.each([
  ['a race in worker processes', ['select', 'gratings.yaml', '--budget', '16']],
  ['a trial in this process', ['train', 'gratings.yaml', '--candidate', 'filters=4 units=8 lr=0.003']],
])('%s leaves the home folder and the temporary one as they were', (_, args) => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const [home, temporary] = [join(folder, 'home'), join(folder, 'temporary')];
  for (const path of [home, temporary]) mkdirSync(path);
  // As on a user's machine: ONNX Runtime keeps quiet by itself where it finds itself in CI, or is told to.
  // Of the tests' own variables it gets the one by which CI lets every process believe that it is elsewhere.
  const { PATH, NODE_OPTIONS, STRANGER } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { PATH, NODE_OPTIONS, STRANGER, HOME: home, TMPDIR: temporary },
    encoding: 'utf8',
  });
  expect([
    stderr.replaceAll(/^(?:\[.*\] (?:warm-up|race)|\S.* \(\w+\)\. Stopped(?::| too early)).*\n/gm, ''),
    [0, 3].includes(status ?? 1),
  ]).toEqual(['', true]);
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['gratings.yaml', 'home', 'temporary']);
});
