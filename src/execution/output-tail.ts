/** @file The end of what a process printed, kept for messages. */
import type { Readable } from 'node:stream';

const KEPT_BYTES = 64 * 1024;

/** Reads streams to their end and keeps the last 64 KiB of them together. */
export class OutputTail {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(...streams: readonly (Readable | null)[]) {
    for (const stream of streams) stream?.on('data', (chunk: Buffer) => this.#add(chunk));
  }

  /** The last `lines` lines that are not empty. */
  lastLines(lines: number): string {
    return Buffer.concat(this.#chunks)
      .subarray(-KEPT_BYTES)
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-lines)
      .join('\n');
  }

  #add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes - (this.#chunks[0]?.length ?? 0) >= KEPT_BYTES) {
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
    }
  }
}
