/**
 * @file A log file, created whole or not at all, read without a trace beside it, and written by one. While it is written it says so of
 * itself, and what is new lies in its WAL; closing it, or taking it over from a killed run, leaves one file.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { defined, inputError } from '../../core/index.js';
import { readPageImage } from './bytes/page-image.js';
import { EntryWriter } from './entry-writer.js';
import {
  type Connection,
  collectClosed,
  connect,
  fileAt,
  isBusy,
  readRows,
  sharedFileSystem,
  syncFolder,
} from './log-connection.js';
import type { LogEntry } from './log-entry.js';
import {
  damagedLog,
  foreignLog,
  incompleteLog,
  missingLog,
  notALog,
  notWritable,
  openingError,
  otherLogVersion,
} from './log-errors.js';
import { isLogThere, readFileState } from './log-file-state.js';
import { CREATE_LOG, isNameOf, LOG_APPLICATION_ID, LOG_VERSION, markOf, readMark } from './log-schema.js';
import { closeMark, OpenMark } from './open-mark.js';
import { holdsRun, isRunHeld } from './run-lock.js';
import { publishedOf } from './snapshot-file.js';
import { withStillCopy } from './still-copy.js';
import { contradiction, idIn, provesWhole, readWitnesses, storedIn, type Witness } from './witness.js';

/** Files that this process writes: opening and closing one more would give its locks away. */
const written = new Set<string>();

/** A new log at `path` with these entries, the head first. Throws an InputError (`log-exists`) when there is a file already. */
export function createLogFile(path: string, entries: Iterable<LogEntry>): void {
  if (isLogThere(path)) {
    throw inputError`log-exists: There is already a log at ${path}.
      Allowed: a path without a file
      Fix: Open the log to resume its run, or choose another folder.`;
  }
  // Built aside and moved in place, so that a process killed meanwhile leaves no half log to stumble over.
  const unfinished = buildLogFile(path, entries);
  renameSync(unfinished, path);
  syncFolder(dirname(path));
}

/** A whole log beside `path`, which the caller moves where it belongs; gives its own path. */
export function buildLogFile(path: string, entries: Iterable<LogEntry>): string {
  const unfinished = `${path}.new-${process.pid}`;
  try {
    if (holdsRun(dirname(path))) clearUnfinished(path);
    rmSync(unfinished, { force: true });
    // Exclusive: nobody's link is followed.
    closeSync(openSync(unfinished, 'wx'));
    const connection = connect(unfinished, 'rw');
    connection.exec(`BEGIN; ${CREATE_LOG}`);
    const writer = new EntryWriter(connection);
    for (const entry of entries) writer.write(entry.table === 'head' ? { ...entry, log: randomUUID() } : entry);
    connection.exec(`PRAGMA user_version = ${markOf(writer.end.id)}; COMMIT`);
    connection.close();
    return unfinished;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw notWritable(path, error);
  }
}

