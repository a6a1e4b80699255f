/** @file Reads a table to see what is wrong with it: every cell, and where in the file it stands, however bad the file is. */
import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { DIALECT, detectDelimiter } from './csv-table.js';
import type { FileSpec } from './file-spec.js';
import { checkedFormat, openTable } from './open-table.js';
import { type ColumnInfo, isGrouped, plainCell, type TableCell } from './table-file.js';
import { type PlaceOf, type Trouble, troubleNames } from './trouble.js';

export interface PlacedCells {
  /** Each name once. */
  readonly columns: readonly ColumnInfo[];
  readonly count: number;
  readonly cells: ReadonlyMap<string, readonly TableCell[]>;
  readonly placeOf: PlaceOf;
  readonly delimiter?: string;
  /** Of the table itself. */
  readonly troubles: readonly Trouble[];
}

/** Undefined for a file that is no table of single values, or that cannot be read at all. */
export async function readPlacedCells(
  path: string,
  { format, delimiter }: Pick<FileSpec, 'format' | 'delimiter'>,
): Promise<PlacedCells | undefined> {
  if ((await checkedFormat(path, format)) === 'csv') return readPlacedCsv(path, delimiter);
  const file = await openTable(path, { format });
  if (file.columns.some(({ shape }) => shape.length > 0)) return undefined;
  const names = file.columns.map(({ name }) => name);
  const { count, cells } = await file.read([], names, new Set(names));
  return { columns: file.columns, count, cells, placeOf: (row) => `row ${row + 1}`, troubles: [] };
}

/** What `info` of csv-parse adds to a record. */
interface InfoRecord {
  readonly record: readonly string[];
  /** Of the file, up to the end of the record and its line break. */
  readonly info: { readonly bytes: number };
}

async function readPlacedCsv(path: string, given: string | undefined): Promise<PlacedCells | undefined> {
  const bytes = await readFile(path);
  const delimiter = given ?? detectDelimiter(path, bytes);
  const all = recordsOf(bytes, delimiter) ?? [];
  const [head, ...records] = all;
  if (head === undefined) return undefined;
  const header = head.record;
  const lines = linesOf(bytes, all).slice(1);
  const placeOf: PlaceOf = (row) => `line ${lines[row]}`;
  const columns = [...new Set(header)].map((name) => ({ name, shape: [] }));
  const cells = columns.map(({ name }) => {
    const position = header.indexOf(name);
    return [name, records.map(({ record }) => toCell(record[position] ?? ''))] as const;
  });
  const widths = records.map(({ record }) => record.length);
  const troubles = [...repeatedNames(header), ...unevenRows(widths, header.length, placeOf)];
  return { columns, count: records.length, cells: new Map(cells), placeOf, delimiter, troubles };
}

function recordsOf(bytes: Buffer, delimiter: string): readonly InfoRecord[] | undefined {
  try {
    const options = { ...DIALECT, delimiter, relax_column_count: true, info: true } as const;
    return parse(bytes, options) as unknown as readonly InfoRecord[];
  } catch (error) {
    // Quotes that are never closed: there are no rows to look at.
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

const [LINE_FEED, RETURN] = [10, 13];

/** The line of each record, as editors count: a line feed, a carriage return, or both together end one. */
function linesOf(bytes: Buffer, records: readonly InfoRecord[]): readonly number[] {
  let line = 1;
  let place = 0;
  const isBreak = (at: number): boolean => bytes[at] === LINE_FEED || bytes[at] === RETURN;
  const step = (): void => {
    if (bytes[place] === LINE_FEED || (bytes[place] === RETURN && bytes[place + 1] !== LINE_FEED)) line++;
    place++;
  };
  return records.map(({ info }) => {
    // Empty lines stand before the record.
    while (place < info.bytes && isBreak(place)) step();
    const first = line;
    while (place < info.bytes) step();
    return first;
  });
}

/** The cell that the readers make of this text. */
function toCell(text: string): TableCell {
  return isGrouped(text) ? text : plainCell(text);
}

function repeatedNames(header: readonly string[]): Trouble[] {
  const repeated = [...new Set(header.filter((name, place) => header.indexOf(name) !== place))];
  return repeated.map((name) => {
    const places = header.flatMap((other, place) => (other === name ? [place + 1] : []));
    return {
      code: 'data-column-twice',
      what: `columns ${places.slice(0, -1).join(', ')} and ${places.at(-1)} are ${places.length === 2 ? 'both' : 'all'} called \`${name}\``,
      allowed: 'a different name for every column',
      fix: 'Give each its own name in the header line, or remove all but one.',
    };
  });
}

function unevenRows(widths: readonly number[], width: number, placeOf: PlaceOf): Trouble[] {
  const rows = [...widths.keys()].filter((row) => widths[row] !== width);
  if (rows.length === 0) return [];
  const text = troubleNames(rows, (row) => `${placeOf(row)} has ${widths[row]} cell${widths[row] === 1 ? '' : 's'}`);
  return [
    {
      code: 'data-uneven',
      what: `the header line names ${width} columns, but ${text}`,
      allowed: `${width} cells in every line`,
      fix: 'Correct these lines: a cell with the delimiter in it needs quotes.',
    },
  ];
}
