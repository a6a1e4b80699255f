/** @file Makes an encoding of the rows of the pool: levels, what fills missing values, and which columns tell nothing. */
import { InputError } from '../../core/index.js';
import type { ColumnEncoding, LeftColumn, NumberFormat, RawColumn, TableEncoding } from './encoding.js';

/** A raw column with how its cells are written, and whether the user says what it is. */
export interface ReadColumn {
  readonly raw: RawColumn;
  readonly format: NumberFormat;
  readonly isStated: boolean;
}

/** More levels are taken for text or an identifier unless the user says that they are categories. */
export const MOST_LEVELS = 50;
/** Even then. */
const MOST_STATED_LEVELS = 1000;

/** `left`: columns that are no inputs already. Throws InputError where no column is left, and for too many stated levels. */
export function fitEncoding(
  columns: readonly ReadColumn[],
  pool: Int32Array,
  left: readonly LeftColumn[],
  path: string,
): TableEncoding {
  const fitted = columns.map((column) => fitColumn(column, pool, path));
  const kept = fitted.filter((column): column is ColumnEncoding => !('reason' in column));
  const dropped = [...left, ...fitted.filter((column): column is LeftColumn => 'reason' in column)];
  if (kept.length > 0) return { columns: kept, left: dropped };
  throw new InputError({
    code: 'data-without-inputs',
    what: `${path}: no column tells anything. ${dropped.map(({ name, reason }) => `\`${name}\`: ${reason}`).join('; ')}.`,
    allowed: 'at least one column of numbers, categories or dates',
    fix: 'Choose the columns with `data.inputs`, or say what they are with `data.columns`.',
  });
}

function fitColumn({ raw, format, isStated }: ReadColumn, pool: Int32Array, path: string): ColumnEncoding | LeftColumn {
  const { name, kind } = raw;
  if (kind === 'category') return fitCategory(name, raw.values, pool, { isStated, path });
  const { mean, missing } = describe(raw.values, pool);
  if (Number.isNaN(mean)) return { name, reason: 'every value of the pool is missing', isChosen: false };
  const indicator = missing > 0;
  if (kind === 'number') return { name, kind, format, fill: mean, indicator };
  const hours = raw.values.some((value) => !Number.isNaN(value) && !Number.isInteger(value));
  return { name, kind, fill: mean, indicator, hours };
}

function describe(values: Float64Array, pool: Int32Array): { readonly mean: number; readonly missing: number } {
  let total = 0;
  let missing = 0;
  for (const row of pool) {
    const value = values[row] as number;
    if (Number.isNaN(value)) missing++;
    else total += value;
  }
  return { mean: total / (pool.length - missing), missing };
}

function fitCategory(
  name: string,
  values: readonly string[],
  pool: Int32Array,
  { isStated, path }: { readonly isStated: boolean; readonly path: string },
): ColumnEncoding | LeftColumn {
  const levels = [...new Set(Array.from(pool, (row) => values[row] as string))].sort();
  if (levels.every((level) => level === ''))
    return { name, reason: 'every value of the pool is missing', isChosen: false };
  if (isStated && levels.length > MOST_STATED_LEVELS) throw tooManyLevels(path, name, levels.length);
  if (!isStated && (levels.length > MOST_LEVELS || levels.length * 2 > pool.length)) {
    return {
      name,
      reason: `text, or an identifier: ${levels.length} different values in ${pool.length} rows`,
      isChosen: false,
    };
  }
  return { name, kind: 'category', levels };
}

function tooManyLevels(path: string, name: string, count: number): InputError {
  return new InputError({
    code: 'data-levels',
    what: `${path}: column \`${name}\` has ${count} categories in the pool.`,
    allowed: `at most ${MOST_STATED_LEVELS}`,
    fix: 'Group the rare ones, or leave the column out: `columns: { NAME: ignore }`.',
  });
}
