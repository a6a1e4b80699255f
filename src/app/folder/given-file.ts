/** @file Reads and writes files that a user named: regular ones of a sane size, or it says at once what stands in the way. */
import fs, { statSync, writeFileSync } from 'node:fs';
import { type InputError, inputError, readRegularFile } from '../../core/index.js';

/** Its bytes, at most `mostBytes`. Throws a FileNotRead, and waits for nobody. */
export function readGivenFile(path: string, mostBytes: number): Buffer {
  const { buffer, byteOffset, length } = readRegularFile(fs, path, { mostBytes, followsLinks: true });
  return Buffer.from(buffer, byteOffset, length);
}

/**
 * Writes what a command was asked for. `sources`: files that it was made from.
 * @throws InputError for one of these, and for a place that cannot be written to.
 */
export function writeGivenFile(path: string, content: string | Uint8Array, sources: readonly string[] = []): void {
  if (sources.some((one) => isSameFile(one, path))) {
    throw notWritable(path, 'the command reads it', 'Name another file.');
  }
  try {
    writeFileSync(path, content);
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw notWritable(path, refusalWords(code), 'Correct the path, or make room there.', cause);
  }
}

/** Why the system writes no file, by its code. */
export function refusalWords(code: string): string {
  const why = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is a file',
    EISDIR: 'it is a folder',
    EACCES: 'this user may not write to it',
    EROFS: 'nothing can be written there',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota of this user is used up',
    EFBIG: 'it would be larger than a file may be',
  }[code];
  return why ?? `the system refuses it (${code})`;
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

function notWritable(path: string, why: string, fix: string, cause?: unknown): InputError {
  return inputError`file-not-writable: ${path} cannot be written: ${why}.
    Allowed: a file in an existing folder that this user may write to
    Fix: ${fix}
    Cause: ${cause}`;
}
