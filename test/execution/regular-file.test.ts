/** @file Files of trials are read where they are regular files, and nothing else that stands under their name. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readRegularFile, withRegularFile } from '../../src/work/here/index.js';
import { temporaryFolder } from '../app/command-line.js';

test.skipIf(process.platform === 'win32')('no link, pipe or folder, and nothing that is too large', async () => {
  const folder = temporaryFolder(onTestFinished);
  const at = (name: string) => join(folder, name);
  writeFileSync(at('file'), 'four');
  symlinkSync(at('file'), at('link'));
  mkdirSync(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  expect(String(readRegularFile(at('file'), 4))).toBe('four');
  expect(await withRegularFile(at('file'), 4, async (file) => String(await file.readFile()))).toBe('four');
  for (const [name, most] of [
    ...['link', 'folder', 'pipe', 'nothing'].map((one) => [one, 4] as const),
    ['file', 3] as const,
  ]) {
    expect([name, readRegularFile(at(name), most)]).toEqual([name, undefined]);
    expect([name, await withRegularFile(at(name), most, (file) => file.readFile())]).toEqual([name, undefined]);
  }
});
