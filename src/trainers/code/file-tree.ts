/** @file The few questions that finding code asks a file system, and hashes of files. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Paths are absolute. Nothing here throws: what cannot be read is not there. */
export interface FileTree {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names in a folder; none where there is no such folder. */
  names(folder: string): ReadonlySet<string>;
  /** Undefined where there is no such file. */
  read(path: string): Uint8Array | undefined;
}

/** Remembers what it has listed: made for one look, and then thrown away. */
export function diskTree(): FileTree {
  const listed = new Map<string, ReadonlySet<string>>();
  const names = (folder: string) => {
    const known = listed.get(folder) ?? namesOf(folder);
    listed.set(folder, known);
    return known;
  };
  const stateOf = (path: string) =>
    names(dirname(path)).has(basename(path)) ? statSync(path, { throwIfNoEntry: false }) : undefined;
  return {
    names,
    isFile: (path) => stateOf(path)?.isFile() === true,
    isFolder: (path) => stateOf(path)?.isDirectory() === true,
    read: (path) => {
      try {
        return readFileSync(path);
      } catch {
        return undefined;
      }
    },
  };
}

function namesOf(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set();
  }
}

/** Larger files enter by their size alone; `clients/python/surefoot/_trainer.py` does the same. */
export const LARGEST_HASHED_BYTES = 16 * 1024 * 1024;

/** Lower-case hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Of the bytes of a regular file; undefined where there is none, or it cannot be read. */
export function hashFile(path: string): string | undefined {
  try {
    const state = statSync(path);
    if (!state.isFile()) return undefined;
    if (state.size > LARGEST_HASHED_BYTES) return `${state.size} bytes`;
    return sha256(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Changes with every write to the file; undefined where there is none. */
export function stampOf(path: string): string | undefined {
  const state = statSync(path, { throwIfNoEntry: false, bigint: true });
  return state && `${state.mtimeNs} ${state.ctimeNs} ${state.size} ${state.ino}`;
}
