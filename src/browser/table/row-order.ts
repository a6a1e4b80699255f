/** @file The order of rows by one column: finite numbers, then infinite ones, then what is absent, whichever the direction. */
import type { TableColumn } from '../../report/in-page.js';
import { cellAt, isNumeric } from './table-data.js';

/** Equal cells keep the order of the rows, which is that of the ranking. */
export function orderRows(column: TableColumn, rows: number, isDescending: boolean): Uint32Array {
  const keys = sortKeys(column, rows);
  const sign = isDescending ? -1 : 1;
  const finite: number[] = [];
  const infinite: number[] = [];
  const absent: number[] = [];
  for (let row = 0; row < rows; row++) {
    const key = keys[row] as number;
    if (Number.isFinite(key)) finite.push(row);
    else if (Number.isNaN(key)) absent.push(row);
    else infinite.push(row);
  }
  const byKey = (a: number, b: number): number => sign * ((keys[a] as number) - (keys[b] as number)) || a - b;
  return Uint32Array.from([...Uint32Array.from(finite).sort(byKey), ...infinite, ...absent]);
}

const known = new WeakMap<TableColumn, Float64Array>();

/** What a column is sorted by; for a text it takes longest, so somebody may ask for it before it is needed. */
export function sortKeys(column: TableColumn, rows: number): Float64Array {
  const keys = known.get(column) ?? (isNumeric(column) ? numberKeys(column, rows) : textKeys(column, rows));
  known.set(column, keys);
  return keys;
}

/** NaN for absent ones. */
function numberKeys(column: TableColumn, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const cell = cellAt(column, row);
    return typeof cell === 'number' ? cell : Number.NaN;
  });
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Places among the different texts as people sort them: `c2` before `c10`. */
function textKeys(column: TableColumn, rows: number): Float64Array {
  const texts = new Set<string>();
  for (const cell of column.cells) if (typeof cell === 'string') texts.add(cell);
  const places = new Map([...texts].sort(COLLATOR.compare).map((text, place) => [text, place]));
  return Float64Array.from({ length: rows }, (_, row) => places.get(String(cellAt(column, row))) ?? Number.NaN);
}
