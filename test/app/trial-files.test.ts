/** @file What an outcome may say of its files when it comes from elsewhere, and what a worker says of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { filesFlaw, keepTrialFiles, withOwnFiles } from '../../src/app/workers/trial-files.js';
import { type Outcome, replicateTrial, type SentFile } from '../../src/core/index.js';
import { trialFolder } from '../../src/work/here/index.js';
import { temporaryFolder } from './command-line.js';

const trial = replicateTrial('c', 0, 0);
const own = basename(trialFolder('', trial));
const other = basename(trialFolder('', replicateTrial('c', 1, 1)));
const bytes = new Uint8Array(3);
const sums = { m: { bytes: 3, sha256: '709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c' } };

function outcome(artifacts: Record<string, string>, artifactSums: Outcome['artifactSums'] = {}): Outcome {
  return { trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1, artifacts, artifactSums };
}

const sent = (...paths: string[]): SentFile[] => paths.map((path) => ({ path, bytes }));

test('files in the folder of the trial are kept: alone, in folders, or too large to have come', () => {
  const folder = temporaryFolder(onTestFinished);
  const files = sent(`${own}/m`, `${own}/deep/er/m`);
  const good = outcome(
    { m: `${own}/m`, folder: `${own}/deep`, large: `${own}/large` },
    { ...sums, large: { bytes: 1, sha256: 'f' } },
  );
  expect(filesFlaw(good, files)).toBeUndefined();
  keepTrialFiles(folder, good, files);
  expect(readFileSync(join(folder, own, 'deep/er/m'))).toEqual(Buffer.from(bytes));
  // A later delivery of the same trial takes its place, files or not.
  keepTrialFiles(folder, outcome({}), []);
  expect(existsSync(join(folder, own))).toBe(false);
});

test.each<readonly [what: string, artifacts: Record<string, string>, files: readonly SentFile[]]>([
  ['an absolute path', { m: '/etc/passwd' }, []],
  ['a path upwards', { m: `${own}/../../x` }, []],
  ['the folder itself', { m: own }, []],
  ['the folder by another name', { m: `${own}/.` }, []],
  ['another trial', { m: `${other}/m` }, []],
  ['another separator', { m: `${own}/a\\b` }, []],
  ['a zero byte', { m: `${own}/a\0b` }, []],
  ['a name that no file system takes', { m: `${own}/${'x'.repeat(256)}` }, []],
  ['a file for another trial', {}, sent(`${other}/m`)],
  ['a file for elsewhere', {}, sent('../x')],
  ['one path twice', {}, sent(`${own}/m`, `${own}/m`)],
  ['a file in a file', {}, sent(`${own}/m`, `${own}/m/m`)],
])('%s is a flaw', (_, artifacts, files) => {
  expect(filesFlaw(outcome(artifacts), files)).toEqual(expect.any(String));
});

test('a file that is not what was summed up is a flaw', () => {
  const named = outcome({ m: `${own}/m` }, { m: { bytes: 3, sha256: '0' } });
  expect(filesFlaw(named, sent(`${own}/m`))).toContain('its file "m" does not match its checksum');
});

test('a worker keeps to itself what its trainer has left elsewhere', () => {
  const left: string[] = [];
  const given = outcome({ m: `${own}/m`, e: '/elsewhere' });
  expect(withOwnFiles(given, (paths) => left.push(...paths)).artifacts).toEqual({ m: `${own}/m` });
  expect(left).toEqual(['/elsewhere']);
});
