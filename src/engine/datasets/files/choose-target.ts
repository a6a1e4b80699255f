/** @file Which column of a table is the target: those that can be, and the one that is taken where only one is plausible; whether it is a class or a quantity; and which columns give it away. */
import { groupBy } from '../../../core/index.js';
import { unitOf } from '../columns/number-format.js';
import { type ColumnLook, IDENTIFIER, type TableLook } from './look-at-table.js';

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
  ...['target', 'targets', 'label', 'labels', 'class', 'outcome', 'status', 'y'],
  ...['response', 'survived', 'diagnosis', 'churn', 'churned', 'saleprice', 'sellingprice', 'medv'],
]);
/** What is predicted where nothing else is named so: elsewhere a price is an input. */
const PRICES = new Set(['price']);
/** Names that suggest it, and count where the column is the last one as well. */
const SUGGESTIVE = new Set([
  ...['species', 'variety', 'quality', 'rating', 'score', 'income', 'rings', 'progression', 'count', 'cnt'],
  ...['exited', 'fraud', 'isfraud', 'medhousevalue', 'medhouseval', 'medianhousevalue', 'defaultpaymentnextmonth'],
]);

/** Nothing plausible where no column varies. */
export function chooseTarget({ columns }: TableLook): TargetChoices {
  const names = new Set(columns.map(({ name }) => plainName(name)));
  // Beside `x` and `z` it may be a length.
  const isCoordinate = (name: string): boolean => name === 'y' && names.has('x') && names.has('z');
  const telling = columns.filter(({ name }) => TELLING.has(plainName(name)) && !isCoordinate(plainName(name)));
  const lastColumn = columns.at(-1);
  const isLastTelling = lastColumn !== undefined && SUGGESTIVE.has(plainName(lastColumn.name));
  const prices = isLastTelling ? [] : columns.filter(({ name }) => PRICES.has(plainName(name)));
  const named = telling.length > 0 ? telling : prices;
  const [only] = named;
  if (only !== undefined) {
    const plausible = named.map(({ name }) => name);
    return named.length > 1 ? { plausible } : { plausible, guess: { name: only.name, reason: 'from its name' } };
  }
  return chooseAmong(columns);
}

/** Of columns none of which is named so. */
function chooseAmong(columns: readonly ColumnLook[]): TargetChoices {
  const possible = columns.filter(canBeFound);
  const suggestive = possible.filter(({ name }) => SUGGESTIVE.has(plainName(name)));
  const [only] = possible;
  const last = columns.at(-1);
  const plausible = possible.toSorted((a, b) => rank(a) - rank(b)).map(({ name }) => name);
  if (only !== undefined && possible.length === 1) {
    return { plausible, guess: { name: only.name, reason: 'as the only possible column' } };
  }
  if (suggestive.length === 1 && last !== undefined && suggestive[0] === last) {
    return { plausible, guess: { name: last.name, reason: 'from its name, as the last column' } };
  }
  return { plausible };

  function rank(column: ColumnLook): number {
    if (suggestive.includes(column)) return 0;
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

/** A class of fewer rows is not in every part. */
const FEWEST_OF_A_CLASS = 3;

export function guessTask({ kind, distinct, isWhole, codes }: ColumnLook): TaskGuess {
  const one = distinct === 1 ? 'it has the same value in every row' : undefined;
  if (kind === 'category') return { task: 'classification', reason: one ?? `it has ${distinct} different words` };
  if (isWhole && distinct <= MOST_CLASSES) {
    const known = codes.filter((code) => !Number.isNaN(code));
    const isRare = [...groupBy(known, (code) => code).values()].some(({ length }) => length < FEWEST_OF_A_CLASS);
    return isRare
      ? { task: 'regression', reason: `it has ${distinct} different whole numbers, some of them in a row or two` }
      : { task: 'classification', reason: one ?? `it has ${distinct} different whole numbers` };
  }
  return {
    task: 'regression',
    reason: isWhole ? `it has ${distinct} different whole numbers` : 'it has fractional numbers',
  };
}
