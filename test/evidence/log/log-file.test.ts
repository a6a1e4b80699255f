/** @file The log file itself: what it refuses to be, to open and to forget. */
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { InputError, RunError } from '../../../src/core/index.js';
import { checkLog, createSqliteStore, LOG_VERSION, lockRun, openSqliteStore } from '../../../src/evidence/log/index.js';
import { sampleDecision, sampleFailure, sampleHeader, sampleOutcome } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  return undefined;
}

function filledLog(): string {
  const path = join(temporaryFolder(), 'log.sqlite');
  const store = createSqliteStore(path, sampleHeader);
  const question = store.ask({ header: sampleHeader });
  question.beginStretch({ startedAt: '2025-01-01T00:00:00.000Z', workers: 1, environment: { surefoot: '9.1.0' } });
  question.append([sampleOutcome(0), sampleOutcome(1, sampleFailure)]);
  question.appendDecision(sampleDecision);
  store.close();
  return path;
}

/** SQL by another program, past the store. */
function withSql(path: string, statement: string): void {
  const connection = new Database(path);
  try {
    connection.exec(statement);
  } finally {
    connection.close();
  }
}

it.each([true, false])('what a killed process had begun is cleared by the one that holds the folder (%s)', (holds) => {
  const folder = temporaryFolder();
  const begun = ['log.sqlite.new-1', 'log.sqlite.new-1-journal'];
  for (const name of begun) writeFileSync(join(folder, name), 'half');
  const lock = holds ? lockRun(folder) : undefined;
  createSqliteStore(join(folder, 'log.sqlite'), sampleHeader).close();
  lock?.release();
  const left = readdirSync(folder).filter((name) => name.includes('.new-'));
  expect(left).toEqual(holds ? [] : begun);
});

describe('append-only', () => {
  it.each([
    "UPDATE outcome SET content = ''",
    'DELETE FROM outcome',
    'UPDATE decision SET content = 0',
    'DELETE FROM decision',
    "UPDATE head SET content = ''",
    'DELETE FROM head',
  ])('refuses %s from any program', (statement) => {
    expect(() => withSql(filledLog(), statement)).toThrow('append-only');
  });

  it('refuses a second outcome for a trial from any program', () => {
    const path = filledLog();
    const copy = (replicate: number) =>
      `CREATE TEMP TABLE again AS SELECT * FROM outcome WHERE setting LIKE 'i${replicate},%';
       UPDATE again SET sequence = 99; INSERT INTO outcome SELECT * FROM again`;
    expect(() => withSql(path, copy(0))).toThrow('already has an outcome');
    withSql(path, copy(1));
  });
});

describe('opening', () => {
  it('leaves one file that can be copied alone', () => {
    const path = filledLog();
    expect(readdirSync(join(path, '..'))).toEqual(['log.sqlite']);
    const copy = join(temporaryFolder(), 'copy.sqlite');
    copyFileSync(path, copy);
    const store = openSqliteStore(copy, { readOnly: true });
    expect(store.outcomes()).toHaveLength(2);
    store.close();
    expect(readdirSync(join(copy, '..'))).toEqual(['copy.sqlite']);
  });

  it('refuses a missing file and does not create it', () => {
    const path = join(temporaryFolder(), 'log.sqlite');
    expect(codeOf(() => openSqliteStore(path))).toBe('log-missing');
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['text', 'candidate,loss\n'.repeat(100)],
    ['nothing', ''],
  ])('refuses a file of %s', (_, content) => {
    const path = join(temporaryFolder(), 'log.sqlite');
    writeFileSync(path, content);
    expect(codeOf(() => openSqliteStore(path))).toBe('not-a-log');
    expect(codeOf(() => openSqliteStore(path, { readOnly: true }))).toBe('not-a-log');
  });

  it("refuses another program's database", () => {
    const path = join(temporaryFolder(), 'log.sqlite');
    withSql(path, 'CREATE TABLE header (content TEXT)');
    expect(codeOf(() => openSqliteStore(path))).toBe('not-a-log');
  });

  it.each([LOG_VERSION - 1, LOG_VERSION + 1, 0x10000 + LOG_VERSION - 1])('refuses a log of version %s', (version) => {
    const path = filledLog();
    withSql(path, `PRAGMA user_version = ${version}; ALTER TABLE outcome RENAME TO result`);
    for (const read of [openSqliteStore, checkLog]) expect(codeOf(() => read(path))).toBe('other-log-version');
    expect(() => openSqliteStore(path)).toThrow(`has version ${version % 256}.`);
  });
});

describe('creating', () => {
  it('refuses a path that is taken and leaves it as it is', () => {
    const path = filledLog();
    expect(codeOf(() => createSqliteStore(path, sampleHeader))).toBe('log-exists');
    const store = openSqliteStore(path);
    expect(store.outcomes()).toHaveLength(2);
    store.close();
  });

  it('says so when the folder cannot take it', () => {
    const path = join(temporaryFolder(), 'missing', 'log.sqlite');
    expect(() => createSqliteStore(path, sampleHeader)).toThrow(RunError);
  });
});
