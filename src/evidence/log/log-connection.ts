/** @file Connections to SQLite files, and the questions that every room of the log asks of them and of files. */
import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';

export type Connection = Database.Database;

const BUSY_TIMEOUT_MS = 5000;

/** `as-is`: nobody changes the file, and nothing is locked. */
export function connect(path: string, mode: 'ro' | 'rw' | 'rwc' | 'as-is', timeoutMs = BUSY_TIMEOUT_MS): Connection {
  const query = mode === 'as-is' ? 'mode=ro&immutable=1' : `mode=${mode}`;
  return new Database(`${pathToFileURL(path).href}?${query}`, { timeout: timeoutMs });
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

export function isBusy(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_BUSY');
}

/** SQLite's name of what went wrong; empty for an error of something else. */
export function errorCode(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : '';
}

/** Names the very file; undefined when there is none. */
export function fileAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
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
