/**
 * @file Opens a file of a trial for reading, whatever a trainer or somebody else has put under its name: no link is followed, no pipe
 * is waited for, and nothing is read but a regular file.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Windows has neither of the last two. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What is read of an open file. */
export interface OpenFile {
  /** Piece by piece; the file stays open. */
  pieces(): AsyncIterable<Uint8Array>;
  readFile(): Promise<Uint8Array>;
}

/** What `use` gives; undefined where there is no regular file of at most `mostBytes`, or it cannot be read. */
export async function withRegularFile<Answer>(
  path: string,
  mostBytes: number,
  use: (file: OpenFile) => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    const file = await open(path, READ);
    try {
      const found = await file.stat();
      if (!found.isFile() || found.size > mostBytes) return undefined;
      return await use({
        pieces: () => file.createReadStream({ autoClose: false }),
        readFile: () => file.readFile(),
      });
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** The content of a regular file of at most `mostBytes`; undefined where there is none, or it cannot be read. */
export function readRegularFile(path: string, mostBytes: number): Uint8Array | undefined {
  try {
    const file = openSync(path, READ);
    try {
      const found = fstatSync(file);
      return found.isFile() && found.size <= mostBytes ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
