/** @file Recorded losses as a table: in another order, by a criterion, what of them can be judged, and what a replay finds. */

import type { JsonObject } from '../../../core/index.js';
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

/** An estimate with its interval, as Monte-Carlo runs give it. */
export interface ValueWithInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What one rule comes to on the recorded losses. */
export interface RuleOnTable {
  /** Of its race; null where there is no rule at all. */
  readonly description: JsonObject | null;
  /** `asked`: replayed on request. `published`: the published algorithm, for comparison. `exhaustive`: no rule at all. */
  readonly role: 'asked' | 'published' | 'exhaustive';
  readonly trials: number;
  /** Share of the recorded trials in use; null where it asked for others, which the table lacks. */
  readonly cost: number | null;
  /** The regret in losses, infinite without a pick; null if it cannot be judged. */
  readonly regret: number | null;
  /** Null where it cannot be judged. */
  readonly picksBest: boolean | null;
  /** Over random orders; null where there are none. */
  readonly simulation: ReplayFindings['simulation'];
}

/** What a rule would come to on recorded losses; all values on losses. */
export interface ReplayFindings {
  /** Replicates in use. */
  readonly replicates: number;
  /** Replicates in the table. */
  readonly recorded: number;
  /** Recorded trials of all candidates on the replicates in use. */
  readonly trials: number;
  /** Candidates with a trial on every replicate of the table: these can be judged. */
  readonly complete: number;
  /** Trials that the race asked for and that are not recorded. */
  readonly missing: number;
  /** Best of the complete candidates by the criterion over the whole table; null with fewer than two of them. */
  readonly best: { readonly candidate: string; readonly value: number } | null;
  /** The pick's criterion over the whole table; null without a pick, and if the pick is not complete. */
  readonly value: number | null;
  /** How much worse than the best's that is; null where there is no best. */
  readonly regret: number | null;
  /** The same of the complete candidates over random orders of the replicates in use; null where there are none. */
  readonly simulation: {
    readonly orders: number;
    /** Share of their trials that is used. */
    readonly cost: ValueWithInterval;
    /** Share of the orders that pick the best. */
    readonly correct: ValueWithInterval;
    /** Share that pick one within the rule's own tolerance of the best; null under a rule that states none. */
    readonly within: ValueWithInterval | null;
    readonly regret: ValueWithInterval;
    /** Share of the orders that end with one candidate. */
    readonly decided: ValueWithInterval;
  } | null;
}
