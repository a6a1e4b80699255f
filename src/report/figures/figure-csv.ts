/** @file The data of a figure as CSV (RFC 4180). */
import type { Cell, FigureData } from './figure.js';

/** With a header row; infinite values as `Infinity`, absent ones empty. */
export function figureCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows]
    .map((row) => row.map(cellText).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
