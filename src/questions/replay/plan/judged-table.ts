/** @file Recorded losses as a table: in another order, by a criterion, and what of them can be judged. */
import type { Criterion } from '../../../stats/index.js';
import type { LossTable } from '../../race/plan/index.js';

interface JudgedTable {
  /** Of the complete candidates, ascending. */
  readonly indices: readonly number[];
  /** Criterion by candidate over the whole table; NaN of those that are not complete. */
  readonly values: Float64Array;
  /** Those of them that may be the best: all but those that never worked. */
  readonly ranked: readonly number[];
  /** Index of the best; null with fewer than two complete candidates, and where the criterion of all of them is infinite. */
  readonly best: number | null;
}

/** Losses that are missing are seldom missing by chance: a race trains those less that it finds worse. */
export function judgeTable(criterion: Criterion, table: LossTable): JudgedTable {
  const { candidates, columns, failures } = table;
  const isComplete = (index: number): boolean => columns.every((column) => !Number.isNaN(column[index]));
  const indices = candidates.map((_, index) => index).filter(isComplete);
  const whole = criterionOverTable(criterion, table);
  const values = whole.map((value, index) => (isComplete(index) ? value : Number.NaN));
  const hasWorked = (index: number): boolean => columns.some((_, place) => failures?.[place]?.[index] === undefined);
  const ranked = indices.filter(hasWorked);
  const finite = ranked.filter((index) => values[index] !== Number.POSITIVE_INFINITY);
  return { indices, ranked, values, best: indices.length < 2 ? null : (bestOf(values, candidates, finite) ?? null) };
}

/** The complete candidates alone. */
export function completePart(table: LossTable, { indices }: JudgedTable): LossTable {
  const { candidates, columns, failures } = table;
  if (indices.length === candidates.length) return table;
  return {
    candidates: indices.map((index) => candidates[index] as string),
    columns: columns.map((column) => Float64Array.from(indices, (index) => column[index] as number)),
    ...(failures === undefined ? {} : { failures: failures.map((column) => indices.map((index) => column[index])) }),
  };
}

/** How much worse a candidate is than the best; null where it is not complete, or nothing is. */
export function regretAt({ values, best }: JudgedTable, index: number): number | null {
  if (best === null) return null;
  const [value, least] = [values[index] as number, values[best] as number];
  if (Number.isNaN(value)) return null;
  return value - least;
}

/** The one of these with the smallest value, ties by id; undefined if there are none. */
export function bestOf(values: Float64Array, ids: readonly string[], indices: readonly number[]): number | undefined {
  let best: number | undefined;
  for (const index of indices) {
    const [value, least] = [values[index] as number, values[best ?? index] as number];
    const isEarlier = (ids[index] as string) < (ids[best ?? index] as string);
    if (best === undefined || value < least || (value === least && isEarlier)) best = index;
  }
  return best;
}

/** The same table with the columns at these positions, in this order. */
export function inOrder({ candidates, columns, failures }: LossTable, positions: ArrayLike<number>): LossTable {
  const taken = Array.from(positions);
  return {
    candidates,
    columns: taken.map((position) => columns[position] as Float64Array),
    ...(failures === undefined ? {} : { failures: taken.map((position) => failures[position] ?? []) }),
  };
}

/** The criterion of every candidate over all replicates it has; Infinity where it has too few. */
export function criterionOverTable(criterion: Criterion, { candidates, columns }: LossTable): Float64Array {
  return Float64Array.from(candidates, (_, index) => {
    const losses = columns.map((column) => column[index] as number).filter((loss) => !Number.isNaN(loss));
    return losses.length < criterion.minimumTrials ? Number.POSITIVE_INFINITY : criterion.evaluate(losses);
  });
}
