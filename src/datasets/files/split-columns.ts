/** @file Reads the columns that a split goes by: groups as numbers, moments as numbers. */
import { InputError } from '../../core/index.js';
import { millisecondsOf } from '../columns/dates.js';
import type { TableCell } from './table-file.js';

/** 0, 1, ... by first occurrence; equal cells are one group. */
export function groupNumbers(cells: readonly TableCell[]): Int32Array {
  const numbers = new Map<TableCell, number>();
  return Int32Array.from(cells, (cell) => {
    const known = numbers.get(cell);
    if (known !== undefined) return known;
    numbers.set(cell, numbers.size);
    return numbers.size - 1;
  });
}

/** For messages. */
export const ALLOWED_TIMES = 'numbers, or dates such as 2024-02-29 and 2024-02-29T13:45:00Z';

/** Numbers as they are, dates of ISO 8601 in milliseconds since 1970. Throws InputError for anything else, naming its row. */
export function moments(cells: readonly TableCell[], path: string, column: string): Float64Array {
  return Float64Array.from(cells, (cell, row) => {
    const moment = momentOf(cell);
    if (!Number.isNaN(moment)) return moment;
    throw new InputError({
      code: 'split-time',
      what: `${path}: column \`${column}\` is "${cell}" in row ${row + 1}, which is not a time.`,
      allowed: ALLOWED_TIMES,
      fix: 'Correct that row, or write the times like that.',
    });
  });
}

export function isMoment(cell: TableCell): boolean {
  return !Number.isNaN(momentOf(cell));
}

function momentOf(cell: TableCell): number {
  return typeof cell === 'number' ? cell : millisecondsOf(cell);
}
