/**
 * @file What a one-shot command reports on its way: a file that it appends a line to after each epoch, with the loss and
 * nothing else. Read while the command runs, so that a hopeless trial can be ended, and once more after its end.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { TrainingContext } from '../../core/index.js';
import { LineSplitter } from './line-splitter.js';
import { parseNumber } from './read-result.js';

const POLL_EVERY_MS = 100;
const CHUNK_BYTES = 65_536;

export class ReportsFile {
  readonly #path: string;
  readonly #lines: LineSplitter;
  #offset = 0;
  #stop: { readonly error: unknown } | undefined;

  /** Gives each loss to `report`; a line that is no number is a loss that nobody knows (NaN). */
  constructor(path: string, report: TrainingContext['report']) {
    this.#path = path;
    this.#lines = new LineSplitter((line) => {
      const text = line?.toString('utf8') ?? '';
      if (text.trim() === '' || this.#stop !== undefined) return;
      try {
        report(parseNumber(text) ?? Number.NaN);
      } catch (error) {
        this.#stop = { error };
      }
    });
  }

  /** Calls `onStop` once, when `report` has thrown; the returned function ends the watch. */
  watch(onStop: () => void): () => void {
    const timer = setInterval(() => {
      this.#readNew();
      if (this.#stop === undefined) return;
      clearInterval(timer);
      onStop();
    }, POLL_EVERY_MS);
    return () => clearInterval(timer);
  }

  /** After the command has ended: reads what is left, and throws what `report` threw, whenever that was. */
  finish(): void {
    this.#readNew();
    this.#lines.end();
    if (this.#stop !== undefined) throw this.#stop.error;
  }

  #readNew(): void {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch {
      return;
    }
    try {
      for (;;) {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        const bytes = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset);
        if (bytes === 0) return;
        this.#offset += bytes;
        this.#lines.add(chunk.subarray(0, bytes));
      }
    } finally {
      closeSync(file);
    }
  }
}
