/** @file The end of a stream of bytes, kept in bounded memory: what a process printed last. */
import { joinArrays } from './collections.js';

/** How much of what a process printed is kept. */
const KEPT_BYTES = 64 * 1024;

/** Keeps the last 64 KiB of what is added. */
export class ByteTail {
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes - (this.#chunks[0]?.length ?? 0) >= KEPT_BYTES) {
      this.#bytes -= this.#chunks.shift()?.length ?? 0;
    }
  }

  clear(): void {
    this.#chunks = [];
    this.#bytes = 0;
  }

  /** At most 64 KiB; bytes that are no UTF-8 come out as U+FFFD. */
  text(): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      joinArrays(Uint8Array, this.#chunks).subarray(-KEPT_BYTES),
    );
  }

  /** The last `count` lines that are not empty. */
  lastLines(count: number): string {
    return lastLines(this.text(), count);
  }
}

/** The last `count` lines of a text that are not empty. */
export function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}
