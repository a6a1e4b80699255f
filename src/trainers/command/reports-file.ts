/**
 * @file What a one-shot command reports on its way: a file that it appends a line to after each epoch, with the loss and
 * nothing else. Read while the command runs, so that a hopeless trial can be ended, and once more after its end.
 */
import { readSync } from 'node:fs';
import type { TrainingContext } from '../../core/index.js';
import { LineSplitter } from './line-splitter.js';
import { parseNumber } from './parse-json.js';
import { noLoss } from './read-result.js';
import { withRegularFile } from './regular-file.js';

const POLL_EVERY_MS = 100;
const CHUNK_BYTES = 65_536;
/** Read at a time, so that a program that writes without end leaves time for its limits. */
const MOST_BYTES_AT_ONCE = 1024 * 1024;
/** More than any training has to report. */
const MOST_BYTES = 4 * 1024 * 1024;

export class ReportsFile {
  readonly #path: string;
  readonly #lines: LineSplitter;
  #offset = 0;
  /** What ended the reading: a report that ends the trial, or a file that cannot be read. */
  #stop: { readonly error: unknown } | undefined;

  /** Gives each loss to `report`; a line that is no number is a loss that nobody knows (NaN). */
  constructor(path: string, report: TrainingContext['report']) {
    this.#path = path;
    this.#lines = new LineSplitter((line) => {
      const text = line.toString('utf8');
      if (text.trim() === '' || this.#stop !== undefined) return;
      try {
        report(parseNumber(text) ?? Number.NaN);
      } catch (error) {
        this.#stop = { error };
      }
    });
  }

  /** Calls `onStop` once, when the reports end the trial; the returned function ends the watch. */
  watch(onStop: () => void): () => void {
    const timer = setInterval(() => {
      this.#readSome();
      if (this.#stop === undefined) return;
      clearInterval(timer);
      onStop();
    }, POLL_EVERY_MS);
    return () => clearInterval(timer);
  }

  /**
   * After the command has ended: reads what is left, its last line without an end only where nobody cut it off, and throws
   * what ended the trial, whenever that was.
   */
  finish(isWhole: boolean): void {
    while (this.#stop === undefined && this.#readSome()) {}
    if (isWhole) this.#lines.end();
    if (this.#stop !== undefined) throw this.#stop.error;
  }

  /** Reads up to a limit; false when there is nothing more for now. */
  #readSome(): boolean {
    try {
      return this.#readChunks();
    } catch (error) {
      this.#stop ??= { error };
      return false;
    }
  }

  #readChunks(): boolean {
    const isMore = withRegularFile(this.#path, 'file of reports', (file) => {
      for (let read = 0; read < MOST_BYTES_AT_ONCE && this.#stop === undefined; ) {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        const bytes = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset);
        if (bytes === 0) return false;
        read += bytes;
        this.#offset += bytes;
        if (this.#offset > MOST_BYTES) throw noLoss('its file of reports is larger than 4 MiB');
        this.#lines.add(chunk.subarray(0, bytes));
      }
      return true;
    });
    return isMore ?? false;
  }
}
