/** @file The end of a log that is being written: nothing is missed, and whoever reads it keeps nobody from closing it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore, LogTail, openFollowedStore, openSqliteStore } from '../../../src/evidence/log/index.js';
import { readLogFile } from '../../../src/evidence/log/log-file.js';
import { LogReader } from '../../../src/evidence/log/read-log.js';
import { temporaryFolder } from '../../app/command-line.js';
import { sampleHead, sampleHeader, sampleOutcome, sampleTrial } from './sample-log.js';

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

test('what is written while a log is being read belongs to the next reading', async () => {
  const path = join(temporaryFolder(onTestFinished), 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  const question = store.ask({ header: sampleHeader });
  question.append([sampleOutcome(0)]);
  const reader = new LogReader();
  const tables: string[][] = [];
  for (const candidate of ['b', 'c']) {
    const seen: string[] = [];
    readLogFile(path, (connection) => {
      for (const { table } of reader.attach(connection).read()) {
        seen.push(table);
        if (table !== 'candidate') continue;
        // A question with a candidate of its own, and that candidate's outcome: between two tables of the reading.
        const candidates = [{ id: candidate, label: candidate, configuration: { candidate } }];
        const next = store.ask({ header: { ...sampleHeader, candidates } });
        next.append([{ ...sampleOutcome(1), trial: { ...sampleTrial(1), candidate } }]);
      }
    });
    tables.push(seen.filter((table) => table === 'candidate' || table === 'outcome'));
  }
  expect(tables).toEqual([
    ['candidate', 'outcome'],
    ['candidate', 'outcome'],
  ]);
  await setImmediate();
  store.close();
});

test('half a minute of a stretch is in the file although no outcome has come, and less is not worth a change', async () => {
  const path = join(temporaryFolder(onTestFinished), 'log.sqlite');
  const first = createSqliteStore(path, sampleHead);
  first.ask({ header: sampleHeader }).append([sampleOutcome(0)]);
  first.close();
  const store = openSqliteStore(path);
  const record = store
    .ask({ header: sampleHeader })
    .beginStretch({ startedAt: '2025-01-02T00:00:00.000Z', workers: 1, environment: {} });
  const secondsInFile = () =>
    openFollowedStore(path)
      .store.stretches()
      .map(({ seconds }) => seconds);
  record(29);
  expect(secondsInFile()).toEqual([]);
  await setImmediate();
  record(31);
  expect(secondsInFile()).toEqual([31]);
  await setImmediate();
  store.close();
});
