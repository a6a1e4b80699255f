/** @file Predictions in files that a trainer names: NumPy's, CSV, and the form in which runs keep them. */
import fs from 'node:fs';
import { resolve } from 'node:path';
import { decodePredictions, readRegularFile } from '../core/index.js';
import { parseNpy } from '../engine/datasets/index.js';
import { type ToldFiles, toldRowsOf } from './told-predictions.js';

/** More than the predictions of any set that fits into memory. */
const MOST_BYTES = 2 ** 31;

/** Paths start at `folder`. */
export function toldFilesIn(folder: string): ToldFiles {
  const bytesOf = (what: string, path: string): Uint8Array => {
    try {
      return readRegularFile(fs, resolve(folder, path), { mostBytes: MOST_BYTES, followsLinks: true });
    } catch (error) {
      throw new Error(`${what}: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    wholeSet: (what, path) => {
      if (!path.endsWith('.bin')) return undefined;
      const decoded = decodePredictions(bytesOf(what, path));
      if (decoded === undefined) throw new Error(`${what}: ${path} is no file of predictions (docs/log-format.md)`);
      return decoded;
    },
    rows: (what, path) => {
      const bytes = bytesOf(what, path);
      if (path.endsWith('.npy')) {
        const { shape, values } = parseNpy(path, bytes);
        const [examples = 0, ...rest] = shape;
        return {
          examples,
          outputs: rest.reduce((size, extent) => size * extent, 1),
          values: Float32Array.from(values, Number),
        };
      }
      if (path.endsWith('.csv')) return toldRowsOf(what, readCsv(what, Buffer.from(bytes).toString('utf8')));
      throw new Error(`${what}: ${path} is neither .npy nor .csv nor .bin`);
    },
  };
}

/** A line for each example; a first line that holds no number is a heading. */
function readCsv(what: string, text: string): number[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.map((line) => line.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell))));
  const [first = []] = rows;
  const own = first.every(Number.isNaN) ? rows.slice(1) : rows;
  const bad = own.findIndex((row) => row.some(Number.isNaN));
  if (bad >= 0) throw new Error(`${what}: example ${bad} is ${lines[bad + rows.length - own.length]?.slice(0, 80)}`);
  return own;
}
