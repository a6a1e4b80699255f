/**
 * @file A log file, created whole or not at all, read without a trace beside it, and written by one. While it is written it says so of
 * itself, and what is new lies in its WAL; closing it, or taking it over from a killed run, leaves one file.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError, type JsonObject } from '../../core/index.js';
import { readWal } from './bytes/wal-file.js';
import { EntryWriter } from './entry-writer.js';
import { sharedFileSystem } from './file-system.js';
import { letGo } from './let-go.js';
import { type Connection, connect, fileAt, isBusy, readRows, syncFolder } from './log-connection.js';
import type { LogEntry } from './log-entry.js';
import {
  damagedLog,
  incompleteLog,
  missingLog,
  newerLog,
  notALog,
  notWritable,
  olderLog,
  openingError,
} from './log-errors.js';
import { isLogThere, readFileState } from './log-file-state.js';
import { CREATE_LOG, LOG_APPLICATION_ID, LOG_VERSION, OLDEST_VERSION, OPEN_MARK } from './log-schema.js';
import { holdsRun, isRunHeld } from './run-lock.js';
import { publishedOf } from './snapshot-file.js';
import { withStillCopy } from './still-copy.js';
import { contradiction, readWitnesses, storedChainAt, type Witness } from './witness.js';

export interface OpenedLog {
  readonly connection: Connection;
  /** Of the file's tables; from {@link OLDEST_VERSION} to {@link LOG_VERSION}. */
  readonly version: number;
}

/** Files that this process writes: opening and closing one more would give its locks away. */
const written = new Set<string>();

