/** @file The lock of a run folder within one process. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { isRunHeld, lockRun } from '../../../src/evidence/log/index.js';
import { connect } from '../../../src/evidence/log/log-connection.js';
import { temporaryFolder } from './temporary-folder.js';

it('is refused while it is held, naming the process, and given again after its release', () => {
  const folder = temporaryFolder();
  const lock = lockRun(folder);
  expect(() => lockRun(folder)).toThrow(InputError);
  expect(() => lockRun(folder)).toThrow(`process ${process.pid}`);
  lock.release();
  lock.release();
  lockRun(folder).release();
});

it('belongs to the folder', () => {
  const first = lockRun(temporaryFolder());
  lockRun(temporaryFolder()).release();
  first.release();
});

it('is on the file that is there: one that was replaced while it was waited for is none', async () => {
  const folder = temporaryFolder();
  const path = join(folder, '.lock');
  lockRun(folder).release();
  const waited = new Int32Array(new SharedArrayBuffer(8));
  // Holds the lock, and puts another file in its place as soon as it is waited for.
  const holder = new Worker(
    `const { workerData: { libsql, path, waited }, parentPort } = require('node:worker_threads');
    const { renameSync } = require('node:fs');
    const connection = new (require(libsql))(path);
    connection.exec('BEGIN IMMEDIATE');
    parentPort.postMessage('held');
    Atomics.wait(waited, 0, 0);
    Atomics.wait(waited, 1, 0, 60);
    renameSync(path + '.new', path);
    connection.exec('ROLLBACK');
    connection.close();`,
    { eval: true, workerData: { libsql: createRequire(import.meta.url).resolve('libsql'), path, waited } },
  );
  writeFileSync(`${path}.new`, '');
  await new Promise((resolve) => holder.once('message', resolve));
  let lock: ReturnType<typeof lockRun> | undefined;
  Atomics.store(waited, 0, 1);
  Atomics.notify(waited, 0);
  while (lock === undefined) {
    try {
      lock = lockRun(folder);
    } catch (error) {
      // Where the other thread is slow it is still held.
      expect(String(error)).toContain('run-locked');
    }
  }
  const other = connect(path, 'rw', 0);
  expect(() => other.exec('BEGIN IMMEDIATE')).toThrow();
  other.close();
  expect(isRunHeld(folder)).toBe(true);
  lock.release();
  expect(isRunHeld(folder)).toBe(false);
});

it('is left as it was by what changes nothing, the name of its last holder included', () => {
  const folder = temporaryFolder();
  const path = join(folder, '.lock');
  lockRun(folder).release();
  const other = connect(path, 'rw', 0);
  other.exec("UPDATE holder SET pid = 1, since = 'long ago'");
  other.close();
  const before = readFileSync(path);
  lockRun(folder).release({ restore: true });
  expect(readFileSync(path).equals(before)).toBe(true);
  lockRun(folder).release();
  expect(readFileSync(path).equals(before)).toBe(false);
});

it('cannot be told where its file is none of a lock', () => {
  const folder = temporaryFolder();
  expect(isRunHeld(folder)).toBe(false);
  writeFileSync(join(folder, '.lock'), 'of another program\n'.repeat(100));
  expect(isRunHeld(folder)).toBeUndefined();
});
