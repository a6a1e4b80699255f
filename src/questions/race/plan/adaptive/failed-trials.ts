/**
 * @file Outcomes of an adaptive race that failed. Until one of its trainings works, the failures of a candidate say nothing of its
 * losses; from then on they count as the policy says. One that is broken is asked for no more.
 */
import { isBroken, neverWorked, recordOutcome } from '../never-worked.js';
import type { Estimator } from './estimator.js';
import { applyNext, dropAsks, nextCandidate } from './evidence.js';
import type { AdaptiveState } from './state.js';

type FailingState = Pick<AdaptiveState, 'evidence' | 'failures' | 'heldLosses' | 'nextLook'>;

/**
 * Applies the next outcome in order; `failure`: its kind, where it failed; `row`: what its candidate's trials count as from now on, where
 * they rest on one another. `window`: as of the race.
 */
export function applyOutcome(
  state: FailingState,
  loss: number,
  failure: string | undefined,
  row: Float64Array | undefined,
  window: (asked: number) => number,
): void {
  const { evidence, failures, heldLosses } = state;
  const candidate = nextCandidate(evidence);
  recordOutcome(failures, candidate, loss, failure);
  if (neverWorked(failures, candidate)) {
    heldLosses.set(candidate, [...(heldLosses.get(candidate) ?? []), loss]);
    applyNext(evidence, Number.NaN);
    if (isBroken(failures, candidate)) dropUnasked(state, candidate, window);
    return;
  }
  // All that were applied before it failed.
  const first = candidate * evidence.replicates;
  for (const [place, held] of (heldLosses.get(candidate) ?? []).entries()) evidence.losses[first + place] = held;
  heldLosses.delete(candidate);
  applyNext(evidence, loss);
  if (row !== undefined) evidence.losses.set(row, first);
}

/** What the window has let be asked for before this outcome cannot be taken back. */
function dropUnasked(state: FailingState, candidate: number, window: (asked: number) => number): void {
  const { evidence } = state;
  let from = evidence.outcomes;
  while (from < evidence.length && from - window(from) < evidence.outcomes) from++;
  dropAsks(evidence, candidate, from);
  state.nextLook = Math.min(state.nextLook, evidence.length);
}

/**
 * Excludes candidates that may not win, that are broken, that have had all trainings of the race and no finite loss, and that have failed so often
 * without ever working that as many divergences would exclude it; at least twice, since one failure may happen to any.
 */
export function excludeFailing(
  { failures, estimates, admitted }: Pick<AdaptiveState, 'failures' | 'estimates' | 'admitted'>,
  estimator: Estimator,
): void {
  const { finite, infinite, excluded } = estimates;
  for (let i = 0; i < excluded.length; i++) {
    // However few these are: it may be no better, and one without an estimate would be tied with all.
    if (finite[i] === 0 && (infinite[i] as number) >= estimator.maxReplicates) excluded[i] = 1;
  }
  for (const candidate of failures.kinds.keys()) {
    if (!neverWorked(failures, candidate)) continue;
    const failed = failures.failed[candidate] as number;
    const isOut = isBroken(failures, candidate) || (failed > 1 && estimator.excludes(failed));
    if (isOut) estimates.excluded[candidate] = 1;
  }
  admitted?.exclude(estimates.excluded);
}
