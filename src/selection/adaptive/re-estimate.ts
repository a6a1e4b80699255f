/** @file Fits and estimates from all outcomes applied so far, in the unit that their losses ask for. */
import type { Estimator } from './estimates.js';
import { forget, refit } from './fit.js';
import type { AdaptiveState } from './state.js';
import { evidenceIn, unitOf } from './unit.js';

/** Updates unit, fit and estimates in place, starting from the last fit; one in another unit is forgotten. */
export function reEstimate(
  state: Pick<AdaptiveState, 'unit' | 'fit' | 'estimates' | 'evidence' | 'inPanel'>,
  estimator: Estimator,
): void {
  const { fit, estimates, evidence, inPanel } = state;
  const unit = unitOf(evidence);
  if (unit !== state.unit) forget(fit);
  state.unit = unit;
  const inUnit = evidenceIn(unit, evidence);
  refit(fit, inUnit, inPanel);
  estimator.update(estimates, inUnit, fit, unit);
}
