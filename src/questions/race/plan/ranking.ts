/** @file Candidates in the order of the criterion, with the losses it rests on. */
import { type InputError, inputError } from '../../../core/index.js';
import type { Criterion } from '../../../stats/index.js';
import type { RoundRule } from './rule.js';

/** What a decision is made from. */
export interface Field {
  /** Their order in code units settles ties. */
  readonly ids: readonly string[];
  readonly criterion: Criterion;
  readonly rule: RoundRule;
}

export interface Ranking {
  /** Candidate indices, best first. */
  readonly order: Int32Array;
  /** Criterion by place. */
  readonly values: Float64Array;
  /** Losses by place. */
  readonly rows: readonly Float64Array[];
}

/**
 * Orders the entrants by their criterion on these columns; fewer losses than criterion and rule need count as the worst.
 * Throws an InputError where a rule that compares replicate by replicate meets a gap.
 */
export function rank({ criterion, rule, ids }: Field, columns: readonly Float64Array[], entrants: Int32Array): Ranking {
  const rows = gatherRows(columns, entrants);
  if (rule.paired) {
    const gap = rows.findIndex((row) => row.length < columns.length);
    if (gap >= 0)
      throw gapInPairs(rule, ids[entrants[gap] as number] as string, rows[gap]?.length ?? 0, columns.length);
  }
  const needed = lossesNeeded(criterion, rule);
  const values = Float64Array.from(rows, (row) =>
    row.length < needed ? Number.POSITIVE_INFINITY : criterion.evaluate(row),
  );
  const places = Int32Array.from(entrants, (_, place) => place).sort((left, right) => {
    const first = values[left] as number;
    const second = values[right] as number;
    if (first !== second) return first < second ? -1 : 1;
    return (ids[entrants[left] as number] as string) < (ids[entrants[right] as number] as string) ? -1 : 1;
  });
  return {
    order: places.map((place) => entrants[place] as number),
    values: Float64Array.from(places, (place) => values[place] as number),
    rows: Array.from(places, (place) => rows[place] as Float64Array),
  };
}

/** Losses of each entrant in order of replicates, cells without a trial left out; views into one block of memory. */
function gatherRows(columns: readonly Float64Array[], entrants: Int32Array): Float64Array[] {
  const block = new Float64Array(entrants.length * columns.length);
  let end = 0;
  return Array.from(entrants, (index) => {
    const start = end;
    for (const column of columns) {
      const loss = column[index] as number;
      if (!Number.isNaN(loss)) block[end++] = loss;
    }
    return block.subarray(start, end);
  });
}

/** Losses below which a candidate cannot be judged, and counts as the worst. */
export function lossesNeeded(criterion: Criterion, rule: RoundRule): number {
  return Math.max(criterion.minimumTrials, rule.minimumTrials);
}

function gapInPairs(rule: RoundRule, candidate: string, losses: number, replicates: number): InputError {
  return inputError`missing-losses: Candidate "${candidate}" has ${losses} losses in ${replicates} replicates
    Allowed: a loss in every replicate, because rule "${rule.name}" compares replicate by replicate
    Fix: Fill the gaps, leave the candidate out, or choose a rule for two samples.`;
}
