/** @file Bytes in pieces: joined, and the end of a stream kept in bounded memory, which is what a process printed last. */

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
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(joinBytes(this.#chunks).subarray(-KEPT_BYTES));
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

export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((bytes, { length }) => bytes + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
