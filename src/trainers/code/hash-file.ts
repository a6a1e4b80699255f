/** @file A file's content as a hash, and what shows without reading it that the content may be another one. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

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
