/** @file What can be said of a cell of a table before anybody knows of which column: whether it is missing, or held by a network. */
import type { TableCell } from '../files/table-file.js';

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
