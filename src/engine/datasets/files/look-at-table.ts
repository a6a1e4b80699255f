/** @file Looks at a table before an experiment is written for it: what each column is, and what is odd about it. */

import { resolve } from 'node:path';
import { InputError, inputError } from '../../../core/index.js';
import { useOfWords } from '../columns/fit-encoding.js';
import { type ColumnPlace, haveDecimalCommas } from '../columns/infer-reading.js';
import { type LooseColumn, readLoosely, unfitWords } from '../columns/read-column.js';
import { requireColumn } from './choose-columns.js';
import { groupNumbers } from './divide-file.js';
import { withTroublesOfTable } from './find-troubles.js';
import { openTable } from './open-table.js';
import { noExamples, type TableCell } from './table-file.js';

export interface ColumnLook {
  readonly name: string;
  /** `text`: words of too many kinds for categories. `unclear`: commas or dates that could mean two things. `array`: several values a row. */
  readonly kind: 'number' | 'category' | 'date' | 'text' | 'unclear' | 'array';
  /** Rows whose cell is missing; a cell that does not fit is none of them. */
  readonly missing: number;
  /** Different values, missing ones apart. */
  readonly distinct: number;
  /** Whether all numbers are whole. */
  readonly isWhole: boolean;
  /** For people: `constant`, `an identifier`, `nearly the same as \`area\``, ... */
  readonly odd: readonly string[];
  /** Missing cells that are a word, such as `None` or `NA`, which may be a level: how it is written, and how often; null where none is. */
  readonly word: { readonly text: string; readonly cells: number } | null;
  /** For comparisons: numbers by row, levels as numbers of first occurrence; NaN where missing, and for a cell that does not fit. */
  readonly codes: Float64Array;
}

export interface TableLook {
  readonly path: string;
  readonly count: number;
  readonly columns: readonly ColumnLook[];
}

const NOTHING = { missing: 0, distinct: 0, isWhole: false, odd: [], word: null, codes: new Float64Array() } as const;

/** What is odd about a column that numbers the rows, or names each. */
export const IDENTIFIER = 'an identifier, different in every row';
/** What is odd about words of too many kinds. */
export const TEXT_LEFT_OUT = 'text: left out';

/** Correlation above which two columns say the same. */
const SAME = 0.9999;
/** Pairs of columns that are compared. */
const MOST_PAIRS = 20_000;

/** Throws an InputError for a file that cannot be read. A file without columns of single values (a picture a row) has only arrays. */
export async function lookAtTable(path: string): Promise<TableLook> {
  try {
    return await lookAtColumns(path);
  } catch (error) {
    throw error instanceof InputError ? await withTroublesOfTable(path, error) : error;
  }
}

async function lookAtColumns(path: string): Promise<TableLook> {
  const file = await openTable(path, {});
  const single = file.columns.filter(({ shape }) => shape.length === 0).map(({ name }) => name);
  const { count, cells } = await file.read([], single, new Set(single));
  if (count === 0) throw noExamples(path);
  const place = { path, delimiter: file.delimiter, hasDecimalCommas: () => haveDecimalCommas(cells.values()) };
  const looked = file.columns.map(({ name, shape }): ColumnLook => {
    if (shape.length > 0) return { ...NOTHING, name, kind: 'array' };
    return lookAt(cells.get(name) as readonly TableCell[], { ...place, name });
  });
  return { path, count, columns: looked.map((column, place) => withTwin(column, looked.slice(0, place))) };
}

