/** @file Guesses what of a table is to be found, and whether that is a class or a quantity: with the reason. */
import type { ColumnLook, TableLook } from './look-at-table.js';
import { correlation } from './look-at-table.js';

export interface TargetGuess {
  readonly name: string;
  readonly reason: string;
}

export interface TaskGuess {
  readonly task: 'classification' | 'regression';
  readonly reason: string;
}

/** Names that people give to what is to be found, most telling first. */
const TELLING = [
  'target',
  'label',
  'class',
  'y',
  'outcome',
  'response',
  'survived',
  'diagnosis',
  'price',
  'species',
  'quality',
  'churn',
];
/** Whole numbers of more kinds are a quantity. */
const MOST_CLASSES = 10;

/** Columns that could be found, the most likely first; none where no column varies. */
export function guessTargets({ columns }: TableLook): readonly TargetGuess[] {
  const possible = columns.filter(
    ({ kind, distinct, missing, odd }) =>
      (kind === 'number' || kind === 'category') &&
      distinct > 1 &&
      missing === 0 &&
      !odd.some((text) => text.startsWith('an identifier')),
  );
  const rank = ({ name }: ColumnLook): number => {
    const place = TELLING.indexOf(name.trim().toLowerCase());
    return place < 0 ? TELLING.length : place;
  };
  const last = columns.at(-1)?.name;
  const first = columns[0]?.name;
  const sorted = possible.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(b.name === last) - Number(a.name === last) ||
      Number(b.name === first) - Number(a.name === first),
  );
  return sorted.map((column) => ({
    name: column.name,
    reason:
      rank(column) < TELLING.length
        ? 'it is called so'
        : column.name === last
          ? 'it is the last column'
          : column.name === first
            ? 'it is the first column'
            : 'it varies and is never missing',
  }));
}

export function guessTask({ kind, distinct, isWhole }: ColumnLook): TaskGuess {
  if (kind === 'category') return { task: 'classification', reason: `it has words of ${distinct} kinds` };
  if (isWhole && distinct <= MOST_CLASSES)
    return { task: 'classification', reason: `it has ${distinct} different whole numbers` };
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
