/** @file Whether there is a log file, what its first bytes say before any connection is made to it, and whether its WAL lies beside it. */
import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { fileKind } from '../../core/index.js';
import { notALog, openingError } from './log-errors.js';
import { type FileMark, LOG_APPLICATION_ID, readMark } from './log-schema.js';

export interface LogFileState extends FileMark {
  /**
   * The main file says that it is open, and no WAL with anything in it lies beside: a copy of the main file alone, made while a run had it
   * open.
   */
  readonly lacksWal: boolean;
  /** SQLite reads it together with its WAL. */
  readonly usesWal: boolean;
  readonly isLog: boolean;
}

/**
 * Throws an InputError: `log-unreadable` where that cannot be told, since its folder is closed to this user or its links lead to themselves;
 * `not-a-log` for what is no file, such as a pipe, for which a reader would wait for ever.
 */
export function isLogThere(path: string): boolean {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw openingError(path, error);
  }
  if (found === undefined || found.isFile()) return found !== undefined;
  throw notALog(path, `it is ${fileKind(found)}, not a file`);
}

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** Whether a file is a log, whatever its name. */
export function isLog(path: string): boolean {
  return readFileState(path)?.isLog === true;
}

/** Undefined for a file that is no SQLite file. Not for a file that this process writes: closing it would give its locks away. */
export function readFileState(path: string): LogFileState | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  } finally {
    closeSync(descriptor);
  }
  if (header.toString('latin1', 0, 16) !== MAGIC) return undefined;
  const mark = readMark(header.readUInt32BE(60));
  const usesWal = header[18] === 2;
  const walBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return {
    ...mark,
    lacksWal: mark.isOpen && usesWal && walBytes === 0,
    usesWal,
    isLog: header.readUInt32BE(68) === LOG_APPLICATION_ID,
  };
}
