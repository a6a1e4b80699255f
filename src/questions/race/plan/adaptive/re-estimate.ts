/** @file Applies outcomes, failed ones too, and fits and estimates from all of them, in the unit and on the scale that their losses ask for. */

import { isBroken, neverWorked, recordOutcome } from '../never-worked.js';
import { type Estimates, lowestCenter } from './estimates.js';
import type { Estimator } from './estimator.js';
import { applyNext, dropAsks, evidenceIn, nextCandidate } from './evidence.js';
import { forget, refit } from './fit.js';
import { evidenceOn, hasScale, LOGARITHMS, LOSSES, type LossScale, RECIPROCALS } from './loss-scale.js';
import type { AdaptiveState } from './state.js';

/** Standard errors above the lowest estimate that must be losses, for losses to be compared on that scale. */
const ERRORS_WITHIN = 6;

/**
 * Updates unit, scale, fit and estimates in place, starting from the last fit; one in another unit or scale is forgotten. The scale
 * stays once it is fixed, unless a loss comes that has no place on it.
 */
export function reEstimate(
  state: Pick<
    AdaptiveState,
    'unit' | 'scale' | 'fixed' | 'fit' | 'estimates' | 'evidence' | 'failures' | 'inPanel' | 'admitted'
  >,
  estimator: Estimator,
): void {
  const { fit, estimates, evidence, inPanel } = state;
  const unit = estimator.unitOf(evidence);
  const inUnit = estimator.counted(evidenceIn(unit, evidence), unit, state.fixed?.tolerance);
  if (unit !== state.unit) forget(fit);
  state.unit = unit;
  const estimateOn = (scale: LossScale) => {
    if (scale !== state.scale) forget(fit);
    state.scale = scale;
    const onScale = evidenceOn(scale, inUnit);
    refit(fit, onScale, inPanel, estimator.form.as === 'location');
    estimator.update(estimates, onScale, fit, { scale, inPanel });
    excludeFailing(state, estimator);
  };
  if (state.fixed !== undefined) {
    estimateOn(hasScale(inUnit, state.fixed.scale) ? state.fixed.scale : LOSSES);
    return;
  }
  estimateOn(estimator.scaleOf(inUnit, inPanel));
  // If a possible leader has no upper end, neither tolerance nor bound would have one.
  if (state.scale === RECIPROCALS && !endsWithin(estimates)) estimateOn(LOGARITHMS);
}

/** Whether the upper bound of the lowest estimate is a loss. */
function endsWithin(estimates: Estimates): boolean {
  const { centers, variances, scale } = estimates;
  const lowest = lowestCenter(estimates);
  return lowest < 0 || hasEnd(scale, centers[lowest] as number, variances[lowest] as number);
}

/** Whether what is estimated so on the scale is a loss up to its upper bound. */
export function hasEnd({ from }: LossScale, center: number, variance: number): boolean {
  return from(center + ERRORS_WITHIN * Math.sqrt(variance)) < Number.POSITIVE_INFINITY;
}

// Outcomes of an adaptive race that failed. Until one of its trainings works, the failures of a candidate say nothing of its
// losses; from then on they count as the policy says. One that is broken is asked for no more.

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
function excludeFailing(
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
