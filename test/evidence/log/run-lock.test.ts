/** @file The lock of a run folder within one process. */
import { expect, it } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { lockRun } from '../../../src/evidence/log/index.js';
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
