/** @file Makes an encoding of the rows of the pool: levels, what fills missing values, and which columns tell nothing. */
import { defined, type InputError, inputError } from '../../../core/index.js';
import {
  type ColumnEncoding,
  fewestRows,
  formatOf,
  type LeftColumn,
  orderOf,
  type RawColumn,
  type ReadAs,
  type TableEncoding,
} from './encoding.js';

/** A raw column with how its cells were read, and whether somebody said so. */
export interface ReadColumn {
  readonly raw: RawColumn;
  readonly readAs: ReadAs;
  readonly isStated: boolean;
}

/** More levels are no columns of their own unless the user says so, and then not more than those. */
const MOST_LEVELS = { found: 50, stated: 1000, embedded: 100_000 } as const;
/** Levels are embedded where they have so many rows on average: what a row of the table learns, it learns from these alone. */
const ROWS_OF_A_LEVEL = 10;

/** What becomes of words that nobody says anything about; `left`: text, or an identifier. `rows`: those that the levels are of. */
export function useOfWords(levels: number, rows: number): 'columns' | 'embedded' | 'left' {
  if (levels <= MOST_LEVELS.found) return levels * 2 <= rows ? 'columns' : 'left';
  return levels <= MOST_LEVELS.embedded && levels * ROWS_OF_A_LEVEL <= rows ? 'embedded' : 'left';
}

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
  throw inputError`data-without-inputs: ${path}: no column holds information. ${dropped.map(({ name, reason }) => `\`${name}\`: ${reason}`).join('; ')}.
    Allowed: at least one column of numbers, categories or dates
    Fix: Choose the columns with \`data.inputs\`, or say what they are with \`data.columns\`.`;
}

function fitColumn(column: ReadColumn, pool: Int32Array, path: string): ColumnEncoding | LeftColumn {
  const { raw, readAs } = column;
  const { name, kind } = raw;
  if (kind === 'category') return fitCategory(name, raw.values, pool, { ...column, path });
  const { mean, missing } = describe(raw.values, pool);
  if (Number.isNaN(mean)) return { name, reason: 'every value of the pool is missing', isChosen: false };
  const indicator = missing >= fewestRows(pool.length);
  if (kind === 'number') {
    const unit = readAs.unit == null ? {} : { unit: readAs.unit };
    return { name, kind, format: formatOf(readAs.kind), ...unit, fill: mean, indicator };
  }
  const hours = raw.values.some((value) => !Number.isNaN(value) && !Number.isInteger(value));
  const order = orderOf(readAs.kind);
  return { name, kind, ...defined({ order }), fill: mean, indicator, hours };
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
  { isStated, readAs, path }: Pick<ReadColumn, 'isStated' | 'readAs'> & { readonly path: string },
): ColumnEncoding | LeftColumn {
  const levels = [...new Set(Array.from(pool, (row) => values[row] as string))].sort();
  if (levels.every((level) => level === ''))
    return { name, reason: 'every value of the pool is missing', isChosen: false };
  const count = levels.length;
  if (isStated && count > MOST_LEVELS.embedded) throw tooManyLevels(path, name, count);
  const asStated = readAs.kind === 'embedded' || count > MOST_LEVELS.stated ? 'embedded' : 'columns';
  const use = isStated ? asStated : useOfWords(count, pool.length);
  if (use === 'left') {
    return {
      name,
      // These words are part of the data's hash, and with it of what a run folder takes in.
      reason: `text, or an identifier: ${count} different values in ${pool.length} rows`,
      isChosen: false,
    };
  }
  return encodeLevels(name, values, pool, use === 'embedded');
}

/** A level that few rows have is no level of its own. */
function encodeLevels(
  name: string,
  values: readonly string[],
  pool: Int32Array,
  embedded: boolean,
): ColumnEncoding | LeftColumn {
  const counts = new Map<string, number>();
  for (const row of pool) {
    const level = values[row] as string;
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const fewest = fewestRows(pool.length);
  const all = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  const kept = all.filter(([, count]) => count >= fewest);
  if (kept.length === 0) {
    return { name, reason: `no category has ${fewest} rows of ${pool.length}`, isChosen: false };
  }
  const rare = all.flatMap(([level, count]) => (count < fewest ? [level] : []));
  const told = {
    name,
    kind: 'category',
    levels: kept.map(([level]) => level),
    ...(rare.length === 0 ? {} : { rare }),
  } as const;
  if (embedded) return { ...told, embedded };
  const rows = kept.reduce((sum, [, count]) => sum + count, 0);
  return { ...told, shares: kept.map(([, count]) => count / rows) };
}

function tooManyLevels(path: string, name: string, count: number): InputError {
  return inputError`data-levels: ${path}: column \`${name}\` has ${count} categories in the pool.
    Allowed: at most ${MOST_LEVELS.embedded}
    Fix: Group the rare ones, or leave the column out: \`columns: { NAME: ignore }\`.`;
}
