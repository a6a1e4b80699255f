/** @file Reads a file that a command was to write, whatever it put there instead. */
import fs from 'node:fs';
import { FileNotRead, readRegularFile } from '../../core/index.js';
import { noLoss } from './read-result.js';

/** Of a result that is read at once. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Its bytes; undefined where there is none. Throws a TrainingFailure (`no-loss`) for what is no regular file, a link to a device among
 * others, for one that is larger, and for one that cannot be read. `name` is what messages call it.
 */
export function readWrittenFile(path: string, name: string, mostBytes = MOST_BYTES): Buffer | undefined {
  try {
    const { buffer, byteOffset, length } = readRegularFile(fs, path, { mostBytes, followsLinks: true });
    return Buffer.from(buffer, byteOffset, length);
  } catch (error) {
    if (!(error instanceof FileNotRead)) throw error;
    if (error.isMissing) return undefined;
    throw noLoss(`its ${name} cannot be read: ${error.message}`);
  }
}
