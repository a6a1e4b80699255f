/**
 * @file Says what stands under a path, and opens a file under whose name a trainer, another user or a mistake may have put
 * anything: nothing is read but a regular file of a bearable size, and nobody's pipe is waited for. The calls are handed in, since this room has no effects of its own.
 */
import { joinArrays } from './collections.js';

/** What is used of the file system; `node:fs` is one. */
interface FileCalls {
  readonly constants: { readonly O_RDONLY: number; readonly O_NONBLOCK?: number; readonly O_NOFOLLOW?: number };
  openSync(path: string, flags: number): number;
  fstatSync(file: number): FileState & { readonly size: number };
  readSync(file: number, into: Uint8Array, offset: number, length: number, position: null): number;
  closeSync(file: number): void;
}

interface FileLimits {
  readonly mostBytes: number;
  /** Whether a link is followed; without, it is refused. */
  readonly followsLinks: boolean;
}

/** Why a file is not read, as the end of a sentence: `it is a pipe, and no file`. */
export class FileNotRead extends Error {
  readonly isMissing: boolean;
  readonly isFolder: boolean;

  constructor(why: string, { isMissing = false, isFolder = false, cause }: Partial<FileNotRead> = {}) {
    super(why, { cause });
    this.isMissing = isMissing;
    this.isFolder = isFolder;
  }
}

/** The opened file, which the caller closes, and its size in bytes, which may be growing. Throws a {@link FileNotRead}. */
export function openRegularFile(calls: FileCalls, path: string, limits: FileLimits) {
  const file = open(calls, path, limits);
  try {
    const state = calls.fstatSync(file);
    const isFolder = state.isDirectory();
    if (!state.isFile()) throw new FileNotRead(`it is ${fileKind(state)}, not a file`, { isFolder });
    if (state.size > limits.mostBytes) throw tooLarge(limits);
    return { file, size: state.size };
  } catch (error) {
    calls.closeSync(file);
    throw error;
  }
}

/** All of its bytes. Throws a {@link FileNotRead}, also for a file that grows beyond the limit meanwhile. */
export function readRegularFile(calls: FileCalls, path: string, limits: FileLimits): Uint8Array<ArrayBuffer> {
  const { file, size } = openRegularFile(calls, path, limits);
  try {
    const pieces: Uint8Array[] = [];
    let total = 0;
    // Files of the kernel have no size.
    for (;;) {
      const piece = new Uint8Array(Math.max(size + 1 - total, SMALLEST_PIECE));
      const read = calls.readSync(file, piece, 0, piece.length, null);
      if (read === 0) return joinArrays(Uint8Array, pieces);
      total += read;
      if (total > limits.mostBytes) throw tooLarge(limits);
      pieces.push(piece.subarray(0, read));
    }
  } finally {
    calls.closeSync(file);
  }
}

const SMALLEST_PIECE = 64 * 1024;

function open(calls: FileCalls, path: string, { followsLinks }: FileLimits): number {
  // Windows has neither. Without O_NONBLOCK a pipe that nobody writes to would stop this process for good.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = calls.constants;
  try {
    return calls.openSync(path, O_RDONLY | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW));
  } catch (cause) {
    const code = String((cause as { code?: unknown }).code);
    throw new FileNotRead(WHY[code] ?? `the system refuses it (${code})`, { isMissing: code === 'ENOENT', cause });
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  ENXIO: 'it is a socket, not a file',
};

function tooLarge({ mostBytes }: FileLimits): FileNotRead {
  return new FileNotRead(`it is larger than ${mostBytes / 2 ** 20} MiB`);
}

/** What the file system says of it; the `Stats` of Node are one. */
interface FileState {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/** @example fileKind(statSync('/dev/zero')) // 'a device' */
export function fileKind(state: FileState): 'a file' | 'a folder' | 'a pipe' | 'a socket' | 'a device' {
  if (state.isFile()) return 'a file';
  if (state.isDirectory()) return 'a folder';
  if (state.isFIFO()) return 'a pipe';
  return state.isSocket() ? 'a socket' : 'a device';
}
