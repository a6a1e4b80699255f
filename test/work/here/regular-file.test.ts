/** @file Files are read where they are regular files, and nothing else that stands under their name. */
import { execFileSync } from 'node:child_process';
import fs, { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileNotRead, readRegularFile } from '../../../src/core/index.js';
import { readTrialFile } from '../../../src/work/here/index.js';
import { temporaryFolder } from '../../app/command-line.js';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test.skipIf(process.platform === 'win32')(
  'no pipe or folder, no link of a trial, and nothing that is too large',
  () => {
    const folder = temporaryFolder(onTestFinished);
    const at = (name: string) => join(folder, name);
    writeFileSync(at('file'), 'four');
    symlinkSync(at('file'), at('link'));
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    const whyNot = (name: string, mostBytes: number, followsLinks: boolean) => {
      try {
        return textOf(readRegularFile(fs, at(name), { mostBytes, followsLinks }));
      } catch (error) {
        return (error as FileNotRead).message;
      }
    };
    expect(whyNot('file', 4, false)).toBe('four');
    expect(whyNot('link', 4, true)).toBe('four');
    expect(whyNot('link', 4, false)).toBe('the system refuses it (ELOOP)');
    expect(whyNot('folder', 4, true)).toBe('it is a folder, not a file');
    expect(whyNot('pipe', 4, true)).toBe('it is a pipe, not a file');
    expect(whyNot('nothing', 4, true)).toBe('there is no such file');
    expect(whyNot('file', 3, true)).toMatch(/^it is larger than .* MiB$/);
    expect(textOf(readTrialFile(at('file'), 4) as Uint8Array)).toBe('four');
    for (const name of ['link', 'folder', 'pipe', 'nothing'])
      expect([name, readTrialFile(at(name), 4)]).toEqual([name, undefined]);
    expect(readTrialFile(at('file'), 3)).toBeUndefined();
  },
);

test('a file that grows while it is read has no more than is allowed', () => {
  const folder = temporaryFolder(onTestFinished);
  const path = join(folder, 'file');
  writeFileSync(path, 'four');
  const growing = {
    ...fs,
    readSync: (...args: Parameters<typeof fs.readSync>) => {
      fs.appendFileSync(path, 'more');
      return fs.readSync(...args);
    },
  } as typeof fs;
  expect(() => readRegularFile(growing, path, { mostBytes: 5, followsLinks: true })).toThrow(FileNotRead);
});