function lookAt(cells: readonly TableCell[], place: ColumnPlace): ColumnLook {
  const { name } = place;
  const read = readOrUnclear(cells, place);
  if (read instanceof InputError) {
    const odd = read.code === 'data-commas' ? 'commas that could mean two things' : 'dates that could mean two things';
    return { ...NOTHING, name, kind: 'unclear', distinct: new Set(cells).size, odd: [odd] };
  }
  const { column, unfit } = read;
  const { kind, values } = column.raw;
  const codes = kind === 'category' ? codesOf(values) : values;
  const present = codes.filter((value) => !Number.isNaN(value));
  const missing = cells.length - present.length - unfit.length;
  const distinct = new Set(present).size;
  const isWhole = kind === 'number' && present.every(Number.isInteger);
  const isText = kind === 'category' && useOfWords(distinct, present.length) === 'left';
  const isKey = distinct === present.length && present.length > 20 && (isText || (isWhole && areDrawnOnce(present)));
  const odd = [
    ...(distinct === 0 ? ['empty'] : []),
    ...(distinct === 1 && missing === 0 ? ['constant'] : []),
    ...(isKey ? [IDENTIFIER] : isText ? [TEXT_LEFT_OUT] : []),
    ...(unfit.length > 0
      ? [`not ${unfitWords(column.readAs, name).none} in ${unfit.length} ${unfit.length === 1 ? 'row' : 'rows'}`]
      : []),
    ...(present.length * 2 < cells.length ? ['mostly missing'] : []),
  ];
  const word = kind === 'category' ? wordOf(cells) : null;
  return { name, kind: isText ? 'text' : kind, missing, distinct, isWhole, odd, word, codes };
}

/** The refusal where the cells may be read in two ways. */
function readOrUnclear(cells: readonly TableCell[], place: ColumnPlace): LooseColumn | InputError {
  try {
    return readLoosely(cells, place);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Of missing ones NaN. */
function codesOf(values: readonly string[]): Float64Array {
  return Float64Array.from(groupNumbers(values), (number, row) => (values[row] === '' ? Number.NaN : number));
}

/** Pairs of equal values that chance would have given, where so many and none there is no chance. */
const EXPECTED_PAIRS = 12;

/** Different whole numbers, also with gaps, that lie so close together that numbers which measure something would repeat: n (n - 1) / 2 pairs, each alike in one of as many cases as there are numbers. */
function areDrawnOnce(values: Float64Array): boolean {
  const smallest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const numbers = largest - smallest + 1;
  return numbers === values.length || (values.length * (values.length - 1)) / 2 > EXPECTED_PAIRS * numbers;
}

/** Words that programs write for what is missing, and people for a level. */
const WORDS = /^(?:none|na|null)$/i;

function wordOf(cells: readonly TableCell[]): ColumnLook['word'] {
  const words = cells.filter((cell) => typeof cell === 'string' && WORDS.test(cell.trim()));
  const [first] = words;
  return first === undefined ? null : { text: String(first).trim(), cells: words.length };
}

function withTwin(column: ColumnLook, before: readonly ColumnLook[]): ColumnLook {
  if (column.kind !== 'number' || column.distinct <= 1 || before.length ** 2 > MOST_PAIRS) return column;
  const twin = before.find(({ kind, codes }) => kind === 'number' && Math.abs(correlation(codes, column.codes)) > SAME);
  return twin === undefined ? column : { ...column, odd: [...column.odd, `nearly the same as \`${twin.name}\``] };
}

/** Pearson's, of the rows in which both are known; 0 where one of them is constant. */
export function correlation(left: Float64Array, right: Float64Array): number {
  let [count, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  const [shiftA, shiftB] = [left.find((x) => !Number.isNaN(x)) ?? 0, right.find((x) => !Number.isNaN(x)) ?? 0];
  for (let row = 0; row < left.length; row++) {
    const [x, y] = [(left[row] as number) - shiftA, (right[row] as number) - shiftB];
    if (Number.isNaN(x + y)) continue;
    count++;
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const spread = (aa - (a * a) / count) * (bb - (b * b) / count);
  return spread > 0 ? (ab - (a * b) / count) / Math.sqrt(spread) : 0;
}

/** Throws InputError for a file that cannot be read, and for one without the target or without anything beside it. */
export async function checkTarget(path: string, target: string): Promise<void> {
  const table = await openTable(resolve(path), {});
  requireColumn(target, 'target', table);
  if (table.columns.length > 1) return;
  throw inputError`data-without-inputs: ${path}: \`${target}\` is its only column, so there is nothing to predict it from.
    Allowed: a file with other columns beside the target
    Fix: Choose a file with inputs.`;
}
