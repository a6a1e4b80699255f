/** @file Which question is the newest, and on which file a log is written. */
import { copyFileSync, renameSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sampleHead, sampleHeader, sampleOutcome } from '../../../test/evidence/log/sample-log.js';
import { temporaryFolder } from '../../../test/evidence/log/temporary-folder.js';
import { checkLog, createMemoryStore, createSqliteStore, openSqliteStore } from './index.js';
import { connect } from './log-connection.js';
import { LogChange } from './log-tail.js';

function logOf(losses: number, folder = temporaryFolder(), salt = 'pepper') {
  const path = join(folder, 'log.sqlite');
  const store = createSqliteStore(path, { ...sampleHead, salt });
  const question = store.ask({ header: { ...sampleHeader, salt } });
  for (let replicate = 0; replicate < losses; replicate++) question.append([sampleOutcome(replicate)]);
  return { path, store, question };
}

test('a question that is asked again is the newest, whatever was asked between', () => {
  const store = createMemoryStore(sampleHead);
  const ask = (warmup: number) => store.ask({ header: { ...sampleHeader, plan: { kind: 'race', warmup } } });
  const warmups = [3, 4, 3, 3, 4].map((warmup) => {
    ask(warmup);
    return store.newestQuestion()?.header.plan.warmup;
  });
  expect(warmups).toEqual([3, 4, 3, 3, 4]);
  expect(store.questions()).toHaveLength(2);
});

test('nothing is written to a log in whose place there is another file', () => {
  const { path, store, question } = logOf(1);
  const other = logOf(1);
  other.store.close();
  copyFileSync(other.path, `${path}.new`);
  renameSync(`${path}.new`, path);
  expect(() => question.append([sampleOutcome(1)])).toThrow(expect.objectContaining({ code: 'log-gone' }));
  store.close();
});

test('an outcome with another number than its place is damage', () => {
  const { path, store } = logOf(5);
  store.close();
  const connection = connect(path, 'rw');
  connection.exec('DROP TRIGGER outcome_refuses_update; UPDATE outcome SET sequence = 9 WHERE sequence = 5');
  connection.close();
  expect(() => openSqliteStore(path, { readOnly: true }).outcomes()).toThrow(
    expect.objectContaining({ code: 'log-damaged' }),
  );
});

/** The files of a log as they are while it is written. */
function copyOpen(path: string): string {
  const copy = join(temporaryFolder(), 'log.sqlite');
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
  return copy;
}

test('the newest part of another log is damage', () => {
  const [one, other] = [logOf(3), logOf(4)];
  const copy = copyOpen(one.path);
  copyFileSync(`${other.path}-wal`, `${copy}-wal`);
  expect(checkLog(copy).damages.join('\n')).toContain('log.sqlite-wal: it is of another log');
  one.store.close();
  other.store.close();
});

test('what a power cut took of the newest training is told, and is no damage', () => {
  const { path, store } = logOf(4);
  const copy = copyOpen(path);
  expect(checkLog(copy)).toMatchObject({ damages: [], remarks: [] });
  truncateSync(`${copy}-wal`, statSync(`${copy}-wal`).size - 100);
  const { damages, remarks, outcomes } = checkLog(copy);
  expect([damages, outcomes.length]).toEqual([[], 3]);
  expect(remarks).toEqual([expect.stringContaining('was cut off in the middle of a commit')]);
  store.close();
});

test('nothing is written after a row that was not there when the log was read', () => {
  const { path, store } = logOf(2);
  store.close();
  const late = openSqliteStore(path);
  const question = late.newestQuestion();
  const other = openSqliteStore(path);
  other.newestQuestion()?.append([sampleOutcome(2)]);
  other.close();
  expect(() => question?.append([sampleOutcome(3)])).toThrow(expect.objectContaining({ code: 'log-grown' }));
  late.close();
  expect(checkLog(path)).toMatchObject({ damages: [], outcomes: { length: 3 } });
});

test('after a write that failed the next row has the next number', () => {
  const { path, store, question } = logOf(1);
  const unwritable = {
    toJSON: () => {
      throw new Error('not to be written');
    },
  };
  const bad = { ...sampleOutcome(2), seconds: unwritable as unknown as number };
  expect(() => question.append([sampleOutcome(1), bad])).toThrow();
  question.append([sampleOutcome(1)]);
  store.close();
  expect(checkLog(path)).toMatchObject({ damages: [], outcomes: { length: 2 } });
});

test('what is so new that it may change within the precision of its time is looked at again', () => {
  const path = join(temporaryFolder(), 'log.sqlite');
  writeFileSync(path, 'some');
  const at = 1_700_000_000;
  utimesSync(path, at, at);
  const clock = vi.spyOn(Date, 'now');
  onTestFinished(() => clock.mockRestore());
  const newsAfter = (ms: number): boolean[] => {
    clock.mockReturnValue(at * 1000 + ms);
    const change = new LogChange(path);
    return [change.isNews(), change.isNews()];
  };
  expect([newsAfter(5), newsAfter(5000)]).toEqual([
    [true, true],
    [true, false],
  ]);
});
