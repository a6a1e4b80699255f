/** @file What a look at an adaptive race found, as its decisions tell it. */
import { neverWorked } from '../never-worked.js';
import type { AdaptiveEnd, AdaptiveState } from './state.js';

/** What a look found. */
export interface Look {
  /** 1-based. */
  readonly number: number;
  /** Outcomes it rests on. */
  readonly outcomes: number;
  /** Index of the leader; -1 while none has trials enough, or where none can lead. */
  readonly leader: number;
  /** Its criterion as estimated, in units of the loss; NaN without a leader. */
  readonly leaderValue: number;
  /** In units of the loss, from the first look with a leader on the same; 0 without a leader. */
  readonly tolerance: number;
  /** Candidates contested now, by index. */
  readonly contested: readonly number[];
  /** The candidates that were contested at the last look (at the first: all) and are idle now, and the other way round. */
  readonly idle: readonly LookEvidence[];
  readonly woken: readonly LookEvidence[];
  readonly end: AdaptiveEnd | undefined;
}

export interface LookEvidence {
  readonly candidate: number;
  /** Trials applied. */
  readonly n: number;
  /** Its criterion less the leader's, in units of the loss; NaN where either is unknown. */
  readonly difference: number;
  /** Chance of being better than the leader by more than the tolerance. */
  readonly chance: number;
  /** What rules it out where no comparison does. */
  readonly reason: 'divergence' | 'never-worked' | undefined;
}

/** `before`: flags of those that were contested then. */
export function lookOf(state: AdaptiveState, before: Uint8Array): Look {
  const { evidence, estimates, contested, chances, leader } = state;
  const valueAt = (i: number) =>
    i < 0 ? Number.NaN : estimates.scale.from(estimates.centers[i] as number) / state.unit;
  const leaderValue = valueAt(leader);
  const evidenceOf = (candidate: number): LookEvidence => ({
    candidate,
    n: evidence.applied[candidate] as number,
    difference: valueAt(candidate) - leaderValue,
    chance: chances[candidate] as number,
    reason:
      estimates.excluded[candidate] === 0
        ? undefined
        : neverWorked(state.failures, candidate)
          ? 'never-worked'
          : 'divergence',
  });
  const open: number[] = [];
  const idle: LookEvidence[] = [];
  const woken: LookEvidence[] = [];
  for (let i = 0; i < contested.length; i++) {
    if (contested[i] === 1) open.push(i);
    if (i === leader || before[i] === contested[i]) continue;
    (contested[i] === 1 ? woken : idle).push(evidenceOf(i));
  }
  return {
    number: state.looks,
    outcomes: evidence.outcomes,
    leader,
    leaderValue,
    tolerance: leader < 0 ? 0 : (state.fixed?.tolerance.value ?? 0),
    contested: open,
    idle,
    woken,
    end: state.end,
  };
}
