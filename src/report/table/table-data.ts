/** @file A table for programs, numbers as they are, and its CSV (RFC 4180). Small enough for the script of a page. */
import { csvLine } from '../csv-line.js';

export type Cell = string | number | null;

/** Infinite numbers stay numbers. */
export interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The data as JSON can hold them: infinite values as text. */
export function plainData({ columns, rows }: PlainTable): PlainTable {
  const plain = (cell: Cell): Cell => (typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell);
  return { columns, rows: rows.map((row) => row.map(plain)) };
}

/** With a header row; infinite values as `Infinity`, absent ones empty. */
export function dataCsv({ columns, rows }: PlainTable): string {
  return [columns, ...rows].map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
