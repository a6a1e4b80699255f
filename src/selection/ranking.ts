/** @file Candidates in the order of the criterion, with the losses it rests on. */
import { InputError } from '../core/index.js';
import type { Criterion } from '../stats/index.js';
import type { Rule } from './rule.js';

/** What a decision is made from. */
export interface Field {
  readonly ids: readonly string[];
  /** By candidate index: its place among the ids in code-unit order, which settles ties. */
  readonly idRanks: Int32Array;
  readonly criterion: Criterion;
  readonly rule: Rule;
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
 * Orders the entrants by their criterion on these columns. Throws an InputError where one of them has fewer losses than
 * criterion and rule need.
 */
export function rank(
  { criterion, rule, ids, idRanks }: Field,
  columns: readonly Float64Array[],
  entrants: Int32Array,
): Ranking {
  const rows = gatherRows(columns, entrants);
  rows.forEach((row, entrant) => {
    const needed = rule.paired ? columns.length : Math.max(criterion.minimumTrials, rule.minimumTrials);
    if (row.length < needed)
      throw missingLosses(rule, ids[entrants[entrant] as number] as string, row.length, columns.length);
  });
  const values = Float64Array.from(rows, (row) => criterion.evaluate(row));
  const places = Int32Array.from(entrants, (_, place) => place).sort((left, right) => {
    const first = values[left] as number;
    const second = values[right] as number;
    if (first !== second) return first < second ? -1 : 1;
    return (idRanks[entrants[left] as number] as number) - (idRanks[entrants[right] as number] as number);
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

function missingLosses(rule: Rule, candidate: string, losses: number, replicates: number): InputError {
  return new InputError({
    code: 'missing-losses',
    what: `Candidate "${candidate}" has ${losses} losses in ${replicates} replicates`,
    allowed: rule.paired
      ? `a loss in every replicate, because rule "${rule.name}" compares replicate by replicate`
      : `at least ${rule.minimumTrials} for rule "${rule.name}"`,
    fix: 'Fill the gaps, leave the candidate out, or choose a rule for two samples.',
  });
}
