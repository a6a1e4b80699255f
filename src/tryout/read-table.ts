/** @file A table as text, pasted or dropped: its cells by column, and which columns hold candidates, replicates and losses. */

import { readDecimal } from '../core/ground/written-numbers.js';
import { type Direction, type InputError, inputError } from '../core/index.js';

/** Whole columns of texts by name, in the table's order; '' where a cell is empty. */
export interface TextTable {
  /** In errors: the name of the file, or `The table`. */
  readonly name: string;
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly rows: number;
}

/** What the columns are used for. */
export interface TableColumns {
  readonly candidate: string;
  /** Of a table with one row a training; null where each replicate has a column of its own. */
  readonly replicate: string | null;
  /** A column, or with `*` a pattern of columns. */
  readonly loss: string;
  readonly direction: Direction;
}

/** Rows of a table that a page can hold beside its race. */
const MOST_ROWS = 200_000;
/** The name of the column that counts the rows of each candidate, where the table has none of replicates. */
export const COUNTED = 'replicate';

const BYTE_ORDER_MARK = /^\ufeff/;

/**
 * CSV as RFC 4180 has it, divided by tabs, semicolons or commas: by the one that divides the first line most.
 * @throws InputError in one sentence for what is no table.
 */
export function tableOfText(name: string, text: string): TextTable {
  const plain = text.replace(BYTE_ORDER_MARK, '');
  if (plain.trim() === '') throw noTable(name, 'is empty');
  if (/\0/.test(plain.slice(0, 8192))) throw noTable(name, 'is no text: save the sheet as CSV');
  const [header = [], ...rows] = cellsIn(name, plain);
  if (header.length < 2) throw noTable(name, `has one column only in its first line, "${shortened(header[0] ?? '')}"`);
  if (header.every((cell) => !Number.isNaN(readDecimal(cell))))
    throw noTable(name, 'begins with a line of numbers: its first line must name the columns');
  const repeated = header.find((cell, place) => header.indexOf(cell) !== place);
  if (repeated !== undefined) throw noTable(name, `has two columns of the name "${shortened(repeated)}"`);
  if (rows.length === 0) throw noTable(name, 'has a line of names and no rows');
  if (rows.length > MOST_ROWS) throw noTable(name, `has ${rows.length} rows, and this page takes ${MOST_ROWS} at most`);
  const ragged = rows.findIndex((row) => row.length !== header.length);
  if (ragged >= 0)
    throw noTable(
      name,
      `has ${rows[ragged]?.length} cells in row ${ragged + 1}, and ${header.length} names in its first line`,
    );
  const columns = new Map(header.map((cell, place) => [cell, rows.map((row) => row[place] as string)]));
  return { name, columns, rows: rows.length };
}

function noTable(name: string, what: string): InputError {
  return inputError`no-table: ${name} ${what}.
    Allowed: a line of names, then lines of cells, divided by commas, semicolons or tabs
    Fix: Copy the table with its line of names, or save it as CSV.`;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** Empty lines are left out. */
function cellsIn(name: string, text: string): string[][] {
  const [first = ''] = text.trimStart().split(/\r\n|\n|\r/, 1);
  const divider = ['\t', ';', ','].reduce((best, one) => (times(first, one) > times(first, best) ? one : best));
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell in quotes, or one without; then what ends it.
  const cell = new RegExp(`[ ]*"((?:[^"]|"")*)"[ ]*(?=${divider}|[\\r\\n]|$)|([^${divider}\\r\\n]*)`, 'y');
  for (let place = 0; place <= text.length; ) {
    cell.lastIndex = place;
    const [all = '', quoted, plain = ''] = cell.exec(text) ?? [];
    if (quoted === undefined && plain.trimStart().startsWith('"'))
      throw noTable(name, `has a quote in row ${rows.length} that does not enclose a whole cell`);
    row.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    place += all.length;
    const end = text[place];
    if (end === divider) place++;
    else {
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = [];
      place += end === '\r' && text[place + 1] === '\n' ? 2 : 1;
    }
  }
  return rows;
}

function times(text: string, part: string): number {
  return text.split(part).length;
}

const CANDIDATES = /^(candidate|model|id|name|config(uration)?|method|algorithm|estimator|params?)s?$/i;
const REPLICATES = /^(replicate|seed|random_?(seed|state)|run|repeat|repetition|fold|split|instance|trial)s?$/i;
const SCORES = /acc|auc|score|f1|r2|precision|recall|reward|return|bleu|dice|iou/i;
const FIGURES = new RegExp(`loss|error|rmse|mse|mae|deviance|perplexity|metric|value|${SCORES.source}`, 'i');

/**
 * What the columns are likely to be, by their names and contents; people can say otherwise.
 * @throws InputError where no column holds numbers.
 */
export function guessColumns(table: TextTable): TableColumns {
  const names = [...table.columns.keys()];
  const candidate = names.find((name) => CANDIDATES.test(name)) ?? (names[0] as string);
  const replicate = areDistinct(table, candidate) ? null : (names.find((name) => REPLICATES.test(name)) ?? COUNTED);
  const figures = names.filter((name) => name !== candidate && name !== replicate && isNumeric(table, name));
  if (figures.length === 0)
    throw noTable(
      table.name,
      `has no column of numbers beside "${shortened(candidate)}", so that nothing can be raced`,
    );
  const loss = replicate === null ? patternOf(figures) : (figures.find((name) => FIGURES.test(name)) ?? figures.at(-1));
  const direction = SCORES.test(loss ?? '') ? 'maximize' : 'minimize';
  return { candidate, replicate, loss: loss ?? '*', direction };
}

function areDistinct({ columns, rows }: TextTable, name: string): boolean {
  return new Set(columns.get(name)).size === rows;
}

/** More numbers than texts: what is no number among them is told with its row. */
function isNumeric({ columns }: TextTable, name: string): boolean {
  const cells = (columns.get(name) ?? []).filter((cell) => cell !== '');
  const numbers = cells.filter((cell) => !Number.isNaN(readDecimal(cell)));
  return numbers.length > 0 && numbers.length * 2 >= cells.length;
}

/** `accuracy_*` where most columns of numbers are called so, counted; else all of them. */
function patternOf(names: readonly string[]): string {
  const stems = new Map<string, number>();
  for (const name of names) {
    const stem = name.replace(/\d+$/, '');
    if (stem !== name) stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  const [stem, count] = [...stems].reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0]);
  return count > 1 ? `${stem}*` : '*';
}
