/**
 * @file Reads CSV that has no quotes, byte by byte: numbers straight from their digits, texts only where somebody asks for
 * them. Many times faster than a parser that knows every dialect, and gives the same.
 */
import { isGrouped, numberOf } from './table-file.js';

/** A row below the header, while it is the current one. Cells are trimmed. */
export interface CsvRow {
  /** What `Number` makes of a cell; NaN for an empty one. */
  number(position: number): number;
  text(position: number): string;
  /** What `isGrouped` says of the text. */
  isGrouped(position: number): boolean;
}

const [LINE_FEED, CARRIAGE_RETURN, QUOTE, SPACE, POINT] = [0x0a, 0x0d, 0x22, 0x20, 0x2e];
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether each line of the file is its cells and delimiters alone: without quotes, with line ends of one kind, in UTF-8. */
export function isPlain(bytes: Buffer, delimiter: string): boolean {
  const code = delimiter.charCodeAt(0);
  if (delimiter.length !== 1 || code >= 0x80 || [LINE_FEED, CARRIAGE_RETURN, QUOTE].includes(code)) return false;
  if (bytes.includes(QUOTE) || bytes[0] === 0xfe || bytes[0] === 0xff) return false;
  if (!bytes.includes(CARRIAGE_RETURN)) return true;
  for (let place = bytes.indexOf(LINE_FEED); place >= 0; place = bytes.indexOf(LINE_FEED, place + 1)) {
    if (bytes[place - 1] !== CARRIAGE_RETURN) return false;
  }
  for (let place = bytes.indexOf(CARRIAGE_RETURN); place >= 0; place = bytes.indexOf(CARRIAGE_RETURN, place + 1)) {
    if (bytes[place + 1] !== LINE_FEED) return false;
  }
  return true;
}

/**
 * Calls back with every row of a plain file below its header, `width` cells each. False where a line has more or fewer: then
 * rows were given out up to there.
 */
export function forEachPlainRow(bytes: Buffer, delimiter: string, width: number, take: (row: CsvRow) => void): boolean {
  const row = new PlainRow(bytes, width);
  const divider = delimiter.charCodeAt(0);
  let isHeader = true;
  let next = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  while (next < bytes.length) {
    next = row.readLine(next, divider);
    if (row.isBlank) continue;
    if (row.found !== width) return false;
    if (!isHeader) take(row);
    isHeader = false;
  }
  return true;
}

/** Digits that are whole numbers below this are exact, and so are powers of ten up to the 22nd. */
const EXACT = 2 ** 53;
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

class PlainRow implements CsvRow {
  readonly #bytes: Buffer;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Cells of the current line, as far as there is room for them. */
  found = 0;

  constructor(bytes: Buffer, width: number) {
    this.#bytes = bytes;
    // One more, to see that a line is too long.
    this.#starts = new Int32Array(width + 1);
    this.#ends = new Int32Array(width + 1);
  }

  /** The line that begins at `start`; gives where the next one begins. */
  readLine(start: number, divider: number): number {
    const [bytes, starts, ends] = [this.#bytes, this.#starts, this.#ends];
    const most = starts.length;
    let count = 0;
    let place = start;
    starts[0] = start;
    for (; place < bytes.length; place++) {
      const byte = bytes[place];
      if (byte === LINE_FEED) break;
      if (byte !== divider || count === most - 1) continue;
      ends[count] = place;
      count++;
      starts[count] = place + 1;
    }
    ends[count] = place;
    this.found = count + 1;
    return place + 1;
  }

  /** A line of white space alone. */
  get isBlank(): boolean {
    return this.found === 1 && this.text(0) === '';
  }

  text(position: number): string {
    const bytes = this.#bytes;
    let [start, end] = [this.#starts[position] as number, this.#ends[position] as number];
    while (start < end && isWhite(bytes[start] as number)) start++;
    while (end > start && isWhite(bytes[end - 1] as number)) end--;
    const text = bytes.toString('utf8', start, end);
    // White space beyond ASCII.
    return end > start && ((bytes[start] as number) >= 0x80 || (bytes[end - 1] as number) >= 0x80) ? text.trim() : text;
  }

  number(position: number): number {
    const bytes = this.#bytes;
    const end = this.#ends[position] as number;
    let place = this.#starts[position] as number;
    const isNegative = bytes[place] === 0x2d;
    if (isNegative) place++;
    let digits = 0;
    let fraction = -1;
    let whole = 0;
    for (; place < end; place++) {
      const byte = bytes[place] as number;
      if (byte >= 0x30 && byte <= 0x39) {
        whole = whole * 10 + (byte - 0x30);
        digits++;
        if (fraction >= 0) fraction++;
      } else if (byte === 0x2e && fraction < 0) {
        fraction = 0;
      } else {
        return this.#rareNumber(position);
      }
    }
    // One division of exact numbers is rounded once: what it gives is the number nearest to the text.
    if (digits === 0 || whole >= EXACT || fraction > 22) return this.#rareNumber(position);
    const size = fraction > 0 ? whole / (POWERS[fraction] as number) : whole;
    return isNegative ? -size : size;
  }

  isGrouped(position: number): boolean {
    const end = this.#ends[position] as number;
    // One byte tells of most cells; white space behind them hides it.
    const [mark, last] = [this.#bytes[end - 4] as number, this.#bytes[end - 1] as number];
    return (mark === POINT || isWhite(last)) && isGrouped(this.text(position));
  }

  /** Of every other form: exponents, many digits, white space around it, words. */
  #rareNumber(position: number): number {
    return numberOf(this.text(position));
  }
}

function isWhite(byte: number): boolean {
  return byte === SPACE || (byte >= 0x09 && byte <= 0x0d);
}