/** What killed processes had begun to build, with its journals: whoever holds the lock of the folder knows that nobody builds there now. */
function clearUnfinished(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(path)}.new-`)) rmSync(join(folder, name), { force: true });
  }
}

/**
 * What `read` gives of an existing log: of the file itself, of a copy of it with its WAL or journal where a run was killed, or of its snapshot
 * where others write it on a shared file system. All that it reads is of one moment, whatever others write meanwhile, and nothing is
 * written beside the log. Throws an InputError: `log-missing`, `not-a-log`, `other-log-version`, `log-incomplete`, `log-foreign` where the
 * files beside it are of another log, `log-damaged`, also for one that holds less than what files beside it say.
 */
export function readLogFile<T>(path: string, read: (connection: Connection) => T): T {
  if (!isLogThere(path)) throw missingLog(path);
  try {
    const witnesses = readWitnesses(path);
    const readFrom = (connection: Connection, lacksWal = false) =>
      readWitnessed(connection, path, { witnesses, lacksWal }, read);
    const published = publishedOf(path);
    if (published !== undefined) return readFrom(connect(published, 'as-is'));
    if (isBeingWritten(path)) return readFrom(connect(path, 'ro'));
    const state = readFileState(path);
    if (state?.usesWal !== true && besideOf(path).length === 0) return readFrom(connect(path, 'ro'));
    return withStillCopy(path, (copy) => {
      requireWholeWal(path, copy);
      return readFrom(connect(copy, 'rw'), state?.lacksWal);
    });
  } catch (error) {
    throw openingError(path, error);
  }
}

/** By this process, or by one that keeps its WAL in memory that others share. */
export function isBeingWritten(path: string): boolean {
  const folder = dirname(path);
  if (written.has(fileAt(path) ?? '')) return true;
  if (holdsRun(folder)) return false;
  return existsSync(`${path}-shm`) && isRunHeld(folder) === true;
}

function readWitnessed<T>(
  connection: Connection,
  path: string,
  { witnesses, lacksWal }: { readonly witnesses: readonly Witness[]; readonly lacksWal: boolean },
  read: (connection: Connection) => T,
): T {
  const startedMs = performance.now();
  try {
    // One transaction: an outcome that is seen has its candidate seen.
    connection.exec('BEGIN');
    requireOwn(connection, path);
    const stored = storedIn(connection);
    if (lacksWal && !provesWhole(witnesses, stored)) throw incompleteLog(path);
    const found = contradiction(path, witnesses, stored);
    if (found !== undefined) throw found.isForeign ? foreignLog(path, found.what) : damagedLog(path, found.what);
    return read(connection);
  } finally {
    // The connection is really closed some time later: the writer must not wait for that. Of a damaged file the end of a
    // transaction that only reads can fail as a commit, and would hide what was said of the damage.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    connection.close();
    collectClosed(performance.now() - startedMs);
  }
}

/** Names of files with what SQLite has not moved into the log. */
function besideOf(path: string): readonly string[] {
  return ['-wal', '-journal'].map((ending) => `${path}${ending}`).filter((name) => existsSync(name));
}

function requireWholeWal(path: string, copy: string): void {
  const state = readPageImage(copy).wal;
  if (state === 'foreign') throw foreignLog(path, `${basename(path)}-wal beside it is of another log`);
  if (state === 'broken')
    throw damagedLog(path, `${basename(path)}-wal beside it holds a commit that differs from what was written`);
}

/**
 * Makes one file of a log whose run was killed, for the process that holds the lock of its folder. Readers before that have found it
 * sound. Does nothing for a log that is one file.
 */
export function foldLogFile(path: string): void {
  const state = readFileState(path);
  if (state?.usesWal !== true) return;
  const connection = connect(path, 'rw');
  try {
    fold(connection);
  } catch (error) {
    throw notWritable(path, error);
  } finally {
    connection.close();
  }
}

export interface WritableLog {
  readonly connection: Connection;
  /** Present where it has a WAL. */
  readonly mark?: OpenMark;
}

/**
 * A connection to an existing log, for its one writer, which reads it first. From here on the file says that it is open. Throws an
 * InputError as {@link readLogFile} does.
 */
export function openLogFile(path: string): WritableLog {
  let connection: Connection | undefined;
  let mark: OpenMark | undefined;
  try {
    connection = connect(path, 'rw');
    requireOwn(connection, path);
    if (sharedFileSystem(path) === undefined) {
      connection.exec('PRAGMA journal_mode = WAL');
      connection.exec('PRAGMA synchronous = FULL');
      mark = new OpenMark(connection);
      mark.begin();
    } else {
      // WAL needs memory that all who have the file open share, which machines do not. EXTRA: the folder, too, is synchronised.
      connection.exec('PRAGMA journal_mode = DELETE');
      connection.exec('PRAGMA synchronous = EXTRA');
    }
    written.add(fileAt(path) as string);
    return { connection, ...defined({ mark }) };
  } catch (error) {
    connection?.close();
    throw openingError(path, error);
  }
}

/** Leaves one self-contained file behind. `gone`: the file is no longer there, or another one is. */
export function closeLogFile(connection: Connection, file: string, gone: boolean): void {
  try {
    if (gone) return;
    // The lock goes now, and not when the connection's last statement is collected.
    connection.exec('PRAGMA locking_mode = NORMAL');
    fold(connection);
  } finally {
    written.delete(file);
    connection.close();
  }
}

/** Others read for some milliseconds at a time. */
const FOLD_ATTEMPTS = 500;
const FOLD_PAUSE_MS = 10;

/** All that is in the WAL goes into the main file, which says that it is closed from then on; then the WAL goes, unless somebody reads for long. */
function fold(connection: Connection): void {
  if (readRows<[string]>(connection, 'PRAGMA journal_mode')[0]?.[0] === 'wal') closeMark(connection);
  for (let attempt = 1; ; attempt++) {
    try {
      connection.exec('PRAGMA journal_mode = DELETE');
      connection.exec('SELECT count(*) FROM sqlite_schema');
      return;
    } catch (error) {
      if (!isBusy(error)) throw error;
      // Empty by now: the main file alone is the log.
      if (attempt === FOLD_ATTEMPTS) return;
      pause(FOLD_PAUSE_MS);
    }
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Pages of two logs do not make one: each names its own. */
function requireOwn(connection: Connection, path: string): void {
  const numberIn = (pragma: string) => readRows<[number]>(connection, `PRAGMA ${pragma}`)[0]?.[0] ?? 0;
  if (numberIn('application_id') !== LOG_APPLICATION_ID) throw notALog(path, undefined);
  const mark = readMark(numberIn('user_version'));
  if (mark.version !== LOG_VERSION) throw otherLogVersion(path, mark.version);
  const id = idIn(connection);
  if (id === undefined) throw damagedLog(path, 'its first row is missing');
  if (isNameOf(mark, id)) return;
  const [beside] = besideOf(path);
  if (beside !== undefined) throw foreignLog(path, `${basename(beside)} beside it is of another log`);
  throw damagedLog(path, 'its first page is of another log than its first row');
}
