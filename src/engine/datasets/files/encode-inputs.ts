/** @file Inputs of examples whose columns are read as what they are: encoded by what the pool has of them. */
import {
  type CategoryColumn,
  type ColumnEncoding,
  columnsInOrder,
  encodedNames,
  encodedWidth,
  isEmbedded,
  PERIODS,
  periodsOf,
  type RawColumn,
  type TableEncoding,
  YEAR_2000,
} from '../columns/encoding.js';
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

/** Only of the final set raw rows are needed: a model is judged on it as its users would use it. */
export function withoutColumns({ columns: _, ...samples }: Samples): Samples {
  return samples;
}

/** count x width numbers, row by row. `columns` as the encoding has them, each of `count` values. */
export function encodeColumns(encoding: TableEncoding, columns: readonly RawColumn[], count: number): Float32Array {
  const width = encodedWidth(encoding);
  const encoded = new Float32Array(count * width);
  let offset = 0;
  for (const column of columnsInOrder(encoding)) {
    fill(column, columns[encoding.columns.indexOf(column)] as RawColumn, { encoded, offset, width });
    offset += encodedNames(column).length;
  }
  return encoded;
}

interface Place {
  readonly encoded: Float32Array;
  /** Of the column's first number in a row. */
  readonly offset: number;
  readonly width: number;
}

function fill(column: ColumnEncoding, { kind, values }: RawColumn, place: Place): void {
  if (kind === 'category') fillCategory(column as CategoryColumn, values, place);
  else if (column.kind === 'number') fillNumbers(column.fill, column.indicator, values, place);
  else if (column.kind === 'date') fillDates(column, values, place);
}

function fillCategory(column: CategoryColumn, values: readonly string[], { encoded, offset, width }: Place): void {
  const levels = new Map(column.levels.map((level, index) => [level, index]));
  values.forEach((value, row) => {
    const level = levels.get(value);
    const start = row * width + offset;
    if (isEmbedded(column)) encoded[start] = level === undefined ? 0 : level + 1;
    else if (level === undefined) encoded.set(column.shares, start);
    else encoded[start + level] = 1;
  });
}

function fillNumbers(mean: number, indicator: boolean, values: Float64Array, { encoded, offset, width }: Place): void {
  values.forEach((value, row) => {
    const isMissing = Number.isNaN(value);
    encoded[row * width + offset] = isMissing ? mean : value;
    if (indicator && isMissing) encoded[row * width + offset + 1] = 1;
  });
}

function fillDates(
  column: Extract<ColumnEncoding, { kind: 'date' }>,
  values: Float64Array,
  { encoded, offset, width }: Place,
): void {
  const periods = periodsOf(column);
  values.forEach((value, row) => {
    const isMissing = Number.isNaN(value);
    const days = isMissing ? column.fill : value;
    let next = row * width + offset;
    encoded[next++] = (days - YEAR_2000) / PERIODS.year;
    for (const period of periods) {
      const angle = angleOf(days, PERIODS[period]);
      encoded[next++] = Math.sin(angle);
      encoded[next++] = Math.cos(angle);
    }
    if (column.indicator && isMissing) encoded[next] = 1;
  });
}

/** Of a day in its period, in float32 from where the days of the period are counted. */
function angleOf(days: number, period: number): number {
  const within = Math.fround(days - Math.floor(days / period) * period);
  return Math.fround(within * Math.fround((2 * Math.PI) / period));
}
