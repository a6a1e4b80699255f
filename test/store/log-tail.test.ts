/** @file The end of a log that is being written: nothing is missed, and whoever reads it keeps nobody from closing it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore, LogTail, openFollowedStore } from '../../src/store/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { sampleHead, sampleHeader, sampleOutcome } from './sample-log.js';

test('a log that was read all along is one file when it is closed', async () => {
  const path = join(temporaryFolder(onTestFinished), 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  const tail = new LogTail(path);
  expect(tail.news()).toEqual({ question: undefined, outcomes: 0 });
  const question = store.ask({ header: sampleHeader });
  question.append([sampleOutcome(0)]);
  expect(tail.news()).toMatchObject({ question: { number: 1, decisions: [] }, outcomes: 1 });
  const followed = openFollowedStore(path);
  question.append([sampleOutcome(1)]);
  expect(followed.store.outcomes()).toHaveLength(1);
  followed.refresh();
  expect(followed.store.outcomes()).toHaveLength(2);
  expect(tail.news()?.outcomes).toBe(2);
  expect(existsSync(`${path}-wal`)).toBe(true);
  await setImmediate();
  store.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
});
