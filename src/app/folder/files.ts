/** @file Tells files of Surefoot from files of others, and makes folders. */
import fs, {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError, inputError, readRegularFile } from '../../core/index.js';

/** The names that are taken in the folder, of those given. */
export function foreignNames(folder: string, names: readonly string[]): readonly string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return names.filter((name) => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined);
}

/** Throws an InputError (`foreign-files`) where names are taken by what Surefoot did not make; `option` chose the folder. */
export function refuseForeign(folder: string, names: readonly string[], option = '--out'): void {
  if (names.length === 0) return;
  throw inputError`foreign-files: ${folder} holds files that Surefoot did not make and would overwrite: ${names.join(', ')}.
    Allowed: a new folder, an empty one, the folder of a run, or one without files of these names
    Fix: Choose another folder with ${option}, or move these files away.`;
}

/**
 * The folder, made with its parents where it is missing (one by one: some file systems never answer otherwise). Gives the
 * folders that were made, innermost first; `mode` is that of the innermost; `option` chose it.
 * @throws InputError when it cannot be made or written to; nothing is left of it then.
 */
export function makeFolder(folder: string, mode?: number, option = '--out'): readonly string[] {
  const absolute = resolve(folder);
  try {
    const made: string[] = [];
    if (!existsSync(absolute)) {
      made.push(...makeFolder(dirname(absolute), undefined, option));
      mkdirSync(absolute, mode);
      made.unshift(absolute);
    }
    if (!statSync(absolute).isDirectory()) throw new Error('it is a file');
    accessSync(absolute, constants.W_OK);
    return made;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw inputError`folder-unusable: The folder ${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.
      Allowed: a folder that exists or can be made, and that can be written to
      Fix: Choose another folder with ${option}.
      Cause: ${cause}`;
  }
}

/** Makes sure that the folder can be made and written to, and leaves everything as it was. @throws InputError */
export function probeFolder(folder: string, option?: string): void {
  for (const made of makeFolder(folder, undefined, option)) rmdirSync(made);
}

/** Lists what Surefoot made in a folder that has no log, one name a line. */
const MANIFEST = '.surefoot-files';

/** The names that the folder does not list as made by Surefoot, of those given. */
export function unlisted(folder: string, names: readonly string[]): readonly string[] {
  const listed = listedIn(folder);
  return names.filter((name) => !listed.includes(name));
}

function listedIn(folder: string): string[] {
  const manifest = join(folder, MANIFEST);
  return existsSync(manifest) ? readFileSync(manifest, 'utf8').trimEnd().split('\n') : [];
}

/** Lists them beside what is listed, so that they may be overwritten the next time. */
export function listOwnFiles(folder: string, names: readonly string[]): void {
  if (unlisted(folder, names).length === 0) return;
  writeFileSync(join(folder, MANIFEST), `${[...new Set([...listedIn(folder), ...names])].join('\n')}\n`);
}

/** Its bytes, at most `mostBytes`. Throws a FileNotRead, and does not wait for other processes. */
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
