/** @file A table of cells, as figures and tables of a page show it and give it away, and as CSV (RFC 4180). */
import { csvLine } from '../csv-line.js';

export type Cell = string | number | null;

/** What a figure shows, as a table: a row a drawn thing. Infinite numbers stay numbers. */
export interface FigureData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** With a header row; infinite values as `Infinity`, absent ones empty. */
export function figureCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows].map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
