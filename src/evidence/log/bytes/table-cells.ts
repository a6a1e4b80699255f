/**
 * @file Rows of tables, read from the bytes of their pages: by walking from a root, or from every page that looks like a leaf of a
 * table, whatever became of the pages above it. Format: https://sqlite.org/fileformat2.html#b_tree_pages
 */
import type { PageImage } from './page-image.js';

/** Text and blobs are bytes; integers beyond 2^53 lose their last bits. */
export type CellValue = null | number | Buffer;

export interface TableRow {
  readonly rowid: number;
  readonly values: readonly CellValue[];
}

const LEAF = 0x0d;
const INTERIOR = 0x05;
/** The first page begins with the header of the file. */
const FILE_HEADER_BYTES = 100;
/** No row of a log has so many columns; what says so is none. */
const MOST_COLUMNS = 64;

/** The rows of the table with this root, in order; what cannot be read is passed over, and counted by `onBroken`. */
export function* walkTable(image: PageImage, root: number, onBroken: () => void = () => {}): Generator<TableRow> {
  const seen = new Set<number>();
  const stack = [root];
  while (stack.length > 0) {
    const number = stack.pop() as number;
    const page = seen.has(number) ? undefined : image.page(number);
    seen.add(number);
    const start = number === 1 ? FILE_HEADER_BYTES : 0;
    const type = page?.[start];
    if (page === undefined || (type !== LEAF && type !== INTERIOR)) {
      onBroken();
    } else if (type === LEAF) {
      yield* leafRows(image, page, start, onBroken);
    } else {
      const children = cellPlaces(page, start, 12).map((place) => readUInt32(page, place));
      children.push(readUInt32(page, start + 8));
      stack.push(...children.reverse());
    }
  }
}

/**
 * Whatever could be a row in any version of any page, whether its page says that it is there or not: most of it is none, so that rows need
 * a checksum of their own. Only rows whose first column is their number (stored as NULL) are found.
 */
export function* carveRows(image: PageImage): Generator<TableRow> {
  for (const page of image.versions()) {
    for (let header = page.indexOf(0); header > 0; header = page.indexOf(0, header + 1)) {
      // The header of a record: its length, and the type NULL.
      const length = page[header - 1] as number;
      if (length < 3 || length > MOST_COLUMNS) continue;
      for (const place of cellsBefore(page, header - 1)) {
        const row = readCell(image, page, place);
        if (row !== undefined) yield row;
      }
    }
  }
}

/** A row of a log is no longer than what so many bytes of a varint can tell. */
const MOST_SIZE_BYTES = 5;

/**
 * Where a cell may begin whose record begins at `record`: before it stand its size and its number, each a varint of which only the last
 * byte is below 128. Where the size begins cannot be told from what lies before it.
 */
function* cellsBefore(page: Buffer, record: number): Generator<number> {
  const isLast = (place: number): boolean => place >= 0 && (page[place] as number) < 0x80;
  let number = record - 1;
  if (!isLast(number)) return;
  while (number > 0 && !isLast(number - 1)) number--;
  if (!isLast(number - 1)) return;
  for (let start = number - 1; start >= 0 && number - start <= MOST_SIZE_BYTES; start--) {
    yield start;
    if (isLast(start - 1)) return;
  }
}

function* leafRows(
  image: PageImage,
  page: Buffer,
  start: number,
  onBroken: () => void = () => {},
): Generator<TableRow> {
  for (const place of cellPlaces(page, start, 8)) {
    const row = readCell(image, page, place);
    if (row === undefined) onBroken();
    else yield row;
  }
}

/** Where cells begin, as the page says itself; nonsense is left out. */
function cellPlaces(page: Buffer, start: number, headerBytes: number): number[] {
  const room = Math.floor((page.length - start - headerBytes) / 2);
  const count = Math.min(page.readUInt16BE(start + 3), room);
  const places: number[] = [];
  for (let index = 0; index < count; index++) {
    const place = page.readUInt16BE(start + headerBytes + 2 * index);
    if (place >= start + headerBytes && place < page.length) places.push(place);
  }
  return places;
}

function readCell(image: PageImage, page: Buffer, place: number): TableRow | undefined {
  const size = readVarint(page, place);
  const rowid = size === undefined ? undefined : readVarint(page, size.next);
  if (size === undefined || rowid === undefined) return undefined;
  const payload = readPayload(image, page, rowid.next, size.value);
  const values = payload === undefined ? undefined : readRecord(payload);
  return values === undefined ? undefined : { rowid: rowid.value, values };
}

/** What lies in the cell and, where it is long, in the pages that it goes on in. */
function readPayload(image: PageImage, page: Buffer, place: number, size: number): Buffer | undefined {
  const usable = image.usableSize;
  const most = usable - 35;
  if (size <= most) return place + size <= page.length ? page.subarray(place, place + size) : undefined;
  if (size > image.pageCount * usable) return undefined;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  if (place + local + 4 > page.length) return undefined;
  const parts = [page.subarray(place, place + local)];
  let left = size - local;
  for (let next = readUInt32(page, place + local); left > 0; ) {
    const part = image.page(next);
    if (part === undefined) return undefined;
    const taken = Math.min(left, usable - 4);
    parts.push(part.subarray(4, 4 + taken));
    left -= taken;
    next = readUInt32(part, 0);
  }
  return Buffer.concat(parts);
}

function readRecord(payload: Buffer): CellValue[] | undefined {
  const header = readVarint(payload, 0);
  if (header === undefined || header.value > payload.length || header.value > 9 * MOST_COLUMNS) return undefined;
  const values: CellValue[] = [];
  let at = header.value;
  for (let place = header.next; place < header.value; ) {
    const type = readVarint(payload, place);
    if (type === undefined) return undefined;
    place = type.next;
    const length = lengthOf(type.value);
    if (length === undefined || at + length > payload.length) return undefined;
    values.push(valueAt(payload, at, type.value, length));
    at += length;
  }
  return values;
}

const LENGTHS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function lengthOf(type: number): number | undefined {
  return type >= 12 ? Math.floor((type - 12) / 2) : LENGTHS[type];
}

function valueAt(payload: Buffer, at: number, type: number, length: number): CellValue {
  if (type === 0) return null;
  if (type >= 12) return payload.subarray(at, at + length);
  if (type === 7) return payload.readDoubleBE(at);
  if (type === 8 || type === 9) return type - 8;
  return length === 8 ? Number(payload.readBigInt64BE(at)) : payload.readIntBE(at, length);
}

/** SQLite's integers of one to nine bytes. */
function readVarint(bytes: Buffer, place: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[place + index];
    if (byte === undefined) return undefined;
    if (index === 8) return { value: value * 256 + byte, next: place + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: place + index + 1 };
  }
  return undefined;
}

function readUInt32(bytes: Buffer, place: number): number {
  return place + 4 <= bytes.length ? bytes.readUInt32BE(place) : 0;
}
