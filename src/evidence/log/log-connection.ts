/**
 * @file Connections to SQLite files, of this log and of other programs, and the questions that every file of the log asks of them and of file systems.
 * No other file knows the driver.
 */
import { closeSync, fsyncSync, openSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Database from 'libsql';
import { InputError, inputError, parserFault } from '../../core/index.js';

export type Connection = Database.Database;
export interface Statement {
  run(...values: readonly (string | number)[]): unknown;
}

const BUSY_TIMEOUT_MS = 5000;

/** `as-is`: nobody changes the file, and nothing is locked. */
export function connect(path: string, mode: 'ro' | 'rw' | 'rwc' | 'as-is', timeoutMs = BUSY_TIMEOUT_MS): Connection {
  const query = mode === 'as-is' ? 'mode=ro&immutable=1' : `mode=${mode}`;
  return new Database(`${pathToFileURL(path).href}?${query}`, { timeout: timeoutMs });
}

/** To be run again and again. */
export function prepareStatement(connection: Connection, query: string): Statement {
  return connection.prepare<unknown[]>(query);
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

/** By the magic numbers of `statfs(2)`, and of file systems that bring their own. */
const SHARED: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x00c36400, 'Ceph'],
  [0x65735546, 'FUSE'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x01021997, '9P'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0xaad7aaea, 'PanFS'],
  [0x20030528, 'OrangeFS'],
  [0x786f4256, 'VirtualBox'],
]);

/** What the file system of this file is called where several machines may share it; undefined where it is this machine's alone. */
export function sharedFileSystem(path: string, typeOf: (folder: string) => number = systemType): string | undefined {
  try {
    // Signed in the answers of some systems.
    return SHARED.get(typeOf(dirname(path)) >>> 0);
  } catch {
    return undefined;
  }
}

function systemType(folder: string): number {
  return statfsSync(folder).type;
}

// Lets go of connections that were closed. libsql really closes one when the last of its statements is collected, and has
// no other way to end a statement; a log that somebody still holds cannot be left as one file by the run that ends.

type Collect = (options?: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;

/** What lives for longer than this has become old to the collector. */
const LONG_MS = 20;

/** To be called after reading; `ms`: how long that took. Takes about a millisecond where it was short. */
export function collectClosed(ms: number): void {
  collect ??= exposed();
  if (ms > LONG_MS) collect();
  else collect({ type: 'minor' });
}

function exposed(): Collect {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return found;
}

/** Reads rows of one query after the other, as arrays. */
export type RowReader = <Row extends readonly unknown[]>(query: string, ...parameters: (string | number)[]) => Row[];

/** What `read` makes of the file at `path`. @throws InputError for a file that is damaged, locked, or lacks what is asked for. */
export function readForeignFile<Result>(path: string, read: (rows: RowReader) => Result): Result {
  try {
    const connection = connect(path, 'ro');
    try {
      return read((query, ...parameters) => readRows(connection, query, ...parameters));
    } finally {
      connection.close();
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { why, fix } = parserFault('sqlite', cause);
    throw inputError`database-unreadable: ${path} cannot be read: ${why}.
      Allowed: a whole SQLite file that nobody is writing to
      Fix: ${fix}
      Cause: ${cause}`;
  }
}
