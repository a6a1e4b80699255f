/**
 * @file One process at a time per run folder. The lock is one that the operating system holds on an open file, taken
 * through SQLite; it goes with its process, so a killed run never blocks its own resume, and no process id is ever taken
 * for a living one by mistake.
 */
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InputError, inputError } from '../../core/index.js';
import { type Connection, connect, errorCode, fileAt, isBusy, prepareStatement, readRows } from './log-connection.js';
import { messageOf } from './log-errors.js';

interface RunLock {
  /** Gives the folder free; calling it again does nothing. `restore`: the file of the lock is left as it was before. */
  release(options?: { readonly restore?: boolean }): void;
}

/** Stays in the folder after the run. */
const LOCK_FILE = '.lock';

/** Longer than a process takes to read the holder of the lock. */
const PATIENCE_MS = 250;

/**
 * What this process holds: opening and closing such a file once more would give its lock away, as POSIX has it.
 */
const held = new Map<string, Connection>();

/**
 * Takes the existing folder for this process. Throws an InputError: `run-locked`, naming the process id when another
 * process, or this one, has it; `lock-unusable` when the file of the lock is something else.
 */
export function lockRun(folder: string): RunLock {
  const path = join(folder, LOCK_FILE);
  for (;;) {
    refuseOwn(folder);
    const found = fileAt(path);
    const before = readLock(path, found);
    const file = fileAt(path);
    // The previous holder may have removed the file meanwhile: then the lock is on one that no other process finds.
    const connection = takeLock(folder, path, () => file === undefined || file !== fileAt(path));
    if (file === undefined || connection === undefined) continue;
    held.set(file, connection);
    return { release: ({ restore = false } = {}) => release(path, file, restore ? { before } : undefined) };
  }
}

/**
 * Throws the InputError `run-locked` when this process has the folder. To be asked before its log is read: what this process reads of
 * a log that it writes is let go of only between two tasks, and until then the log could not be closed.
 */
export function refuseOwn(folder: string): void {
  const holding = heldIn(folder);
  if (holding !== undefined) throw runLocked(folder, holding);
}

/** Whether this process has the folder. */
export function holdsRun(folder: string): boolean {
  return heldIn(folder) !== undefined;
}

/** A folder that cannot be looked into is none that this process has. */
function heldIn(folder: string): Connection | undefined {
  try {
    return held.get(fileAt(join(folder, LOCK_FILE)) ?? '');
  } catch {
    return undefined;
  }
}

/** Whether a process works in the folder; undefined where that cannot be told. Leaves everything as it is. */
export function isRunHeld(folder: string): boolean | undefined {
  const path = join(folder, LOCK_FILE);
  const file = fileAt(path);
  if (file === undefined) return false;
  if (held.has(file)) return true;
  let connection: Connection | undefined;
  try {
    connection = connect(path, 'rw', 0);
    connection.exec('BEGIN IMMEDIATE');
    connection.exec('ROLLBACK');
    return false;
  } catch (error) {
    return isBusy(error) ? true : undefined;
  } finally {
    connection?.close();
  }
}

/** What the lock's file held; makes an empty one where there is none. */
function readLock(path: string, found: string | undefined): Buffer | undefined {
  try {
    if (found !== undefined) return readFileSync(path);
    closeSync(openSync(path, 'a'));
    return undefined;
  } catch (error) {
    throw lockUnusable(path, error);
  }
}

/** Undefined where the file was replaced: SQLite does not write to one that has lost its name either. */
function takeLock(folder: string, path: string, isReplaced: () => boolean): Connection | undefined {
  let connection: Connection | undefined;
  let refusal: InputError | undefined;
  try {
    connection = connect(path, 'rw', PATIENCE_MS);
    // The holder's name is committed first and the lock taken again, so that others can read who it is.
    connection.exec('BEGIN IMMEDIATE');
    connection.exec('CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY, pid INTEGER, since TEXT)');
    const hold = prepareStatement(connection, 'INSERT OR REPLACE INTO holder (id, pid, since) VALUES (1, ?, ?)');
    hold.run(process.pid, new Date().toISOString());
    connection.exec('COMMIT');
    connection.exec('BEGIN IMMEDIATE');
    if (!isReplaced()) return connection;
  } catch (error) {
    if (!isReplaced())
      refusal = connection !== undefined && isBusy(error) ? runLocked(folder, connection) : lockUnusable(path, error);
  }
  connection?.close();
  if (refusal !== undefined) throw refusal;
  return undefined;
}

function release(path: string, file: string, restore: { readonly before: Buffer | undefined } | undefined): void {
  const connection = held.get(file);
  if (connection === undefined) return;
  connection.exec('ROLLBACK');
  // Written while the lock is held; closing what was written gives it away, and it is given away next.
  if (restore !== undefined && restore.before === undefined) rmSync(path, { force: true });
  else if (restore?.before !== undefined) writeFileSync(path, restore.before);
  held.delete(file);
  connection.close();
}

function runLocked(folder: string, connection: Connection): InputError {
  const holder = readHolder(connection);
  return inputError`run-locked: The run folder ${folder} is in use by ${holder}.
    Allowed: one process at a time per run folder
    Fix: Wait until it ends, stop it with Ctrl-C, or choose another folder with --out.`;
}

function lockUnusable(path: string, cause: unknown): InputError {
  // A full disk is no fault of the file.
  const isFull = /^SQLITE_(?:FULL|IOERR)/.test(errorCode(cause));
  return inputError`lock-unusable: ${path} ${isFull ? 'could not be written' : 'is not a lock file of Surefoot'} (${messageOf(cause)}).
    Allowed: no file of that name, or the one that a run made
    Fix: ${isFull ? 'Make room on its disk, then run the same command again.' : 'Remove it if no run is active in the folder, or choose another folder with --out.'}
    Cause: ${cause}`;
}

function readHolder(connection: Connection): string {
  try {
    const [holder] = readRows<[number, string]>(connection, 'SELECT pid, since FROM holder');
    if (holder !== undefined) return `process ${holder[0]} since ${holder[1]}`;
  } catch {
    // It is just writing its name.
  }
  return 'another process';
}
