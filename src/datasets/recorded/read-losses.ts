/** @file Reads a file of recorded losses. */
import { resolve } from 'node:path';
import { assembleLosses, type LossColumns, lossMatcher, type RecordedLosses } from './assemble-losses.js';
import { readCells } from './read-cells.js';

/** Throws InputError for everything that can be wrong with the file, its columns and its cells. */
export async function readRecordedLosses(path: string, columns: LossColumns): Promise<RecordedLosses> {
  return assembleLosses(path, await readCells(resolve(path), lossMatcher(columns)), columns);
}
