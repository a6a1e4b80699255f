/**
 * @file Reads a log that a killed run left with its WAL or a journal beside it: from a copy in the temporary folder, because SQLite would write
 * beside the log itself, and fold away what has not been looked at yet.
 */
import { constants, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type RunError, runError } from '../../core/index.js';
import { connect, prepareStatement } from './log-connection.js';
import { makeProcessFolder } from './process-folder.js';

const ATTEMPTS = 5;
/** The main file, its WAL, and the journal of a transaction that never ended. */
const ENDINGS = ['', '-wal', '-journal'];

/** Gives `read` the path of a copy of the log with its WAL, of one moment, and removes it afterwards. */
export function withStillCopy<T>(path: string, read: (copy: string) => T): T {
  return withCopy((copy) => {
    for (let attempt = 1; ; attempt++) {
      const before = stampOf(path);
      for (const ending of ENDINGS) {
        rmSync(`${copy}${ending}`, { force: true });
        if (existsSync(`${path}${ending}`))
          copyFileSync(`${path}${ending}`, `${copy}${ending}`, constants.COPYFILE_FICLONE);
      }
      if (stampOf(path) === before) return;
      if (attempt === ATTEMPTS) throw changing(path);
    }
  }, read);
}

/** Likewise of a log that somebody writes; what lies in its WAL is in the copy's main file. */
export function withVacuumedCopy<T>(path: string, read: (copy: string) => T): T {
  return withCopy((copy) => {
    const connection = connect(path, 'ro');
    try {
      prepareStatement(connection, 'VACUUM INTO ?').run(copy);
    } finally {
      connection.close();
    }
  }, read);
}

/** In a folder of its own, which goes when `read` is done. */
function withCopy<T>(make: (copy: string) => void, read: (copy: string) => T): T {
  const folder = makeProcessFolder('log');
  try {
    const copy = join(folder, 'log.sqlite');
    make(copy);
    return read(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stampOf(path: string): string {
  return ENDINGS.map((ending) => statSync(`${path}${ending}`, { throwIfNoEntry: false, bigint: true }))
    .map((found) => (found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeNs}`))
    .join(', ');
}

function changing(path: string): RunError {
  return runError`log-changing: The log ${path} changes while it is read, but no run holds its folder.
    Fix: Wait until the program that copies or writes the file has ended, then run the same command again.`;
}
