/**
 * @file One process at a time per run folder. The lock is one that the operating system holds on an open file, taken
 * through SQLite; it goes with its process, so a killed run never blocks its own resume, and no process id is ever taken
 * for a living one by mistake.
 */
import { join } from 'node:path';
import { InputError } from '../core/index.js';
import { type Connection, connect, isBusy, readRows } from './log-file.js';

export interface RunLock {
  /** Gives the folder free; calling it again does nothing. */
  release(): void;
}

/** Stays in the folder after the run: removing it would let a third process lock another file of the same name. */
export const LOCK_FILE = '.lock';

/** Outlasts somebody who is reading who holds the lock. */
const PATIENCE_MS = 250;

/**
 * Takes the existing folder for this process. Throws an InputError (`run-locked`) naming the process id when another
 * process, or this one, has it.
 */
export function lockRun(folder: string): RunLock {
  const connection = connect(join(folder, LOCK_FILE), 'rwc', PATIENCE_MS);
  try {
    // The holder's name is committed first and the lock taken again, so that others can read who it is.
    connection.exec('BEGIN IMMEDIATE');
    connection.exec('CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY, pid INTEGER, since TEXT)');
    connection
      .prepare('INSERT OR REPLACE INTO holder (id, pid, since) VALUES (1, ?, ?)')
      .run([process.pid, new Date().toISOString()]);
    connection.exec('COMMIT');
    connection.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const refusal = isBusy(error) ? runLocked(folder, connection) : error;
    connection.close();
    throw refusal;
  }
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}

function runLocked(folder: string, connection: Connection): InputError {
  const holder = readHolder(connection);
  return new InputError({
    code: 'run-locked',
    what: `The run in ${folder} is being worked on by ${holder}.`,
    allowed: 'one process at a time per run folder',
    fix: 'Wait for it, stop it with Ctrl-C, or choose another folder with --out.',
  });
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
