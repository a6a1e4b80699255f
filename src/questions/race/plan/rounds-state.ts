/** @file The state of a race in rounds: what they have come to, and the round in hand. Its arrays belong to it. */
import { createFailureRecord, type FailureRecord } from './never-worked.js';

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
