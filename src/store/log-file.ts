/**
 * @file A log file as a database connection: creating it whole or not at all, and opening it with the checks that turn a
 * wrong file into a clear message.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { InputError, type JsonObject, RunError, type RunHeader } from '../core/index.js';
import { writeJson } from './log-rows.js';
import { CREATE_LOG, LOG_APPLICATION_ID, LOG_VERSION } from './log-schema.js';

export type Connection = Database.Database;
export type Access = 'read-write' | 'read-only';

const BUSY_TIMEOUT_MS = 5000;

/** A new log at `path` with its header. Throws an InputError (`log-exists`) when there is a file already. */
export function createLogFile(path: string, header: RunHeader): void {
  if (existsSync(path)) {
    throw new InputError({
      code: 'log-exists',
      what: `There is already a log at ${path}.`,
      allowed: 'a path where no file is',
      fix: 'Open the log to resume its run, or choose another folder.',
    });
  }
  // Built aside and moved in place, so that a process killed meanwhile leaves no half log to stumble over.
  const unfinished = `${path}.new-${process.pid}`;
  rmSync(unfinished, { force: true });
  try {
    const connection = connect(unfinished, 'rwc');
    connection.exec(`BEGIN; ${CREATE_LOG}`);
    connection.prepare('INSERT INTO header (id, content) VALUES (1, ?)').run([writeJson(header)]);
    connection.exec('COMMIT');
    connection.close();
    renameSync(unfinished, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw notWritable(path, error);
  }
}

/**
 * A connection to an existing log. Throws an InputError: `log-missing`, `not-a-log`, or `newer-log` for a file of a later
 * log version.
 */
export function openLogFile(path: string, access: Access): Connection {
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
    connection = connect(path, access === 'read-only' ? 'ro' : 'rw');
    requireOwnVersion(connection, path);
    if (access === 'read-write') {
      connection.exec('PRAGMA journal_mode = WAL');
      connection.exec('PRAGMA synchronous = FULL');
    }
    return connection;
  } catch (error) {
    connection?.close();
    throw openingError(path, error);
  }
}

/** Leaves one self-contained file behind, unless somebody else is still reading it. */
export function closeLogFile(connection: Connection, access: Access): void {
  try {
    if (access === 'read-write') connection.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    if (!isBusy(error)) throw error;
  } finally {
    connection.close();
  }
}

/** Rows as arrays, in the order of the query's columns. */
export function readRows<Row>(connection: Connection, query: string, ...parameters: (string | number)[]): Row[] {
  return connection.prepare(query).raw().all(parameters) as Row[];
}

export function notWritable(path: string, error: unknown): RunError {
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

export function connect(path: string, mode: 'ro' | 'rw' | 'rwc', timeoutMs = BUSY_TIMEOUT_MS): Connection {
  return new Database(`${pathToFileURL(path).href}?mode=${mode}`, { timeout: timeoutMs });
}

function requireOwnVersion(connection: Connection, path: string): void {
  const applicationId = readRows<[number]>(connection, 'PRAGMA application_id')[0]?.[0];
  if (applicationId !== LOG_APPLICATION_ID) throw notALog(path, undefined);
  const version = readRows<[number]>(connection, 'PRAGMA user_version')[0]?.[0] ?? 0;
  if (version <= LOG_VERSION) return;
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
    const text = readRows<[string]>(connection, 'SELECT environment FROM stretch ORDER BY id DESC LIMIT 1')[0]?.[0];
    const writer = text === undefined ? undefined : (JSON.parse(text) as JsonObject).surefoot;
    return typeof writer === 'string' ? writer : undefined;
  } catch {
    return undefined;
  }
}

function openingError(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return notALog(path, error);
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
    fix: 'Check the path; if the file is damaged, remove the run folder or choose another one.',
    cause,
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
