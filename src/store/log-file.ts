/**
 * @file A log file as a database connection: creating it whole or not at all, and opening it with the checks that turn a
 * wrong file into a clear message.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { InputError, type JsonObject, RunError } from '../core/index.js';
import { EntryWriter } from './entry-writer.js';
import { sharedFileSystem } from './file-system.js';
import { letGo } from './let-go.js';
import type { LogEntry } from './log-entry.js';
import { CREATE_LOG, LOG_APPLICATION_ID, LOG_VERSION } from './log-schema.js';
import { publishedOf } from './snapshot-file.js';

export type Connection = Database.Database;
type Access = 'read-write' | 'read-only';

export interface OpenedLog {
  readonly connection: Connection;
  /** Of the file's tables; at most {@link LOG_VERSION}. */
  readonly version: number;
}

const BUSY_TIMEOUT_MS = 5000;

/** A new log at `path` with these entries, the head first. Throws an InputError (`log-exists`) when there is a file already. */
export function createLogFile(path: string, entries: Iterable<LogEntry>): void {
  if (existsSync(path)) {
    throw new InputError({
      code: 'log-exists',
      what: `There is already a log at ${path}.`,
      allowed: 'a path where no file is',
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
  rmSync(unfinished, { force: true });
  try {
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

/**
 * What `read` gives of an existing log, or of its snapshot where others write it on a shared file system. All that it reads is of
 * one moment, whatever others write meanwhile. Throws an InputError as {@link openLogFile} does.
 */
export function readLogFile<T>(path: string, read: (opened: OpenedLog) => T): T {
  const startedMs = performance.now();
  const opened = open(path, 'read-only');
  try {
    return read(opened);
  } finally {
    // The connection is really closed some time later: whoever writes shall not wait for that. Of a damaged file the end of a
    // transaction that only reads can fail as a commit, and would hide what was said of the damage.
    if (opened.connection.inTransaction) opened.connection.exec('ROLLBACK');
    opened.connection.close();
    letGo(performance.now() - startedMs);
  }
}

/**
 * A connection to an existing log, for its one writer. Throws an InputError: `log-missing`, `not-a-log`, `log-damaged`, or
 * `newer-log` for a file of a later log version.
 */
export function openLogFile(path: string): OpenedLog {
  return open(path, 'read-write');
}

function open(path: string, access: Access): OpenedLog {
  if (!existsSync(path)) {
    throw new InputError({
      code: 'log-missing',
      what: `There is no log at ${path}.`,
      allowed: 'the log.sqlite of a run folder',
      fix: 'Check the path of the run folder.',
    });
  }
  let connection: Connection | undefined;
  try {
    const published = access === 'read-only' ? publishedOf(path) : undefined;
    if (published === undefined) undoCutOff(path);
    connection =
      published === undefined ? connect(path, access === 'read-only' ? 'ro' : 'rw') : connect(published, 'as-is');
    // One transaction: an outcome that is seen has its candidate seen.
    if (access === 'read-only') connection.exec('BEGIN');
    const version = requireOwnVersion(connection, path);
    if (access === 'read-write' && sharedFileSystem(path) === undefined) {
      connection.exec('PRAGMA journal_mode = WAL');
      connection.exec('PRAGMA synchronous = FULL');
    } else if (access === 'read-write') {
      // WAL needs memory that all who have the file open share, which machines do not. EXTRA: the folder, too, is synchronised.
      connection.exec('PRAGMA journal_mode = DELETE');
      connection.exec('PRAGMA synchronous = EXTRA');
    }
    return { connection, version };
  } catch (error) {
    connection?.close();
    throw openingError(path, error);
  }
}

/**
 * A process that was killed in the middle of a transaction leaves a journal, from which the next one to open the file undoes
 * it; that takes the right to write, which a connection that only reads does not have.
 */
function undoCutOff(path: string): void {
  if (!existsSync(`${path}-journal`)) return;
  const connection = connect(path, 'rw');
  try {
    readRows(connection, 'PRAGMA application_id');
  } finally {
    connection.close();
  }
}

/** Others read for some milliseconds at a time. */
const CLOSE_ATTEMPTS = 100;
const CLOSE_PAUSE_MS = 10;

/** Leaves one self-contained file behind, unless somebody else keeps it open for longer. */
export function closeLogFile(connection: Connection, access: Access): void {
  try {
    for (let attempt = 1; access === 'read-write'; attempt++) {
      try {
        // The lock goes now, and not when the connection's last statement is collected.
        connection.exec('PRAGMA locking_mode = NORMAL');
        connection.exec('PRAGMA journal_mode = DELETE');
        readRows(connection, 'SELECT count(*) FROM sqlite_schema');
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (attempt === CLOSE_ATTEMPTS) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CLOSE_PAUSE_MS);
      }
    }
  } finally {
    connection.close();
  }
}

/** Rows as arrays, in the order of the query's columns, one at a time. */
export function iterateRows<Row>(
  connection: Connection,
  query: string,
  ...parameters: (string | number)[]
): IterableIterator<Row> {
  return connection.prepare(query).raw().iterate(parameters) as IterableIterator<Row>;
}

/** All rows as arrays. */
export function readRows<Row>(connection: Connection, query: string, ...parameters: (string | number)[]): Row[] {
  return connection.prepare(query).raw().all(parameters) as Row[];
}

export function notWritable(path: string, error: unknown): RunError {
  if (error instanceof RunError) return error;
  return new RunError({
    code: 'log-not-writable',
    what: `The log ${path} could not be written: ${textOf(error)}.`,
    fix: 'Make room or set the permissions of its folder, then run the same command again: finished trials are kept.',
    cause: error,
  });
}

export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** `as-is`: nobody changes the file, and nothing is locked. */
export function connect(path: string, mode: 'ro' | 'rw' | 'rwc' | 'as-is', timeoutMs = BUSY_TIMEOUT_MS): Connection {
  const query = mode === 'as-is' ? 'mode=ro&immutable=1' : `mode=${mode}`;
  return new Database(`${pathToFileURL(path).href}?${query}`, { timeout: timeoutMs });
}

/** The log can be told from other files, but not all of it can be read. */
export function damagedLog(path: string, detail: string, cause?: unknown): InputError {
  return new InputError({
    code: 'log-damaged',
    what: `The log ${path} is damaged: ${detail}.`,
    allowed: 'a log as Surefoot wrote it',
    fix: `See what is wrong with: surefoot check-log ${dirname(path)}\nRescue every readable trial with: surefoot check-log ${dirname(path)} --salvage <new folder>`,
    cause,
  });
}

function requireOwnVersion(connection: Connection, path: string): number {
  const applicationId = readRows<[number]>(connection, 'PRAGMA application_id')[0]?.[0];
  if (applicationId !== LOG_APPLICATION_ID) throw notALog(path, undefined);
  const version = readRows<[number]>(connection, 'PRAGMA user_version')[0]?.[0] ?? 0;
  if (version <= LOG_VERSION) return version;
  const writer = readWriter(connection);
  throw new InputError({
    code: 'newer-log',
    what: `The log ${path} has version ${version}${writer === undefined ? '' : `, written by Surefoot ${writer}`}.`,
    allowed: `log versions up to ${LOG_VERSION}, which is what this Surefoot writes`,
    fix: 'Upgrade with npm install surefoot@latest and run the same command again.',
  });
}

/** The version that worked on the log last, as far as tables of a later version can be read. */
function readWriter(connection: Connection): string | undefined {
  try {
    const [row] = readRows<[string]>(connection, 'SELECT content FROM stretch ORDER BY sequence DESC LIMIT 1');
    const { environment } = JSON.parse(row?.[0] ?? '{}') as { environment?: JsonObject };
    const writer = environment?.surefoot;
    return typeof writer === 'string' ? writer : undefined;
  } catch {
    return undefined;
  }
}

function openingError(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code === 'SQLITE_NOTADB') return notALog(path, error);
  if (code.startsWith('SQLITE_CORRUPT')) return damagedLog(path, textOf(error), error);
  return new InputError({
    code: 'log-unreadable',
    what: `The log ${path} could not be opened: ${textOf(error)}.`,
    allowed: 'a file that may be read, and written where the run goes on',
    fix: 'Set the permissions of the file and its folder, or stop the program that holds it.',
    cause: error,
  });
}

function notALog(path: string, cause: unknown): InputError {
  return new InputError({
    code: 'not-a-log',
    what: `${path} is not the log of a Surefoot run${cause === undefined ? '' : ` (${textOf(cause)})`}.`,
    allowed: 'the log.sqlite of a run folder',
    fix: 'Check the path, or choose another folder.',
    cause,
  });
}

/** Names the very file; undefined when there is none. */
export function fileAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
