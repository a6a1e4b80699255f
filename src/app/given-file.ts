/** @file Reads and writes files that a user named: regular ones of a sane size, or it says at once what stands in the way. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { fileKind, InputError } from '../core/index.js';
import { formatBytes } from '../report/index.js';

/** Why a file is not read, as the end of a sentence: `it is a pipe, and no file`. */
export class FileNotRead extends Error {
  readonly isFolder: boolean;

  constructor(why: string, isFolder = false, cause?: unknown) {
    super(why, { cause });
    this.isFolder = isFolder;
  }
}

/** Its bytes, at most `mostBytes`. Throws a {@link FileNotRead}, and waits for nobody. */
export function readGivenFile(path: string, mostBytes: number): Buffer {
  const file = open(path);
  try {
    const state = fstatSync(file);
    if (!state.isFile()) throw new FileNotRead(`it is ${fileKind(state)}, and no file`, state.isDirectory());
    if (state.size > mostBytes) throw tooLarge(`it has ${formatBytes(state.size)}`, mostBytes);
    return readWhole(file, state.size, mostBytes);
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    // Without O_NONBLOCK a pipe that nobody writes to would stop this process for good.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EACCES: 'this user may not read it', ENXIO: 'it is a socket' }[code];
    throw new FileNotRead(why ?? `the system refuses it (${code})`, false, cause);
  }
}

/** Files of the kernel have no size, and others may be growing. */
function readWhole(file: number, size: number, mostBytes: number): Buffer {
  const pieces: Buffer[] = [];
  let total = 0;
  for (;;) {
    const piece = Buffer.alloc(Math.max(size + 1 - total, 64 * 1024));
    const read = readSync(file, piece, 0, piece.length, null);
    if (read === 0) return Buffer.concat(pieces, total);
    total += read;
    if (total > mostBytes) throw tooLarge('it is larger', mostBytes);
    pieces.push(piece.subarray(0, read));
  }
}

function tooLarge(what: string, mostBytes: number): FileNotRead {
  return new FileNotRead(`${what}, and at most ${formatBytes(mostBytes)} are read`);
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
    const why = {
      ENOENT: 'its folder is not there',
      ENOTDIR: 'what should be its folder is a file',
      EISDIR: 'it is a folder',
      EACCES: 'this user may not write it',
      ENOSPC: 'the disk is full',
    }[code];
    throw notWritable(path, why ?? `the system refuses it (${code})`, 'Correct the path, or make room there.', cause);
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

function notWritable(path: string, why: string, fix: string, cause?: unknown): InputError {
  return new InputError({
    code: 'file-not-writable',
    what: `${path} cannot be written: ${why}.`,
    allowed: 'a file in a folder that is there, and that this user may write',
    fix,
    cause,
  });
}
