/**
 * @file A log on a file system that several machines share: no WAL, locked all the time, and a snapshot for whoever reads. The type of the
 * file system is answered for it; all else is real.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, expect, test, vi } from 'vitest';
import { createSqliteStore, LogTail, openFollowedStore, openSqliteStore } from '../../../src/evidence/log/index.js';
import { sharedFileSystem } from '../../../src/evidence/log/log-connection.js';
import { WAIT_MS } from '../../hang-guard.js';
import { sampleHead, sampleHeader, sampleOutcome } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

let type = 0xef53;
vi.mock('node:fs', async (original) => ({ ...(await original<object>()), statfsSync: () => ({ type }) }));
afterEach(() => {
  type = 0xef53;
  vi.useRealTimers();
});

test('file systems that machines share go by their numbers', () => {
  const named = (magic: number) => sharedFileSystem('/x/log.sqlite', () => magic);
  expect([0x6969, 0x0bd00bd0, 0x47504653, 0x19830326, 0xff534d42, -11317950, 0x65735546].map(named)).toEqual([
    'NFS',
    'Lustre',
    'GPFS',
    'BeeGFS',
    'CIFS',
    'CIFS',
    'FUSE',
  ]);
  // ext4, XFS, Btrfs, tmpfs, overlay.
  expect([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630].map(named)).toEqual(Array(5).fill(undefined));
  expect(
    sharedFileSystem('/x', () => {
      throw new Error('no such system call');
    }),
  ).toBeUndefined();
});

test('on a disk of its own the log has a WAL, on a shared one it has none, and a snapshot while it is written', () => {
  const written = (magic: number) => {
    type = magic;
    const folder = temporaryFolder();
    const store = createSqliteStore(join(folder, 'log.sqlite'), sampleHead);
    store.ask({ header: sampleHeader }).append([sampleOutcome(0)]);
    const during = readdirSync(folder).sort();
    store.close();
    return [during, readdirSync(folder)];
  };
  expect(written(0xef53)).toEqual([['log.sqlite', 'log.sqlite-shm', 'log.sqlite-wal'], ['log.sqlite']]);
  expect(written(0x6969)).toEqual([['log.sqlite', 'log.sqlite-journal', 'log.sqlite-snapshot'], ['log.sqlite']]);
});

test('others read the snapshot, and the log itself once it is left', async () => {
  type = 0x6969;
  const path = join(temporaryFolder(), 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  const question = store.ask({ header: sampleHeader });
  question.append([sampleOutcome(0)]);
  const tail = new LogTail(path);
  const followed = openFollowedStore(path);
  const logged = () => followed.store.outcomes().length;
  // Nobody else may open the log: not even to look.
  const other = new Database(path, { timeout: 0 });
  expect(() => other.prepare('SELECT count(*) FROM outcome').get()).toThrow(/locked/);
  other.close();
  await vi.waitFor(() => {
    followed.refresh();
    expect(logged()).toBe(1);
  }, WAIT_MS);
  expect(tail.news()).toMatchObject({ outcomes: 1 });
  question.append([sampleOutcome(1), sampleOutcome(2)]);
  await vi.waitFor(() => {
    followed.refresh();
    expect(logged()).toBe(3);
  }, WAIT_MS);
  question.append([sampleOutcome(3)]);
  store.close();
  expect(existsSync(`${path}-snapshot`)).toBe(false);
  followed.refresh();
  expect(logged()).toBe(4);
  expect(tail.news()).toMatchObject({ outcomes: 4 });
  const free = new Database(path, { timeout: 0 });
  expect(free.prepare('SELECT count(*) AS count FROM outcome').get()).toMatchObject({ count: 4 });
  free.close();
});

test('a snapshot that cannot be written ends nothing, and comes later', () => {
  vi.useFakeTimers();
  type = 0x6969;
  const path = join(temporaryFolder(), 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  const logged = () => {
    const read = openSqliteStore(path, { readOnly: true });
    const count = read.outcomes().length;
    read.close();
    return count;
  };
  store.ask({ header: sampleHeader }).append([sampleOutcome(0)]);
  // In the way, as a full disk is.
  mkdirSync(`${path}-snapshot.new`);
  vi.advanceTimersByTime(60_000);
  expect(logged()).toBe(0);
  rmdirSync(`${path}-snapshot.new`);
  vi.advanceTimersByTime(60_000);
  expect(logged()).toBe(1);
  store.close();
  mkdirSync(`${path}-snapshot.new`);
  const next = openSqliteStore(path);
  expect(() => next.ask({ header: sampleHeader }).append([sampleOutcome(1)])).toThrow(
    expect.objectContaining({ code: 'log-not-writable' }),
  );
});

test('after a kill the snapshot may be old: who goes on reads the log', () => {
  type = 0x6969;
  const path = join(temporaryFolder(), 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  store.ask({ header: sampleHeader }).append([sampleOutcome(0)]);
  // What a killed process leaves: a snapshot from before its last commits.
  copyFileSync(`${path}-snapshot`, `${path}-kept`);
  store.close();
  renameSync(`${path}-kept`, `${path}-snapshot`);
  const read = openSqliteStore(path, { readOnly: true });
  expect(read.outcomes()).toHaveLength(0);
  read.close();
  const resumed = openSqliteStore(path);
  expect(resumed.outcomes()).toHaveLength(1);
  expect(existsSync(`${path}-snapshot`)).toBe(false);
  resumed.close();
});
