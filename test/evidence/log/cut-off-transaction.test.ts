/** @file A log whose last transaction was cut off by a kill before it could be undone. */
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { checkLog, createSqliteStore, openSqliteStore } from '../../../src/evidence/log/index.js';
import { sampleHead, sampleHeader, sampleOutcome } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

/** A log of 20 outcomes with the journal of a transaction that was cut off. */
function cutOff(): string {
  const folder = temporaryFolder();
  const path = join(folder, 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  const question = store.ask({ header: sampleHeader });
  for (let replicate = 0; replicate < 20; replicate++) question.append([sampleOutcome(replicate)]);
  store.close();
  // A change that does not fit into the cache goes to the file before its end, and what was there to a journal.
  const connection = new Database(path);
  connection.exec('PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; CREATE TABLE junk (content)');
  for (let row = 0; row < 200; row++) connection.exec('INSERT INTO junk VALUES (randomblob(4000))');
  const copy = join(temporaryFolder(), 'log.sqlite');
  copyFileSync(path, copy);
  copyFileSync(`${path}-journal`, `${copy}-journal`);
  connection.exec('ROLLBACK');
  connection.close();
  expect(existsSync(`${copy}-journal`)).toBe(true);
  return copy;
}

it.each([true, false])('opens, the transaction undone (read only: %s)', (readOnly) => {
  const opened = openSqliteStore(cutOff(), { readOnly });
  expect(opened.outcomes()).toHaveLength(20);
  opened.close();
});

it('of another log is refused as such', () => {
  const path = cutOff();
  const mixed = cutOff();
  copyFileSync(`${path}-journal`, `${mixed}-journal`);
  expect(() => openSqliteStore(mixed)).toThrow(
    expect.objectContaining({ code: 'log-foreign', message: expect.stringContaining('log.sqlite-journal') }),
  );
  expect(checkLog(mixed).damages).not.toEqual([]);
});
