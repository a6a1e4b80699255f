/** @file The data of a figure as CSV (RFC 4180). */
import { csvLine } from '../csv-line.js';
import type { FigureData } from './figure-data.js';

/** With a header row; infinite values as `Infinity`, absent ones empty. */
export function figureCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows].map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