/** A new log at `path` with these entries, the head first. Throws an InputError (`log-exists`) when there is a file already. */
export function createLogFile(path: string, entries: Iterable<LogEntry>): void {
  if (isLogThere(path)) {
    throw new InputError({
      code: 'log-exists',
      what: `There is already a log at ${path}.`,
      allowed: 'a path without a file',
      fix: 'Open the log to resume its run, or choose another folder.',
    });
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
    for (const entry of entries) writer.write(entry);
    connection.exec('COMMIT');
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
 * written beside the log. Throws an InputError: `log-missing`, `not-a-log`, `older-log`, `newer-log`, `log-incomplete`,
 * `log-damaged`, also for one that holds less than what files beside it say.
 */
export function readLogFile<T>(path: string, read: (opened: OpenedLog) => T): T {
  if (!isLogThere(path)) throw missingLog(path);
  try {
    const witnesses = readWitnesses(path);
    const published = publishedOf(path);
    if (published !== undefined) return readFrom(connect(published, 'as-is'), path, witnesses, read);
    if (isBeingWritten(path)) return readFrom(connect(path, 'ro'), path, witnesses, read);
    const state = readFileState(path);
    if (state?.usesWal === true || existsSync(`${path}-wal`) || existsSync(`${path}-journal`)) {
      if (state?.lacksWal) throw incompleteLog(path);
      return withStillCopy(path, (copy) => {
        requireWholeWal(path, copy);
        return readFrom(connect(copy, 'rw'), path, witnesses, read);
      });
    }
    return readFrom(connect(path, 'ro'), path, witnesses, read);
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

function readFrom<T>(
  connection: Connection,
  path: string,
  witnesses: readonly Witness[],
  read: (opened: OpenedLog) => T,
): T {
  const startedMs = performance.now();
  try {
    // One transaction: an outcome that is seen has its candidate seen.
    connection.exec('BEGIN');
    const version = requireOwnVersion(connection, path);
    requireWitnessed(connection, path, version, witnesses);
    return read({ connection, version });
  } finally {
    // The connection is really closed some time later: the writer must not wait for that. Of a damaged file the end of a
    // transaction that only reads can fail as a commit, and would hide what was said of the damage.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    connection.close();
    letGo(performance.now() - startedMs);
  }
}

/** Files of version 2 were never witnessed. */
function requireWitnessed(connection: Connection, path: string, version: number, witnesses: readonly Witness[]): void {
  if (version < LOG_VERSION) return;
  const found = contradiction(path, witnesses, storedChainAt(connection));
  if (found !== undefined) throw damagedLog(path, found);
}

function requireWholeWal(path: string, copy: string): void {
  if (!existsSync(`${copy}-wal`) || readWal(readFileSync(`${copy}-wal`))?.state !== 'broken') return;
  throw damagedLog(path, 'log.sqlite-wal beside it holds a commit that differs from what was written');
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
    fold(connection, state.version);
  } catch (error) {
    throw notWritable(path, error);
  } finally {
    connection.close();
  }
}

/**
 * A connection to an existing log, for its one writer, which reads it first. From here on the file says that it is open. Throws an
 * InputError as {@link readLogFile} does.
 */
export function openLogFile(path: string): Connection {
  let connection: Connection | undefined;
  try {
    connection = connect(path, 'rw');
    requireOwnVersion(connection, path);
    if (sharedFileSystem(path) === undefined) {
      connection.exec('PRAGMA journal_mode = WAL');
      connection.exec('PRAGMA synchronous = FULL');
      setVersion(connection, LOG_VERSION + OPEN_MARK);
      // Into the main file itself, before the first outcome: a copy of that file alone knows what it lacks.
      checkpoint(connection);
    } else {
      // WAL needs memory that all who have the file open share, which machines do not. EXTRA: the folder, too, is synchronised.
      connection.exec('PRAGMA journal_mode = DELETE');
      connection.exec('PRAGMA synchronous = EXTRA');
    }
    written.add(fileAt(path) as string);
    return connection;
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
    fold(connection, LOG_VERSION);
  } finally {
    written.delete(file);
    connection.close();
  }
}

/** Others read for some milliseconds at a time. */
const FOLD_ATTEMPTS = 500;
const FOLD_PAUSE_MS = 10;

/** All that is in the WAL goes into the main file, which is closed from then on; then the WAL goes, unless somebody reads for long. */
function fold(connection: Connection, version: number): void {
  if (readRows<[string]>(connection, 'PRAGMA journal_mode')[0]?.[0] === 'wal') {
    if (version >= LOG_VERSION) setVersion(connection, version);
    checkpoint(connection);
  }
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

/** Throws SQLITE_BUSY's message where somebody keeps reading an older state for long. */
function checkpoint(connection: Connection): void {
  for (let attempt = 1; attempt <= FOLD_ATTEMPTS; attempt++) {
    const [row] = readRows<[busy: number]>(connection, 'PRAGMA wal_checkpoint(TRUNCATE)');
    if (row?.[0] === 0) return;
    pause(FOLD_PAUSE_MS);
  }
}

function setVersion(connection: Connection, version: number): void {
  connection.exec(`PRAGMA user_version = ${version}`);
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function requireOwnVersion(connection: Connection, path: string): number {
  const applicationId = readRows<[number]>(connection, 'PRAGMA application_id')[0]?.[0];
  if (applicationId !== LOG_APPLICATION_ID) throw notALog(path, undefined);
  const version = (readRows<[number]>(connection, 'PRAGMA user_version')[0]?.[0] ?? 0) % OPEN_MARK;
  if (version > LOG_VERSION) throw newerLog(path, version, readWriter(connection));
  if (version < OLDEST_VERSION) throw olderLog(path, version);
  return version;
}

/** The version that worked on the log last, as far as tables of a later version can be read. */
function readWriter(connection: Connection): string | undefined {
  try {
    const [row] = readRows<[Uint8Array]>(
      connection,
      'SELECT CAST(content AS BLOB) FROM stretch ORDER BY sequence DESC LIMIT 1',
    );
    const { environment } = JSON.parse(Buffer.from(row?.[0] ?? '{}').toString()) as { environment?: JsonObject };
    const writer = environment?.surefoot;
    return typeof writer === 'string' ? writer : undefined;
  } catch {
    return undefined;
  }
}
