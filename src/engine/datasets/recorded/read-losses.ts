/** @file Reads a file of recorded losses: its cells, and what stands in them. */
import { resolve } from 'node:path';
import { InputError, inputError, readDecimal } from '../../../core/index.js';
import { openCsvRows } from '../files/csv-table.js';
import { checkedFormat } from '../files/open-table.js';
import { openParquetColumns } from '../files/parquet-table.js';
import { isGeneral, MOST_BYTES } from '../files/table-file.js';
import { assembleLosses, type LossColumns, lossMatcher, type RecordedLosses } from './assemble-losses.js';
import type { RecordedCell, RecordedCells } from './cell-table.js';

/** Throws InputError for everything that can be wrong with the file, its columns and its cells. */
export async function readRecordedLosses(path: string, columns: LossColumns): Promise<RecordedLosses> {
  return assembleLosses(path, await readCells(resolve(path), lossMatcher(columns)), columns);
}

/**
 * `isFigure` tells by their names which columns hold figures; of a CSV file everything else stays the text it is.
 * Throws InputError for a file that is missing, empty, too large, or neither CSV nor Parquet.
 */
export async function readCells(path: string, isFigure: (name: string) => boolean): Promise<RecordedCells> {
  try {
    return await readTable(path, isFigure);
  } catch (error) {
    throw inWordsOfTables(error);
  }
}

/** Files of examples are refused with the keys of an experiment, which a table of losses has not. */
function inWordsOfTables(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  const words = WORDS[error.code];
  if (words === undefined) return error;
  const fix = error.code !== 'data-unreadable' || isGeneral(error) ? words.fix : error.fix;
  return inputError`${error.code}: ${error.what}
    Allowed: ${words.allowed}
    Fix: ${fix}
    Cause: ${error}`;
}

const ALLOWED = 'CSV (.csv, .tsv, .txt) and Parquet (.parquet, .pq), with a name of its own for each column';

const WORDS: Readonly<Record<string, { readonly allowed: string; readonly fix: string }>> = {
  'data-format': {
    allowed: ALLOWED,
    fix: 'Give the file name the ending of its format. Trainings as a list of JSON end in .json.',
  },
  'data-unreadable': {
    allowed: ALLOWED,
    fix: 'Check the path, the names of the columns, and that the file is complete.',
  },
  'data-too-large': {
    allowed: `at most ${MOST_BYTES / 2 ** 20} MiB for CSV`,
    fix: 'Write the table as Parquet, or leave out columns that are not needed.',
  },
};

async function readTable(path: string, isFigure: (name: string) => boolean): Promise<RecordedCells> {
  const format = await checkedFormat(path);
  if (format === 'csv') return readCsv(path, isFigure);
  if (format === 'parquet') return readParquet(path, isFigure);
  throw inputError`table-format: ${path}: a table cannot be read from ${format}, because its columns have no names.
    Allowed: ${ALLOWED}
    Fix: Write the table in one of these formats.`;
}

/** Figures become numbers at once: a large table of texts would need many times the memory. */
async function readCsv(path: string, isFigure: (name: string) => boolean): Promise<RecordedCells> {
  const { header, forEachRow } = await openCsvRows(path);
  const columns = header.map((): RecordedCell[] => []);
  const figures = header.map(isFigure);
  forEachRow((row) => {
    for (let index = 0; index < columns.length; index++) {
      const text = row.text(index);
      const value = figures[index] ? readDecimal(text) : Number.NaN;
      (columns[index] as RecordedCell[]).push(text === '' ? null : Number.isNaN(value) ? text : value);
    }
  });
  return new Map(header.map((name, index) => [name, columns[index] as RecordedCell[]]));
}

async function readParquet(path: string, isFigure: (name: string) => boolean): Promise<RecordedCells> {
  const { names, count, readColumns } = await openParquetColumns(path);
  const cells = new Map<string, readonly RecordedCell[]>();
  for (const name of names) {
    const column = (await readColumns([name], count)).get(name) ?? [];
    const asFigure = isFigure(name);
    cells.set(
      name,
      Array.from(column, (value) => toCell(value, asFigure)),
    );
  }
  return cells;
}

/** Long integers stay whole as texts: as numbers, ids above 2^53 would run together. */
function toCell(value: unknown, asFigure: boolean): RecordedCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'bigint' && asFigure ? Number(value) : String(value);
}
