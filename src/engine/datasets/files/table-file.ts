/** @file The form in which every file of examples is read: named columns, each with an entry for every example, and which entries are missing. */
import { type InputError, inputError, type ParserFault } from '../../../core/index.js';

/** A cell that may be a label. */
export type TableCell = number | string;

/** What `Number` makes of a cell's text without white space around it; NaN for an empty one. */
export function numberOf(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}

/** `1.234`: a number, or a whole one in groups where commas stand before decimals. */
export function isGrouped(text: string): boolean {
  return /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text);
}

/** The number that a text file has in a cell, however it is written; words as they are. */
export function plainCell(cell: TableCell): TableCell {
  const value = typeof cell === 'string' ? numberOf(cell) : cell;
  return Number.isNaN(value) ? cell : value;
}

export interface ColumnInfo {
  readonly name: string;
  /** Shape of one example's entry; empty for a single value. */
  readonly shape: readonly number[];
}

export interface TableValues {
  /** Examples. */
  readonly count: number;
  /** For each group of columns asked for: count x (sum of the columns' sizes), an example's values side by side. */
  readonly groups: readonly Float32Array[];
  /** For each column asked for as cells: one for every example. */
  readonly cells: ReadonlyMap<string, readonly TableCell[]>;
}

/**
 * An opened file. `read` refuses, naming column and row (1-based, a header apart), everything in the numeric groups that
 * is not a finite number, and empty cells anywhere but in columns of `asWritten`. There they are the empty text, and `1.234` stays
 * text: what is read of it depends on the others in its column. `cells` takes columns with single values only.
 */
export interface TableFile {
  readonly path: string;
  readonly columns: readonly ColumnInfo[];
  read(
    groups: readonly (readonly string[])[],
    cells: readonly string[],
    asWritten?: ReadonlySet<string>,
  ): Promise<TableValues>;
  /** Between the cells of a CSV file; absent elsewhere. */
  readonly delimiter?: string;
}

/** Values of one file held in memory at the most: half a GiB of 32-bit numbers. */
export const MOST_VALUES = 2 ** 27;

/** Bytes of a file that is read whole. */
export const MOST_BYTES = 2 ** 30;

/** Values in one example's entry of this shape. */
export function entrySize(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function badCell(path: string, column: string, row: number, value: unknown): InputError {
  const nothing =
    value === undefined || value === null || value === '' || (typeof value === 'number' && Number.isNaN(value));
  const text = nothing && typeof value !== 'number' ? 'empty' : `"${String(value)}"`;
  return inputError`data-not-a-number: ${path}: column \`${column}\` is ${text} in row ${row}, not a finite number.
    Allowed: finite numbers in every column that is used
    Fix: Correct or remove that row, or choose the columns with \`data.inputs\` and \`data.features\`.`;
}

/** What helps where nothing closer is known; a table of losses has other words. */
const CHECK_FILE = 'Check the file, and `data.format` if its name does not end in its format.';

export function unreadableFile(path: string, fault: string | ParserFault, cause?: unknown): InputError {
  const { why, fix } = typeof fault === 'string' ? { why: fault, fix: CHECK_FILE } : fault;
  return inputError`data-unreadable: ${path}: ${why}.
    Allowed: a readable CSV, Parquet, NPY or NPZ file
    Fix: ${fix}
    Cause: ${cause}`;
}

/** Whether an error of {@link unreadableFile} says nothing closer than to check the file. */
export function isGeneral({ fix }: InputError): boolean {
  return fix === CHECK_FILE;
}

export function tableTooLarge(path: string, what: string): InputError {
  return inputError`data-too-large: ${path}: ${what}.
    Allowed: at most ${MOST_VALUES} values, and ${MOST_BYTES / 2 ** 20} MiB for a file that is not Parquet
    Fix: Take fewer columns or examples, or write the file as Parquet, of which only the columns in use are read.`;
}

export function noExamples(path: string): InputError {
  return inputError`data-empty: ${path}: it holds no examples.
    Allowed: at least one row below the header
    Fix: Check that the file is complete.`;
}

/** Cells of which nothing is known, as programs write them. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-', '#n/a']);

export function isMissing(cell: TableCell): boolean {
  return typeof cell === 'number' ? Number.isNaN(cell) : MISSING.has(cell.trim().toLowerCase());
}

/** Above it a float32, of which networks are made, is infinite. */
const LARGEST = 3.4028234663852886e38;

/** Whether a network can hold it. */
export function isHeld(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}
