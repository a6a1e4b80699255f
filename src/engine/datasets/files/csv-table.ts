/** @file CSV files: a header line of column names, then one line an example (RFC 4180, any one-character delimiter). */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import { ROWS_BELOW, requireNames } from './header-of-data.js';
import { type CsvRow, forEachPlainRow, isPlain } from './plain-csv.js';
import {
  badCell,
  isGrouped,
  isHeld,
  MOST_VALUES,
  numberOf,
  type TableCell,
  type TableFile,
  type TableValues,
  tableTooLarge,
  unreadableFile,
} from './table-file.js';

export async function openCsv(path: string, delimiter?: string): Promise<TableFile> {
  const { header, forEachRow, delimiter: divider } = await openCsvRows(path, delimiter, requireNames);
  return {
    path,
    columns: header.map((name) => ({ name, shape: [] })),
    delimiter: divider,
    read: async (groups, cells, asWritten) => {
      const collector = createRowCollector(path, groups, cells, (name) => header.indexOf(name), asWritten);
      forEachRow((row) => collector.add(row));
      return collector.values();
    },
  };
}

interface CsvRows {
  readonly header: readonly string[];
  readonly delimiter: string;
  /** Calls back with each row in turn, which has as many cells as the header. */
  forEachRow(take: (row: CsvRow) => void): void;
}

export const DIALECT = { bom: true, trim: true, skip_empty_lines: true } as const;

/**
 * Without a `delimiter` the header line tells it. Throws InputError for a file that is no table, or has two columns of one
 * name; and what `check` throws, which sees the header and the first rows.
 */
export async function openCsvRows(path: string, delimiter?: string, check?: typeof requireNames): Promise<CsvRows> {
  const bytes = await readFile(path);
  requireText(path, bytes);
  const common = { ...DIALECT, delimiter: delimiter ?? detectDelimiter(path, bytes) };
  const [header = []] = guarded(path, () => parse(bytes, { ...common, to: 1 }) as string[][]);
  check?.(path, header, firstRows(bytes, common));
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw unreadableFile(path, `two columns are called \`${repeated}\``);
  return {
    header,
    delimiter: common.delimiter,
    forEachRow: (take) => {
      let read = take;
      let lastLine = 1;
      if (isPlain(bytes, common.delimiter)) {
        if (forEachPlainRow(bytes, common.delimiter, header.length, take)) return;
        // A line that is too long or too short: the parser says which.
        read = () => {};
      }
      const onRecord = (texts: string[], { lines }: { readonly lines: number }) => {
        lastLine = lines;
        read({
          text: (position) => texts[position] as string,
          number: (position) => numberOf(texts[position] as string),
          isGrouped: (position) => isGrouped(texts[position] as string),
        });
        return null;
      };
      guarded(
        path,
        () => parse(bytes, { ...common, from: 2, on_record: onRecord }),
        () => lastLine,
      );
    },
  };
}

/** None where they cannot be read: what reads them all says why. */
function firstRows(bytes: Buffer, dialect: Options): readonly (readonly string[])[] {
  try {
    return parse(bytes, { ...dialect, relax_column_count: true, from: 2, to: ROWS_BELOW + 1 }) as string[][];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/**
 * The one that the file's name stands for (a tab for `.tsv`, else a comma) wherever it divides the header line; else, of
 * comma, semicolon and tab, the one that divides it into most columns.
 */
export function detectDelimiter(path: string, bytes: Buffer): string {
  const usual = extname(path).toLowerCase() === '.tsv' ? '\t' : ',';
  const columnsWith = (delimiter: string) => {
    try {
      return (parse(bytes, { ...DIALECT, delimiter, to: 1 }) as string[][])[0]?.length ?? 0;
    } catch (error) {
      // Quotes that end where this delimiter sees no end of a cell.
      if (error instanceof CsvError) return 0;
      throw error;
    }
  };
  if (columnsWith(usual) > 1) return usual;
  const [best] = [',', ';', '\t']
    .map((delimiter) => ({ delimiter, columns: columnsWith(delimiter) }))
    .sort((left, right) => right.columns - left.columns);
  return best !== undefined && best.columns > 1 ? best.delimiter : usual;
}

/** What other files begin with, and what they are. */
const OTHER_FORMATS: readonly (readonly [start: string, what: string])[] = [
  ['PK\x03\x04', 'a ZIP archive, as spreadsheets are: save it as CSV'],
  ['\x1f\x8b', 'compressed by gzip: unpack it'],
  ['PAR1', 'a Parquet file: say so with `data.format`, or by its name'],
];
const LINE_FEED = 0x0a;
/** Bytes that are looked at: whatever is no text shows in them. */
const LOOKED_AT = 8192;

/** UTF-16 with its mark is text in which every other byte may be 0. */
function requireText(path: string, bytes: Buffer): void {
  const start = bytes.subarray(0, LOOKED_AT).toString('latin1');
  const other = OTHER_FORMATS.find(([mark]) => start.startsWith(mark));
  if (other !== undefined) throw unreadableFile(path, `it is ${other[1]}`);
  const isUtf16 = start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff');
  if (isUtf16) return;
  if (start.includes('\0')) throw unreadableFile(path, 'it is not text: it contains bytes of value 0');
  if (!isUtf8(bytes)) throw unreadableFile(path, foreignText(bytes));
}

/** Read as UTF-8, letters of other encodings would all become the same one, and with them categories. */
function foreignText(bytes: Buffer): string {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start);
    const text = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(text)) break;
    line++;
    start = end + 1;
  }
  return `line ${line} is not UTF-8 but another encoding, such as Latin-1: save the file as UTF-8, for instance with iconv -f latin1 -t utf-8`;
}

