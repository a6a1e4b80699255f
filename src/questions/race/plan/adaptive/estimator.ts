/**
 * @file Estimates each candidate at a look; with the moderated variance and, from a few trials on, with its own as well, because a
 * candidate that differs from the others must not live on their scale.
 */
import { type Criterion, mean } from '../../../../stats/index.js';
import { createEstimates, type Estimates } from './estimates.js';
import type { LossEvidence } from './evidence.js';
import { createLeftOpen } from './find-left-open.js';
import type { LossFit } from './fit.js';
import { leastVariances } from './least-variance.js';
import { estimateLoadings } from './loadings.js';
import { estimateLocations, isExcluded } from './locations.js';
import { chooseScale, LOGARITHMS, LOSSES, type LossScale } from './loss-scale.js';
import { createQuantileGuard } from './quantile-guard.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import { isMean, poolShape, type ShapeOfCriterion, varianceBesideScale } from './shape.js';
import { createSpreads } from './spreads.js';
import { createSummary, squaresAt, summarise } from './summary.js';

export interface Estimator {
  readonly form: ShapeOfCriterion;
  /** What the race gives each candidate, before it goes on to separate a tie. */
  readonly maxReplicates: number;
  create(): Estimates;
  /** Whether so many infinite losses and no finite one put a criterion out of reach. */
  excludes(infinite: number): boolean;
  /** The scale on which losses are compared. */
  scaleOf(evidence: LossEvidence, inPanel: Uint8Array): LossScale;
  /** Fills the estimates from all outcomes applied, which are on this scale. */
  update(
    estimates: Estimates,
    evidence: LossEvidence,
    fit: LossFit,
    on: { scale: LossScale; inPanel: Uint8Array },
  ): void;
}

export function createEstimator(
  settings: CompleteAdaptiveSettings,
  form: ShapeOfCriterion,
  divergenceLevel: number,
): Estimator {
  const { candidates, criterion, recorded, maxReplicates, scale: setting } = settings;
  const besideScale = recorded && form.as === 'location' ? varianceBesideScale(form, criterion, maxReplicates) : 0;
  const probability = criterion.statistic?.probability ?? Number.NaN;
  const isGuarded = probability > 0 && probability < 1;
  const leftOpenBy = createLeftOpen(settings, form);
  const summary = createSummary(candidates);
  const estimateSpreads = createSpreads(criterion, form);
  return {
    ...{ form, maxReplicates },
    create: () => createEstimates(candidates, form),
    excludes: (infinite) => isExcluded(form, 0, infinite, divergenceLevel),
    scaleOf: (evidence, inPanel) => (setting === 'losses' ? LOSSES : chooseScale(evidence, inPanel, form)),
    update: (estimates, evidence, fit, { scale, inPanel }) => {
      const { finite, degrees, scales, loadings } = estimates;
      estimates.scale = form.as === 'spread' ? LOGARITHMS : scale;
      estimateLoadings(loadings, evidence, fit, inPanel);
      summarise(evidence, fit, summary, estimates);
      for (let i = 0; i < candidates; i++) {
        const own = Math.max(0, (finite[i] as number) - 1);
        degrees[i] = fit.priorDegrees + own;
        scales[i] =
          (fit.priorDegrees * fit.scale + squaresAt(summary, i, loadings.means[i] as number)) / (degrees[i] as number);
      }
      estimates.shape = poolShape(form, criterion, evidence, fit, scales);
      const least = leastVariances(evidence, finite);
      if (form.as === 'spread') estimateSpreads(estimates, evidence, summary, least);
      else estimateLocations(estimates, summary, least, fit, form, divergenceLevel);
      if (isGuarded) {
        const leftAt = (count: number) => (recorded ? 1 - count / maxReplicates : 1);
        const level = recorded ? mean(fit.effects) : 0;
        estimates.guard = createQuantileGuard({ probability, evidence, fit, loadings, scales, level, leftAt });
      }
      if (recorded) countRecorded(estimates, evidence, fit, criterion, besideScale, scale);
      estimates.leftOpen = leftOpenBy(evidence);
      // Then effects of replicates are no part of it.
      if (estimates.leftOpen?.isAll && isMean(form)) estimates.centers.set(summary.means);
    },
  };
}

/**
 * Drawing without replacement leaves less unknown with every trial, and nothing after the last: then the criterion itself
 * is the center (the finite population correction).
 */
function countRecorded(
  { centers, variances, ownCenters, ownVariances, scales, scale }: Estimates,
  { replicates, losses, applied }: LossEvidence,
  { effects }: LossFit,
  criterion: Criterion,
  besideScale: number,
  { from }: LossScale,
): void {
  // Estimates are about a replicate without effect; the table's own criterion is about its replicates as they are.
  const level = criterion.kind === 'spread' ? 0 : mean(effects);
  for (let i = 0; i < centers.length; i++) {
    const count = applied[i] as number;
    const left = 1 - count / replicates;
    const rest = left > 0 ? besideScale * (scales[i] as number) : 0;
    variances[i] = (variances[i] as number) * left + rest;
    ownVariances[i] = (ownVariances[i] as number) * left + rest;
    centers[i] = (centers[i] as number) + level;
    ownCenters[i] = (ownCenters[i] as number) + level;
    if (left > 0) continue;
    const row = losses.subarray(i * replicates, (i + 1) * replicates).filter((loss) => !Number.isNaN(loss));
    // All of it was asked for, and too little is recorded: as little is known of it as before.
    if (row.length < criterion.minimumTrials) continue;
    // Between two losses a quantile is interpolated, which is not the same on another scale.
    centers[i] = scale.to(criterion.evaluate(row.map((loss) => (Number.isFinite(loss) ? from(loss) : loss))));
    ownCenters[i] = centers[i] as number;
  }
}
