/** @file CSV files: a header line of column names, then one line an example (RFC 4180, any one-character delimiter). */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { type CsvRow, forEachPlainRow, isPlain } from './plain-csv.js';
import { createRowCollector } from './row-collector.js';
import { numberOf, type TableFile, unreadableFile } from './table-file.js';

export async function openCsv(path: string, delimiter?: string): Promise<TableFile> {
  const { header, forEachRow, delimiter: divider } = await openCsvRows(path, delimiter);
  return {
    path,
    columns: header.map((name) => ({ name, shape: [] })),
    delimiter: divider,
    read: async (groups, cells, mayMiss) => {
      const collector = createRowCollector(path, groups, cells, (name) => header.indexOf(name), mayMiss);
      forEachRow((row) => collector.add(row));
      return collector.values();
    },
  };
}

export interface CsvRows {
  readonly header: readonly string[];
  readonly delimiter: string;
  /** Calls back with each row in turn, which has as many cells as the header. */
  forEachRow(take: (row: CsvRow) => void): void;
}

export const DIALECT = { bom: true, trim: true, skip_empty_lines: true } as const;

/**
 * Without a `delimiter` the header line tells it. Throws InputError for a file that is no table, or has two columns of one
 * name.
 */
export async function openCsvRows(path: string, delimiter?: string): Promise<CsvRows> {
  const bytes = await readFile(path);
  const common = { ...DIALECT, delimiter: delimiter ?? detectDelimiter(path, bytes) };
  const [header = []] = guarded(path, () => parse(bytes, { ...common, to: 1 }) as string[][]);
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw unreadableFile(path, `two columns are called \`${repeated}\``);
  return {
    header,
    delimiter: common.delimiter,
    forEachRow: (take) => {
      let read = take;
      if (isPlain(bytes, common.delimiter)) {
        if (forEachPlainRow(bytes, common.delimiter, header.length, take)) return;
        // A line that is too long or too short: the parser says which.
        read = () => {};
      }
      const onRecord = (texts: string[]) => {
        read({
          text: (position) => texts[position] as string,
          number: (position) => numberOf(texts[position] as string),
        });
        return null;
      };
      guarded(path, () => parse(bytes, { ...common, from: 2, on_record: onRecord }));
    },
  };
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

function guarded<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadableFile(path, error.message, error);
  }
}
