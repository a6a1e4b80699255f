/** @file Which column of a table is the target: those that can be, and the one that is taken where only one is plausible; whether it is a class or a quantity; and which columns give it away. */
import { unitOf } from '../columns/number-format.js';
import { type ColumnLook, correlation, IDENTIFIER, type TableLook } from './look-at-table.js';

export interface TargetGuess {
  readonly name: string;
  /** A clause for people: `from its name`. */
  readonly reason: string;
}

export interface TargetChoices {
  /** Names of those that are plausible, the most telling first. */
  readonly plausible: readonly string[];
  /** Absent where two are plausible. */
  readonly guess?: TargetGuess;
}

/** Names that say by themselves what is predicted, whatever else is there. */
const TELLING = new Set([
  ...['target', 'targets', 'label', 'labels', 'class', 'outcome', 'y', 'price'],
  ...['response', 'survived', 'diagnosis', 'churn', 'churned', 'saleprice', 'sellingprice', 'medv'],
]);
/** Names that suggest it, and count where the column is the last one as well. */
const SUGGESTIVE = new Set([
  ...['species', 'variety', 'quality', 'rating', 'score', 'income', 'rings', 'progression', 'count', 'cnt'],
  ...['exited', 'fraud', 'isfraud', 'medhousevalue', 'medhouseval', 'medianhousevalue', 'defaultpaymentnextmonth'],
]);

/** Nothing plausible where no column varies. */
export function chooseTarget({ columns }: TableLook): TargetChoices {
  const names = new Set(columns.map(({ name }) => plainName(name)));
  const telling = columns.filter(({ name }) => TELLING.has(plainName(name)));
  const [named] = telling;
  // Beside `x` and `z` it may be a length.
  const isCoordinate = named !== undefined && plainName(named.name) === 'y' && names.has('x') && names.has('z');
  if (named !== undefined && !(telling.length === 1 && isCoordinate)) {
    const plausible = telling.map(({ name }) => name);
    return telling.length > 1 ? { plausible } : { plausible, guess: { name: named.name, reason: 'from its name' } };
  }
  const possible = columns.filter(canBeFound);
  const suggestive = possible.filter(({ name }) => SUGGESTIVE.has(plainName(name)));
  const [only] = possible;
  const last = columns.at(-1);
  const plausible = possible.toSorted((a, b) => rank(a) - rank(b)).map(({ name }) => name);
  if (only !== undefined && possible.length === 1) {
    return { plausible, guess: { name: only.name, reason: 'as the only possible column' } };
  }
  if (named === undefined && suggestive.length === 1 && last !== undefined && suggestive[0] === last) {
    return { plausible, guess: { name: last.name, reason: 'from its name, as the last column' } };
  }
  return { plausible };

  function rank(column: ColumnLook): number {
    if (telling.includes(column) || suggestive.includes(column)) return 0;
    return column === last ? 1 : column === columns[0] ? 2 : 3;
  }
}

function canBeFound({ kind, distinct, odd }: ColumnLook): boolean {
  return ['number', 'category', 'unclear'].includes(kind) && distinct > 1 && !odd.includes(IDENTIFIER);
}

/** Letters and digits alone, without a unit. @example plainName('Sale_Price (USD)') // 'saleprice' */
function plainName(name: string): string {
  const unit = unitOf(name);
  const own = unit === null ? name : name.replace(new RegExp(`[_\\s]*[([]?\\s*${escaped(unit)}\\s*[)\\]]?\\s*$`), '');
  return own.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

interface TaskGuess {
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
