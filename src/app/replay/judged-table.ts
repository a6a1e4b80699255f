/** @file Says what of recorded losses can be judged: the candidates with a loss on every replicate, and the best of them. */
import { criterionOverTable, type LossTable } from '../../questions/race/plan/index.js';
import type { Criterion } from '../../stats/index.js';

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

/** Who of these has the smallest value, ties by id; undefined where there is nobody. */
export function bestOf(values: Float64Array, ids: readonly string[], indices: readonly number[]): number | undefined {
  return [...indices].sort((a, b) => {
    const [first, second] = [values[a] as number, values[b] as number];
    if (first !== second) return first < second ? -1 : 1;
    return (ids[a] as string) < (ids[b] as string) ? -1 : 1;
  })[0];
}
