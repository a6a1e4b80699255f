/** @file Inputs of examples whose columns are read as what they are: encoded by what the pool has of them. */
import { encodeColumns } from '../columns/encode.js';
import type { RawColumn, TableEncoding } from '../columns/encoding.js';
import { fitEncoding } from '../columns/fit-encoding.js';
import type { Samples } from '../dataset.js';
import type { Examples } from './read-examples.js';

/** Of the pool's rows; undefined where the inputs are the file's own numbers. */
export function encodingOf({ columns, ignored = [], path }: Examples, pool: Int32Array): TableEncoding | undefined {
  if (columns === undefined) return undefined;
  const left = ignored.map((name) => ({ name, reason: 'left out by `data.columns`', isChosen: true }));
  return fitEncoding(columns, pool, left, path);
}

/** Numbers for a model, and the raw columns that they come from; as they were read without an encoding. */
export function inputsOf(
  { inputs, columns = [], count }: Examples,
  encoding: TableEncoding | undefined,
): Pick<Samples, 'inputs' | 'columns'> {
  if (encoding === undefined) return { inputs };
  const byName = new Map(columns.map(({ raw }) => [raw.name, raw]));
  const kept = encoding.columns.map(({ name }) => byName.get(name) as RawColumn);
  return { inputs: encodeColumns(encoding, kept, count), columns: kept };
}

/** Only of the final set raw rows are needed: a model is judged on it as whoever deploys it would use it. */
export function withoutColumns({ columns: _, ...samples }: Samples): Samples {
  return samples;
}
