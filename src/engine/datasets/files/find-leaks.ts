/** @file Which columns give the target of a table away: what one of them says alone, its zeros and its gaps among it, is nearly the target. */
import { groupBy } from '../../../core/index.js';
import type { ColumnLook, TableLook } from './look-at-table.js';

/** Of the variance of places by the target, what is left between rows that are neighbours by the column. */
const LEFT_OF_QUANTITY = 1e-3;
const FEWEST_ROWS = 20;
/** Of all rows, and of those that the most frequent class gets wrong, how many the column gets wrong at most. */
const WRONG = { rows: 0.02, errors: 0.1 } as const;
/** A column of more kinds than this share of the rows tells nothing by its levels. */
const KINDS = 0.2;

export function leaksOf(target: ColumnLook, { columns }: TableLook): readonly string[] {
  return columns.filter((column) => column.name !== target.name && givesAway(column, target)).map(({ name }) => name);
}

function givesAway(column: ColumnLook, target: ColumnLook): boolean {
  if (column.distinct <= 1 || column.codes.length !== target.codes.length) return false;
  const rows = Array.from(target.codes.keys()).filter((row) => !Number.isNaN(target.codes[row]));
  const isLevels = column.kind !== 'number' && column.kind !== 'date';
  if (isLevels && column.distinct > target.codes.length * KINDS) return false;
  if (target.kind === 'number' && target.distinct > rows.length * KINDS) {
    return !isLevels && isFunction(column, target, rows);
  }
  const parts = isLevels ? [levelsOf(column, rows)] : [signsOf(column, rows), halvesOf(column, target, rows)];
  const errors = wrongIn([rows], target);
  const most = Math.min(WRONG.rows * rows.length, WRONG.errors * errors);
  return errors > 0 && parts.some((part) => wrongIn(part, target) <= most);
}

type Parts = readonly (readonly number[])[];

function levelsOf({ codes }: ColumnLook, rows: readonly number[]): Parts {
  return [...groupBy(rows, (row) => codes[row]).values()];
}

/** Zero, above, below, and missing. */
function signsOf({ codes }: ColumnLook, rows: readonly number[]): Parts {
  return [...groupBy(rows, (row) => Math.sign(codes[row] as number)).values()];
}

/** The two parts about one value that leave the fewest rows wrong, and those that are missing. */
function halvesOf(column: ColumnLook, target: ColumnLook, rows: readonly number[]): Parts {
  const ordered = knownInOrder(column, rows);
  const missing = rows.filter((row) => Number.isNaN(column.codes[row]));
  const [before, after] = [ordered, ordered.toReversed()].map((all) => rightBefore(all, target)) as [
    number[],
    number[],
  ];
  let [best, cut] = [-1, 0];
  for (let place = 1; place < ordered.length; place++) {
    const isBetween = column.codes[ordered[place] as number] !== column.codes[ordered[place - 1] as number];
    const right = (before[place] as number) + (after[ordered.length - place] as number);
    if (isBetween && right > best) [best, cut] = [right, place];
  }
  return [ordered.slice(0, cut), ordered.slice(cut), missing];
}

function knownInOrder({ codes }: ColumnLook, rows: readonly number[]): readonly number[] {
  const known = rows.filter((row) => !Number.isNaN(codes[row]));
  return known.sort((a, b) => (codes[a] as number) - (codes[b] as number));
}

/** Of the first rows, as many as a place says, those of their most frequent class. */
function rightBefore(rows: readonly number[], { codes }: ColumnLook): number[] {
  const counts = new Map<number, number>();
  const right = [0];
  let most = 0;
  for (const row of rows) {
    const code = codes[row] as number;
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    most = Math.max(most, count);
    right.push(most);
  }
  return right;
}

/** Rows that are not of the most frequent class of their part. */
function wrongIn(parts: Parts, target: ColumnLook): number {
  return parts.reduce((sum, rows) => sum + rows.length - (rightBefore(rows, target).at(-1) as number), 0);
}

/** Whether rows that are neighbours by the column are neighbours by the target, nearly (von Neumann 1941, doi 10.1214/aoms/1177731677, of places). */
function isFunction(column: ColumnLook, target: ColumnLook, rows: readonly number[]): boolean {
  const ordered = knownInOrder(column, rows);
  const n = ordered.length;
  if (n * 2 < rows.length || n < FEWEST_ROWS) return false;
  const places = new Map(knownInOrder(target, ordered).map((row, place) => [row, place]));
  const values = ordered.map((row) => places.get(row) as number);
  const steps = values.reduce((sum, value, at) => sum + (at === 0 ? 0 : (value - (values[at - 1] as number)) ** 2), 0);
  const spread = (n ** 3 - n) / 12;
  // Places that go up one by one leave as much as the second term.
  return steps / (2 * spread) <= LEFT_OF_QUANTITY + 7 / n ** 2;
}
