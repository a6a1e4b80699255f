/** @file The trials that likeness is tested on: rows of losses by replicate, of the candidates with the most trials. */
import type { LossEvidence } from '../adaptive/evidence.js';

/** Losses of candidates by replicate, most trials first, so that a replicate is there for the first rows alone. */
export interface LikenessTable {
  readonly rows: readonly Float64Array[];
  /** Replicates of the longest row. */
  readonly replicates: number;
}

/** Fewer trials say nothing of their candidate. */
const LEAST_TRIALS = 3;
/** Candidates with fewer trials, and later replicates, are left out: the work stays small whatever the race was. */
const MOST_ROWS = 24;
const MOST_REPLICATES = 40;

/**
 * Of candidates whose trials are all finite; one that diverges is unlike the others, and that is said elsewhere. `toValue`: what losses are
 * compared on.
 */
export function likenessTableOf(
  { candidates, replicates, losses, applied }: LossEvidence,
  toValue: (loss: number) => number,
): LikenessTable {
  const kept: Float64Array[] = [];
  for (let i = 0; i < candidates; i++) {
    const first = i * replicates;
    const row = losses.subarray(first, first + (applied[i] as number));
    if (row.length >= LEAST_TRIALS && row.every(Number.isFinite)) kept.push(row.subarray(0, MOST_REPLICATES));
  }
  // A stable sort: equal counts in the order of candidates.
  const longest = kept.sort((a, b) => b.length - a.length).slice(0, MOST_ROWS);
  const rows = longest.map((row) => row.map(toValue));
  return { rows, replicates: rows[0]?.length ?? 0 };
}

/** Rows that reach each replicate. */
export function reachedBy({ rows, replicates }: LikenessTable): Int32Array {
  return Int32Array.from({ length: replicates }, (_, j) => rows.filter(({ length }) => length > j).length);
}
