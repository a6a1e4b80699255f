/**
 * @file Opens a file that a command was to write, whatever it put there instead: only a regular file is read, opening it
 * never waits, and no more is read than anybody needs.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { noLoss } from './read-result.js';

/** Of a result that is read at once. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Calls `use` with the opened file; gives undefined where none is. Throws a TrainingFailure (`no-loss`) for what is no
 * regular file, a link to a device among others, and for one that cannot be read. `name` is what messages call it.
 */
export function withRegularFile<Value>(
  path: string,
  name: string,
  use: (file: number, size: number) => Value,
): Value | undefined {
  let file: number;
  try {
    // Without O_NONBLOCK a pipe that nobody writes to would stop this process for good.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw noLoss(`its ${name} cannot be read (${message})`);
  }
  try {
    const state = fstatSync(file);
    if (!state.isFile()) throw noLoss(`its ${name} is no regular file`);
    return use(file, state.size);
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file of at most 16 MiB. Throws as {@link withRegularFile} does, and for a larger one. */
export function readRegularFile(path: string, name: string): Buffer | undefined {
  return withRegularFile(path, name, (file, size) => {
    // One byte more than is allowed, and than the file says that it has: it may be growing.
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES) + 1);
    let read = 0;
    for (let more = -1; more !== 0 && read < bytes.length; read += more) {
      more = readSync(file, bytes, read, bytes.length - read, null);
    }
    if (size > MOST_BYTES || read > MOST_BYTES) throw noLoss(`its ${name} is larger than 16 MiB`);
    return bytes.subarray(0, read);
  });
}
