/** @file A stream of bytes as lines, in bounded memory. */

const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** Gets the bytes of a line without its end; of a longer one than 16 MiB its beginning, and `isWhole` is false. */
type TakeLine = (line: Buffer, isWhole: boolean) => void;

export class LineSplitter {
  readonly #onLine: TakeLine;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(onLine: TakeLine) {
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
    if (this.#bytes <= LONGEST_LINE_BYTES || this.#parts.length === 0) this.#parts.push(part);
    else this.#parts.splice(1);
  }

  #finishLine(): void {
    const isWhole = this.#bytes <= LONGEST_LINE_BYTES;
    const [first = Buffer.alloc(0), ...rest] = this.#parts;
    this.#parts = [];
    this.#bytes = 0;
    this.#onLine(rest.length === 0 ? first : Buffer.concat([first, ...rest]), isWhole);
  }
}
