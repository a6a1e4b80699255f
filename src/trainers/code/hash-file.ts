/** @file A file's content as a hash, and what shows without reading it that the content may be another one. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { tokensHash } from './tokens/tokens-hash.js';

/** Larger files enter by their size alone; `clients/python/surefoot/_trainer.py` does the same. */
export const LARGEST_HASHED_BYTES = 16 * 1024 * 1024;

/** Lower-case hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What a file holds. */
export interface FileContent {
  /** Of its bytes. */
  readonly hash: string;
  /** Of its tokens, where comments and formatting can be told from the rest. */
  readonly tokens: string | undefined;
}

/** Of a regular file; undefined where there is none, or it cannot be read. */
export function contentOf(path: string): FileContent | undefined {
  try {
    const state = statSync(path);
    if (!state.isFile()) return undefined;
    if (state.size > LARGEST_HASHED_BYTES) return { hash: `${state.size} bytes`, tokens: undefined };
    const bytes = readFileSync(path);
    return { hash: sha256(bytes), tokens: tokensHash(path, bytes) };
  } catch {
    return undefined;
  }
}

/** Of the bytes alone. */
export function hashFile(path: string): string | undefined {
  return contentOf(path)?.hash;
}

/** Changes with every write to the file; undefined where there is none. */
export function stampOf(path: string): string | undefined {
  const state = statSync(path, { throwIfNoEntry: false, bigint: true });
  return state && `${state.mtimeNs} ${state.ctimeNs} ${state.size} ${state.ino}`;
}
