/** @file Fits and estimates from all outcomes applied so far, in the unit and on the scale that their losses ask for. */
import { type Estimates, lowestCenter } from './estimates.js';
import type { Estimator } from './estimator.js';
import { excludeFailing } from './failed-trials.js';
import { forget, refit } from './fit.js';
import { evidenceOn, hasScale, LOGARITHMS, LOSSES, type LossScale, RECIPROCALS } from './loss-scale.js';
import type { AdaptiveState } from './state.js';
import { evidenceIn } from './unit.js';

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
