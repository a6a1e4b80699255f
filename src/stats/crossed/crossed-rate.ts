/**
 * @file The rate of something in crossed tables, whose trainings are no independent ones: those of one row, or of one column, go together. The
 * interval is exact for as many independent trainings as these are worth (Korn and Graubard 1998, Survey Methodology 24, 193-201):
 * its variance over rows and columns says how many.
 */
import { shareInterval } from '../intervals/share-interval.js';
import { type CrossedValues, crossedComponents } from './crossed-components.js';
import type { CrossedAndFresh } from './fresh-pairs.js';

export interface CrossedRate {
  /** 0 ... 1. */
  readonly rate: number;
  /** Independent trainings that the tables are worth, with the fresh pairs. */
  readonly effective: number;
  readonly low: number;
  readonly high: number;
}

/** `rows`: rows have it in all their trainings or in none. Null where that is true of neither, or all are alike. */
type CrossedUnit = 'rows' | 'columns' | null;

/**
 * Of 0 and 1 in tables with the same rows and columns, and in fresh pairs beside them; all count alike; undefined without values. Where none or all have it,
 * tables are worth what `others` say that such a table is worth, tables of the same design; where these say nothing either, its rows or its columns,
 * whichever are fewer. Fresh pairs are worth their number: those of several tables have weights in common.
 */
export function crossedRate(
  cells: readonly CrossedAndFresh[],
  others: readonly CrossedAndFresh[],
  level: number,
): CrossedRate | undefined {
  const inTables = rateOfTables(
    cells.map(({ table }) => table),
    others.map(({ table }) => table),
  );
  const [fresh] = meanTable(cells.map((cell) => [cell.fresh])) as [CrossedValues[number]?];
  const { count: pairs, mean } = crossedComponents([fresh ?? []]);
  const told = pairs === 0 ? inTables : joinRates(inTables, { count: pairs, rate: mean, effective: pairs });
  if (told === undefined) return undefined;
  const { rate, effective } = told;
  const [low, high] = shareInterval(rate * effective, effective, level);
  return { rate, effective, low, high };
}

interface CountedRate extends Pick<CrossedRate, 'rate' | 'effective'> {
  readonly count: number;
}

/** Each value counts alike, so that the variance of the whole is that of either by the square of its part. */
function joinRates(one: CountedRate | undefined, other: CountedRate): CountedRate {
  if (one === undefined) return other;
  const count = one.count + other.count;
  return {
    count,
    rate: (one.count * one.rate + other.count * other.rate) / count,
    effective: count ** 2 / (one.count ** 2 / one.effective + other.count ** 2 / other.effective),
  };
}

function rateOfTables(tables: readonly CrossedValues[], others: readonly CrossedValues[]): CountedRate | undefined {
  const mean = meanTable(tables);
  const { mean: rate, count } = crossedComponents(mean);
  if (count === 0) return undefined;
  const [only] = tables;
  const unit = tables.length === 1 ? crossedUnit(only as CrossedValues) : null;
  const least = Math.min(linesOf(mean), linesOf(transposed(mean)));
  const most = tables.reduce((sum, table) => sum + table.flat().filter((value) => value !== undefined).length, 0);
  const known = [worthOf([mean]), worthOf(others)].filter((worth) => worth !== undefined);
  const worth = known.length === 0 ? least : Math.max(least, Math.min(most, ...known));
  const effective = unit === 'rows' ? linesOf(mean) : unit === 'columns' ? linesOf(transposed(mean)) : worth;
  return { count, rate, effective };
}

/** Whether the trainings of a table that have it are those of some rows, or of some columns. */
export function crossedUnit(table: CrossedValues): CrossedUnit {
  const values = table.flat().filter((value) => value !== undefined);
  if (values.every((value) => value === values[0])) return null;
  if (table.every(isEven)) return 'rows';
  return transposed(table).every(isEven) ? 'columns' : null;
}

function isEven(line: readonly (number | undefined)[]): boolean {
  return new Set(line.filter((value) => value !== undefined)).size <= 1;
}

/** Independent trainings that one of these tables is worth; undefined where they do not vary. */
function worthOf(tables: readonly CrossedValues[]): number | undefined {
  let [ofOne, ofMean] = [0, 0];
  for (const table of tables) {
    const { mean, count, rows, columns, rest } = crossedComponents(table);
    if (count === 0) continue;
    ofOne += mean * (1 - mean);
    const [height, width] = [linesOf(table), linesOf(transposed(table))];
    ofMean += positive(rows) / height + positive(columns) / width + positive(rest) / count;
  }
  return ofOne > 0 && ofMean > 0 ? ofOne / ofMean : undefined;
}

/** NaN, where too few values say anything, counts as nothing. */
function positive(variance: number): number {
  return Number.isNaN(variance) ? 0 : Math.max(0, variance);
}

function meanTable(tables: readonly CrossedValues[]): CrossedValues {
  const [first = []] = tables;
  return first.map((line, row) =>
    line.map((_, column) => {
      const values = tables.map((table) => table[row]?.[column]).filter((value) => value !== undefined);
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
    }),
  );
}

/** Lines with any value. */
function linesOf(table: CrossedValues): number {
  return table.filter((line) => line.some((value) => value !== undefined)).length;
}

function transposed(table: CrossedValues): CrossedValues {
  return (table[0] ?? []).map((_, column) => table.map((line) => line[column]));
}
