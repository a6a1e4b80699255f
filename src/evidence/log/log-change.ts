/**
 * @file Tells from outside whether a log was written to. No connection is held for it: one that reads keeps the writer from
 * leaving a single file behind in the end. Nor is the file opened: closing it would give away this process's own locks on it.
 */
import { statSync } from 'node:fs';
import { openingError } from './log-errors.js';
import { snapshotOf } from './snapshot-file.js';

/** Times of files are of some milliseconds' precision: what is so new may change once more without another time. */
const PRECISION_MS = 50;

export class LogChange {
  readonly #paths: readonly string[];
  #seen: string | undefined;

  constructor(path: string) {
    this.#paths = [path, `${path}-wal`, snapshotOf(path)];
  }

  /** Whether it may hold more than when this was asked last; true the first time. Throws an InputError (`log-unreadable`). */
  isNews(): boolean {
    const found = this.#paths.map((path) => this.#stateOf(path));
    const seen = found.map((file) => (file ? `${file.ino} ${file.size} ${file.mtimeNs}` : '')).join(', ');
    const isSame = seen === this.#seen;
    const newest = Math.max(...found.map((file) => Number(file?.mtimeMs ?? 0)));
    this.#seen = Date.now() - newest < PRECISION_MS ? undefined : seen;
    return !isSame;
  }

  #stateOf(path: string) {
    try {
      return statSync(path, { throwIfNoEntry: false, bigint: true });
    } catch (error) {
      throw openingError(path, error);
    }
  }
}
