/** @file The state of a race in rounds: what they have come to, the round in hand, and how candidates rank. Its arrays belong to it. */

import { type InputError, inputError } from '../../../core/index.js';
import type { Criterion } from '../../../stats/index.js';
import { createFailureRecord, type FailureRecord } from './never-worked.js';
import type { RoundRule } from './rule.js';

export interface RoundsState {
  /** Rounds applied so far. */
  rounds: number;
  /**
   * One column per replicate raced: the loss by candidate index, finite or Infinity; NaN where that candidate has no
   * trial of the replicate. Entries of candidates that had left by then mean nothing.
   */
  readonly columns: Float64Array[];
  /** Columns of the round in hand, as far as they have come; none between rounds. */
  hand: Float64Array[];
  /** Trials that have gone into them. */
  filled: number;
  /** Indices of the candidates that are left, ascending. */
  survivors: Int32Array;
  readonly failures: FailureRecord;
  /** By candidate index: replicates after which it left; 0 while it races. */
  readonly leftAfter: Int32Array;
  /** Index of the best at the last decision; -1 before the first. */
  incumbent: number;
  /** Its criterion then. */
  incumbentValue: number;
  /** Ids of those left at the last decision, best first. */
  ranked: readonly string[];
}

export function initialState(candidates: number): RoundsState {
  return {
    rounds: 0,
    columns: [],
    hand: [],
    filled: 0,
    failures: createFailureRecord(candidates),
    survivors: Int32Array.from({ length: candidates }, (_, index) => index),
    leftAfter: new Int32Array(candidates),
    incumbent: -1,
    incumbentValue: Number.POSITIVE_INFINITY,
    ranked: [],
  };
}

/** Losses of two candidates on the raced replicates that both have, pair by pair. */
export function commonLosses(
  state: RoundsState,
  first: number,
  second: number,
): readonly [first: Float64Array, second: Float64Array] {
  const shorter = columnsOf(state, first).length < columnsOf(state, second).length ? first : second;
  const common = columnsOf(state, shorter).filter(
    (column) => !Number.isNaN(column[first]) && !Number.isNaN(column[second]),
  );
  const lossesAt = (index: number): Float64Array => Float64Array.from(common, (column) => column[index] as number);
  return [lossesAt(first), lossesAt(second)];
}

function columnsOf(state: RoundsState, index: number): readonly Float64Array[] {
  const left = state.leftAfter[index] as number;
  return left === 0 ? state.columns : state.columns.slice(0, left);
}

/** By candidate index: replicates it was asked for, from the first one on. */
export function replicatesAsked({ columns, leftAfter }: RoundsState): Int32Array {
  return leftAfter.map((left) => (left === 0 ? columns.length : left));
}

/** Losses in these columns, as far as each candidate was asked for. */
export function lossesAsked(columns: readonly Float64Array[], asked: Int32Array): number {
  let losses = 0;
  asked.forEach((replicates, index) => {
    for (const column of columns.slice(0, replicates)) if (!Number.isNaN(column[index] as number)) losses++;
  });
  return losses;
}

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
