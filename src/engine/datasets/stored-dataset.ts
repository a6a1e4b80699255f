/**
 * @file A data set as one binary file, for processes that need not read and parse its sources again: a head that says where
 * each array lies, then the arrays as they are in memory. Who reads it knows the sum of the whole file.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Dataset } from './dataset.js';

const ARRAYS = [Float32Array, Float64Array, Int32Array] as const;
type Numbers = InstanceType<(typeof ARRAYS)[number]>;

/** Arrays begin at multiples of so many bytes: they are used where they lie. */
const UNIT = 8;

interface Head {
  /** The data set; in place of each array an object with its number under {@link MARK}. */
  readonly frame: unknown;
  /** Of the arrays, in bytes from the end of the head. */
  readonly places: readonly { readonly type: number; readonly offset: number; readonly length: number }[];
}

const MARK = 'number of an array';

/** Writes `path`, which must not be there, for this user alone. Gives the SHA-256 of its bytes, in hexadecimal digits. */
export function storeDataset(dataset: Dataset, path: string): string {
  const arrays: Numbers[] = [];
  const frame = mapDeep(dataset, (value) => {
    if (!isNumbers(value)) return undefined;
    arrays.push(value);
    return { [MARK]: arrays.length - 1 };
  });
  let offset = 0;
  const places = arrays.map((array) => {
    const place = { type: ARRAYS.findIndex((type) => array instanceof type), offset, length: array.length };
    offset += padded(array.byteLength);
    return place;
  });
  const head = serialize({ frame, places } satisfies Head);
  const hash = createHash('sha256');
  const file = openSync(path, 'wx', 0o600);
  try {
    for (const piece of [new Float64Array([head.byteLength]), head, ...arrays]) {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      for (const part of [bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]) {
        hash.update(part);
        for (let written = 0; written < part.length; ) written += writeSync(file, part, written);
      }
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** Undefined where the file is not there, or is not the one with this sum. The bytes are held once: the arrays lie in them. */
export function readStoredDataset(path: string, sum: string): Dataset | undefined {
  const bytes = readOrNothing(path);
  if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sum) return undefined;
  const headSize = new Float64Array(bytes.buffer, bytes.byteOffset, 1)[0] as number;
  const { frame, places } = deserialize(bytes.subarray(UNIT, UNIT + headSize)) as Head;
  const begin = bytes.byteOffset + UNIT + padded(headSize);
  return mapDeep(frame, (value) => {
    if (!isObject(value) || value[MARK] === undefined) return undefined;
    const { type, offset, length } = places[value[MARK] as number] as Head['places'][number];
    return new (ARRAYS[type] as (typeof ARRAYS)[number])(bytes.buffer, begin + offset, length);
  }) as Dataset;
}

/** Begins at a multiple of every unit, also where a small file lies in memory that Node shares out. */
function readOrNothing(path: string): Buffer<ArrayBuffer> | undefined {
  try {
    return readFileSync(path) as Buffer<ArrayBuffer>;
  } catch {
    return undefined;
  }
}

/** The value with what `replace` has in place of any part; undefined there: its parts are looked at. */
function mapDeep(value: unknown, replace: (part: unknown) => unknown): unknown {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.every(isObject) ? value.map((member) => mapDeep(member, replace)) : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapDeep(member, replace)]));
}

function isNumbers(value: unknown): value is Numbers {
  return ARRAYS.some((type) => value instanceof type);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / UNIT) * UNIT;
}