/** `lastLine`: of the last line that could be read. */
function guarded<Result>(path: string, action: () => Result, lastLine = () => 0): Result {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadableFile(path, problemOf(error, lastLine()), error);
  }
}

/** What the parser found, in words of this house. */
function problemOf(error: CsvError, lastLine: number): string {
  const { lines } = error as { readonly lines?: number };
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quote that begins after line ${lastLine} is never closed`;
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const [, width, found] = /expect (\d+), got (\d+)/.exec(error.message) ?? [];
      return `line ${lines} has ${found} cell${found === '1' ? '' : 's'}, and the header line ${width}`;
    }
    case 'INVALID_OPENING_QUOTE':
      return `line ${lines} has a quote in the middle of a cell: put the whole cell in quotes, and each quote inside it twice`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `line ${lines} goes on behind the quote that ends a cell: put the whole cell in quotes, and each quote inside it twice`;
    default:
      return error.message;
  }
}

interface RowCollector {
  /** Takes one row, by position of the column in the file. */
  add(row: CsvRow): void;
  values(): TableValues;
}

/** `positionOf` tells where in a row a column stands. */
function createRowCollector(
  path: string,
  groups: readonly (readonly string[])[],
  cells: readonly string[],
  positionOf: (column: string) => number,
  asWritten: ReadonlySet<string> = new Set(),
): RowCollector {
  const numeric = groups.map((columns) => columns.map((name) => ({ name, position: positionOf(name) })));
  const labels = cells.map((name) => {
    return { name, position: positionOf(name), isWritten: asWritten.has(name), collected: [] as TableCell[] };
  });
  let buffers = numeric.map((columns) => new Float32Array(columns.length * 1024));
  let count = 0;
  const grow = () => {
    buffers = buffers.map((buffer) => {
      if (buffer.length * 2 > MOST_VALUES) throw tableTooLarge(path, `it has more than ${MOST_VALUES} values`);
      const larger = new Float32Array(buffer.length * 2);
      larger.set(buffer);
      return larger;
    });
  };
  return {
    add: (row) => {
      if (
        buffers.some(
          (buffer, group) => buffer.length > 0 && (count + 1) * (numeric[group] as unknown[]).length > buffer.length,
        )
      )
        grow();
      count++;
      numeric.forEach((columns, group) => {
        const buffer = buffers[group] as Float32Array;
        let next = (count - 1) * columns.length;
        for (const { name, position } of columns) {
          const value = row.number(position);
          if (!isHeld(value)) throw badCell(path, name, count, row.text(position));
          buffer[next++] = value;
        }
      });
      for (const { name, position, isWritten, collected } of labels) {
        const value = row.number(position);
        const isText = Number.isNaN(value) || (isWritten && row.isGrouped(position));
        const cell = isText ? row.text(position) : value;
        if (cell === '' && !isWritten) throw badCell(path, name, count, cell);
        collected.push(cell);
      }
    },
    values: () => ({
      count,
      groups: buffers.map((buffer, group) => buffer.slice(0, count * (numeric[group] as unknown[]).length)),
      cells: new Map(labels.map(({ name, collected }) => [name, collected])),
    }),
  };
}
