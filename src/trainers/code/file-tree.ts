/** @file The few questions that finding code asks a file system. */
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
