/** @file Guesses whether a target is a class or a quantity, with the reason; and which columns give it away. */
import type { ColumnLook, TableLook } from './look-at-table.js';
import { correlation } from './look-at-table.js';

export interface TaskGuess {
  readonly task: 'classification' | 'regression';
  readonly reason: string;
}

/** Whole numbers of more kinds are a quantity. */
const MOST_CLASSES = 10;

export function guessTask({ kind, distinct, isWhole }: ColumnLook): TaskGuess {
  const one = distinct === 1 ? 'it has the same value in every row' : undefined;
  if (kind === 'category') return { task: 'classification', reason: one ?? `it has ${distinct} different words` };
  if (isWhole && distinct <= MOST_CLASSES)
    return { task: 'classification', reason: one ?? `it has ${distinct} different whole numbers` };
  return {
    task: 'regression',
    reason: isWhole ? `it has ${distinct} different whole numbers` : 'it has fractional numbers',
  };
}

/** Columns that give the target away: they say the same, or each of their levels has one value of it. */
export function leaksOf(target: ColumnLook, { columns }: TableLook): readonly string[] {
  return columns.filter((column) => column.name !== target.name && givesAway(column, target)).map(({ name }) => name);
}

function givesAway(column: ColumnLook, target: ColumnLook): boolean {
  if (column.distinct <= 1 || column.codes.length === 0) return false;
  if (
    column.kind === 'number' &&
    target.kind === 'number' &&
    Math.abs(correlation(column.codes, target.codes)) > 0.9999
  )
    return true;
  // A column of as many kinds as rows tells nothing of this sort.
  if (column.kind !== 'category' || column.distinct > target.codes.length / 5 || column.distinct < target.distinct)
    return false;
  const values = new Map<number, number>();
  return target.codes.every((value, row) => {
    const code = column.codes[row] as number;
    if (Number.isNaN(code)) return true;
    const known = values.get(code);
    if (known === undefined) values.set(code, value);
    return known === undefined || known === value;
  });
}
