/**
 * @file Candidates that never worked: all of their trainings failed, and they are not compared. A training that diverged has
 * worked, badly. A fold over outcomes in the order of asking, like the race that it is part of.
 */
import { failureKind, isFailure, type Outcome } from '../../../core/index.js';

/** The kind of failure that an outcome is; undefined for one that counts. */
export type FailureOf = (outcome: Outcome) => string | undefined;

export const anyFailure: FailureOf = (outcome) => {
  if (!isFailure(outcome)) return undefined;
  return failureKind(outcome.failure ?? { kind: outcome.status, message: '' });
};

/** By candidate index. Owned by the state of a race. */
export interface FailureRecord {
  /** Trainings that count. */
  worked: Int32Array;
  failed: Int32Array;
  /** Of those that have failed: how often, by kind. */
  readonly kinds: Map<number, Map<string, number>>;
}

/** This many failures of a kind of its own say that a candidate does not work. */
const FAILURES_TO_STOP = 2;

export function createFailureRecord(candidates: number): FailureRecord {
  return { worked: new Int32Array(candidates), failed: new Int32Array(candidates), kinds: new Map() };
}

/** Without a failure and without a loss (NaN), as in a gap of a table, nothing is known of a training. */
export function recordOutcome(
  record: FailureRecord,
  candidate: number,
  loss: number,
  failure: string | undefined,
): void {
  const { worked, failed, kinds } = record;
  if (failure === undefined) {
    if (Number.isNaN(loss)) return;
    worked[candidate] = (worked[candidate] as number) + 1;
    return;
  }
  failed[candidate] = (failed[candidate] as number) + 1;
  const own = kinds.get(candidate) ?? new Map<string, number>();
  own.set(failure, (own.get(failure) ?? 0) + 1);
  kinds.set(candidate, own);
}

/** All of its trainings so far failed, and there was one. */
export function neverWorked({ worked, failed }: FailureRecord, candidate: number): boolean {
  return worked[candidate] === 0 && (failed[candidate] as number) > 0;
}

/** Whether an ask for this replicate (from 0) may be dropped yet: its candidate, which has not worked so far, may be broken by then. */
export function mayBeDropped({ worked }: FailureRecord, candidate: number, replicate: number): boolean {
  return worked[candidate] === 0 && replicate >= FAILURES_TO_STOP;
}

/** Those that never worked, of what goes by candidate index. */
export function neverWorkedOf<Item>(record: FailureRecord, items: readonly Item[]): readonly Item[] {
  return record.kinds.size === 0 ? [] : items.filter((_, index) => neverWorked(record, index));
}

/**
 * Whether it is the candidate, and not the machine: it never worked, it failed twice in one way, and no candidate that worked ever failed
 * like that. While none has worked, it cannot be told.
 */
export function isBroken(record: FailureRecord, candidate: number): boolean {
  const { worked, failed, kinds } = record;
  if (!neverWorked(record, candidate) || (failed[candidate] as number) < FAILURES_TO_STOP) return false;
  if (worked.every((count) => count === 0)) return false;
  const isShared = (kind: string): boolean => {
    for (const [other, own] of kinds) if ((worked[other] as number) > 0 && own.has(kind)) return true;
    return false;
  };
  const own = [...(kinds.get(candidate) ?? [])];
  return own.some(([kind, count]) => count >= FAILURES_TO_STOP && !isShared(kind));
}
