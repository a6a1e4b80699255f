/** @file Reads the cells of a column of a table as what they are: numbers, categories or dates. */
import { InputError } from '../../core/index.js';
import { millisecondsOf } from '../files/split-columns.js';
import { type Cell, numberOf } from '../files/table-file.js';
import type { NumberFormat, RawColumn } from './encoding.js';
import type { ReadColumn } from './fit-encoding.js';

/** What a user may say that a column is. */
export const COLUMN_KINDS = [
  'number',
  'decimal-comma',
  'thousands-comma',
  'category',
  'embedded',
  'date',
  'ignore',
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** Cells of which nothing is known, as programs write them. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-', '#n/a']);

const PATTERNS: Readonly<Record<Exclude<NumberFormat, 'plain'>, RegExp>> = {
  'decimal-comma': /^[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?$/,
  'thousands-comma': /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$|^[+-]?\d+(\.\d+)?$/,
};

const MS_PER_DAY = 86_400_000;

export function isMissing(cell: Cell): boolean {
  return typeof cell === 'number' ? Number.isNaN(cell) : MISSING.has(cell.trim().toLowerCase());
}

/** NaN for what is no number in this format. */
export function parseNumber(cell: Cell, format: NumberFormat): number {
  if (typeof cell === 'number') return cell;
  const text = cell.trim();
  if (format === 'plain') return numberOf(text);
  if (!PATTERNS[format].test(text) || text === '') return Number.NaN;
  return Number(format === 'decimal-comma' ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', ''));
}

export interface ColumnPlace {
  readonly path: string;
  readonly name: string;
  /** Between the cells of the file, where it is a CSV: beside semicolons a comma is a decimal comma. */
  readonly delimiter?: string | undefined;
}

/**
 * The column as `stated`, or as its cells say: numbers where all that are not missing are, dates likewise, else categories.
 * Throws an InputError, naming the row, for a cell that does not fit what is stated or what most others are.
 */
export function readColumn(
  cells: readonly Cell[],
  place: ColumnPlace,
  stated?: Exclude<ColumnKind, 'ignore'>,
): ReadColumn {
  const kind = stated ?? inferKind(cells, place);
  const isStated = stated !== undefined;
  const { name } = place;
  if (isOfWords(kind)) {
    const raw: RawColumn = {
      name,
      kind: 'category',
      values: cells.map((cell) => (isMissing(cell) ? '' : String(cell).trim())),
    };
    return { raw, format: 'plain', isStated, ...(kind === 'embedded' ? { isEmbedded: true } : {}) };
  }
  const format = formatOf(kind);
  const read = readerOf(kind);
  const values = Float64Array.from(cells, (cell, row) => {
    if (isMissing(cell)) return Number.NaN;
    const value = read(cell);
    if (isHeld(value)) return value;
    throw unfit(place, row, cell, kind);
  });
  return { raw: { name, kind: kind === 'date' ? 'date' : 'number', values }, format, isStated };
}

/** Rows of the cells that {@link readColumn} would refuse, all of them, and what the column is. Throws for commas that may mean two things. */
export function unfitRows(
  cells: readonly Cell[],
  place: ColumnPlace,
  stated?: Exclude<ColumnKind, 'ignore'>,
): { readonly kind: Exclude<ColumnKind, 'ignore'>; readonly rows: readonly number[] } {
  const kind = stated ?? inferKind(cells, place);
  if (isOfWords(kind)) return { kind, rows: [] };
  const read = readerOf(kind);
  const isUnfit = (cell: Cell): boolean => !isMissing(cell) && !isHeld(read(cell));
  return { kind, rows: cells.flatMap((cell, row) => (isUnfit(cell) ? [row] : [])) };
}

function formatOf(kind: Inferred): NumberFormat {
  return kind === 'decimal-comma' || kind === 'thousands-comma' ? kind : 'plain';
}

function isOfWords(kind: Inferred): boolean {
  return kind === 'category' || kind === 'embedded';
}

function readerOf(kind: Inferred): (cell: Cell) => number {
  const format = formatOf(kind);
  return kind === 'date' ? daysOf : (cell) => parseNumber(cell, format);
}

/** Whether a network can hold it. */
export function isHeld(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

/** What would have it read so again: the kind, or how its numbers are written. */
export function kindToState(kind: RawColumn['kind'], format: NumberFormat): Exclude<ColumnKind, 'ignore'> {
  return kind === 'number' && format !== 'plain' ? format : kind;
}

/** Above it a float32, of which networks are made, is infinite. */
const LARGEST = 3.4028234663852886e38;

function daysOf(cell: Cell): number {
  return typeof cell === 'number' ? Number.NaN : millisecondsOf(cell) / MS_PER_DAY;
}

type Inferred = Exclude<ColumnKind, 'ignore'>;

/** A column is what more than half of its cells are; the readers refuse the others by row. */
function inferKind(cells: readonly Cell[], place: ColumnPlace): Inferred {
  const present = cells.filter((cell) => !isMissing(cell));
  const share = (fits: (cell: Cell) => boolean): number => present.filter(fits).length / present.length;
  const isNumber = (format: NumberFormat) => (cell: Cell) => !Number.isNaN(parseNumber(cell, format));
  // One that is empty says nothing of commas, either.
  if (present.length === 0) return 'number';
  if (share(isNumber('plain')) > 0.5)
    return share(isNumber('plain')) < 1 ? (withCommas(present, place) ?? 'number') : 'number';
  if (share((cell) => !Number.isNaN(daysOf(cell))) > 0.5) return 'date';
  return withCommas(present, place) ?? 'category';
}

/** Numbers with commas in them; undefined where not all cells are. Throws where they may be read in two ways. */
function withCommas(present: readonly Cell[], place: ColumnPlace): 'decimal-comma' | 'thousands-comma' | undefined {
  const texts = present.map((cell) => String(cell).trim());
  const fits = (format: 'decimal-comma' | 'thousands-comma') => texts.every((text) => PATTERNS[format].test(text));
  const [decimal, thousands] = [fits('decimal-comma'), fits('thousands-comma')];
  if (decimal && thousands && place.delimiter !== ';')
    throw ambiguous(place, texts.find((text) => text.includes(',')) ?? '');
  if (decimal) return 'decimal-comma';
  return thousands ? 'thousands-comma' : undefined;
}

/** What the cells of such a column may be. */
export const ALLOWED: Readonly<Record<Inferred, string>> = {
  number: 'finite numbers up to 3.4e38, and empty cells (or NA) for missing ones',
  'decimal-comma': 'numbers such as 1.234,5 and empty cells',
  'thousands-comma': 'numbers such as 1,234.5 and empty cells',
  category: 'any text',
  embedded: 'any text',
  date: 'dates such as 2024-02-29 and 2024-02-29T13:45:00Z, and empty cells',
};

function unfit({ path, name }: ColumnPlace, row: number, cell: Cell, kind: Inferred): InputError {
  return new InputError({
    code: kind === 'date' ? 'data-date' : 'data-not-a-number',
    what: `${path}: column \`${name}\` is "${cell}" in row ${row + 1}, not ${kind === 'date' ? 'a date' : 'a finite number'}.`,
    allowed: ALLOWED[kind],
    fix: 'Correct that cell, or say what the column is: `columns: { NAME: category }` or `ignore` under `data`.',
  });
}

function ambiguous({ path, name }: ColumnPlace, text: string): InputError {
  return new InputError({
    code: 'data-commas',
    what: `${path}: column \`${name}\` holds "${text}", which may have a decimal comma or one between thousands.`,
    allowed: '`columns: { NAME: decimal-comma }` or `columns: { NAME: thousands-comma }` under `data`',
    fix: 'Say which.',
  });
}
