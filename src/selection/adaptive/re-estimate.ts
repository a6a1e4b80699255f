/** @file Fits and estimates from all outcomes applied so far, in the unit and on the scale that their losses ask for. */
import type { Estimator } from './estimates.js';
import { forget, refit } from './fit.js';
import { evidenceOn } from './loss-scale.js';
import type { AdaptiveState } from './state.js';
import { evidenceIn, unitOf } from './unit.js';

/** Updates unit, scale, fit and estimates in place, starting from the last fit; one in another unit or scale is forgotten. */
export function reEstimate(
  state: Pick<AdaptiveState, 'unit' | 'scale' | 'fit' | 'estimates' | 'evidence' | 'inPanel'>,
  estimator: Estimator,
): void {
  const { fit, estimates, evidence, inPanel } = state;
  const unit = unitOf(evidence);
  const inUnit = evidenceIn(unit, evidence);
  const scale = estimator.scaleOf(inUnit, inPanel);
  if (unit !== state.unit || scale !== state.scale) forget(fit);
  state.unit = unit;
  state.scale = scale;
  const onScale = evidenceOn(scale, inUnit);
  refit(fit, onScale, inPanel);
  estimator.update(estimates, onScale, fit, { unit, scale });
}
