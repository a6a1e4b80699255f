/** @file Widths of columns from what stands in them, fixed: rows that come and go while scrolling must not move them. */
import type { TableColumn } from '../../report/in-page.js';
import { cellAt, type TableData, textOf } from './table-data.js';

const LEAST = 9;
const MOST = 50;
const LOOKED_AT = 300;

/** In widths of a digit, by column. */
export function columnWidths({ rows }: TableData, columns: readonly TableColumn[]): number[] {
  const step = Math.max(1, Math.floor(rows / LOOKED_AT));
  return columns.map((column) => {
    let longest = Math.min(column.heading.length + 1, 12);
    for (let row = 0; row < rows; row += step) {
      longest = Math.max(longest, textOf(cellAt(column, row), column).length);
    }
    return Math.min(MOST, Math.max(LEAST, longest + 3));
  });
}
