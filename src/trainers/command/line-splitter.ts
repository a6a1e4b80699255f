/** @file A stream of bytes as lines, in bounded memory. */

/** Longer lines are no message of anybody's; they come out as undefined. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** Calls `onLine` with the bytes of every line, without its end; undefined for one that is longer than 16 MiB. */
export class LineSplitter {
  readonly #onLine: (line: Buffer | undefined) => void;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(onLine: (line: Buffer | undefined) => void) {
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#finishLine();
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** The last line, when nothing ended it. */
  end(): void {
    if (this.#bytes > 0) this.#finishLine();
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes <= LONGEST_LINE_BYTES) this.#parts.push(part);
    else this.#parts = [];
  }

  #finishLine(): void {
    const isLong = this.#bytes > LONGEST_LINE_BYTES;
    const line = isLong ? undefined : this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    this.#onLine(line);
  }
}
