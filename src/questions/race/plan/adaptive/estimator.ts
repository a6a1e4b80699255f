/**
 * @file Estimates each candidate at a look; with the moderated variance and, from a few trials on, with its own as well, because a
 * candidate that differs from the others must not live on their scale.
 */

import { randomFrom } from '../../../../core/index.js';
import { type Criterion, mean } from '../../../../stats/index.js';
import { createEstimates, type Estimates, LEAST_VARIANCE_SHARE } from './estimates.js';
import { type LossEvidence, lossUnitOf, rowOfLosses } from './evidence.js';
import { type LogMoments, type LossFit, logVarianceMoments } from './fit.js';
import { leastVariances } from './least-variance.js';
import type { LeftOpen } from './left-open.js';
import { estimateLoadings } from './loadings.js';
import { estimateLocations, isExcluded } from './locations.js';
import { chooseScale, LOGARITHMS, LOSSES, type LossScale } from './loss-scale.js';
import { createQuantileGuard } from './quantile-guard.js';
import { collapsesLeaveOpen } from './rare-collapses.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import { isMean, normalShape, poolShape, type ShapeOfCriterion, varianceBesideScale } from './shape.js';
import type { FixedTolerance } from './state.js';
import { evidenceOnSteps } from './steps.js';
import { createSummary, type Summary, squaresAt, summarise } from './summary.js';
import { createExactComparison, fewValuesOf } from './two-values.js';

export interface Estimator {
  readonly form: ShapeOfCriterion;
  /** What the race gives each candidate, before it goes on to separate a tie. */
  readonly maxReplicates: number;
  create(): Estimates;
  /** Whether so many infinite losses and no finite one put a criterion out of reach. */
  excludes(infinite: number): boolean;
  /** What losses are multiplied by. */
  unitOf(evidence: LossEvidence): number;
  /** Losses as they count, which are in this unit, with what the tolerance is fixed to. */
  counted(evidence: LossEvidence, unit: number, fixed: FixedTolerance | undefined): LossEvidence;
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
  const { candidates, criterion, recorded, maxReplicates, scale: setting, tolerance, without } = settings;
  const besideScale = recorded && form.as === 'location' ? varianceBesideScale(form, criterion, maxReplicates) : 0;
  const probability = criterion.statistic?.probability ?? Number.NaN;
  const isGuarded = !without.has('quantile-guard') && probability > 0 && probability < 1;
  const isModerated = !without.has('moderated-scales');
  const isPooled = !without.has('pooled-shape');
  // What is recorded is known to the last digit.
  const hasSteps = !recorded && !without.has('steps');
  const leftOpenBy = createLeftOpen(settings, form);
  const summary = createSummary(candidates);
  const estimateSpreads = createSpreads(settings, form);
  return {
    ...{ form, maxReplicates },
    create: () => createEstimates(candidates, form),
    excludes: (infinite) => isExcluded(form, 0, infinite, divergenceLevel),
    counted: (evidence, unit, fixed) => {
      const given = tolerance.kind === 'absolute' ? tolerance.value : 0;
      return hasSteps ? evidenceOnSteps(evidence, unit * (fixed?.value ?? given)) : evidence;
    },
    unitOf: without.has('unit') ? () => 1 : lossUnitOf,
    scaleOf: (evidence, inPanel) => (setting === 'losses' ? LOSSES : chooseScale(evidence, inPanel, form)),
    update: (estimates, evidence, fit, { scale, inPanel }) => {
      const { finite, degrees, scales, loadings } = estimates;
      estimates.scale = form.as === 'spread' ? LOGARITHMS : scale;
      if (!without.has('loadings')) estimateLoadings(loadings, evidence, fit, inPanel);
      summarise(evidence, fit, summary, estimates);
      for (let i = 0; i < candidates; i++) {
        const own = Math.max(0, (finite[i] as number) - 1);
        degrees[i] = fit.priorDegrees + own;
        const ownSquares = squaresAt(summary, i, loadings.means[i] as number);
        scales[i] = isModerated ? (fit.priorDegrees * fit.scale + ownSquares) / (degrees[i] as number) : fit.scale;
      }
      estimates.shape = isPooled ? poolShape(form, criterion, evidence, fit, scales) : normalShape(form);
      if (form.as === 'spread') estimateSpreads(estimates, evidence, summary, leastVariances(evidence, finite));
      else estimateLocations(estimates, summary, fit, form, divergenceLevel);
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

/** Of a spread that is not known. */
const NO_SPREAD: LeftOpen = {
  isAll: true,
  allAreEqual: true,
  chance: () => 0.5,
  threshold: () => Number.POSITIVE_INFINITY,
};

/** By the evidence as it is compared; undefined where variances tell all. */
export function createLeftOpen(
  { criterion, recorded, maxReplicates, without }: CompleteAdaptiveSettings,
  form: ShapeOfCriterion,
): (evidence: LossEvidence) => LeftOpen | undefined {
  const exact =
    form.as === 'location' && !without.has('two-values')
      ? createExactComparison(criterion, recorded ? maxReplicates : undefined)
      : undefined;
  return (evidence) => {
    const values = fewValuesOf(evidence);
    if (values !== undefined && exact !== undefined) return exact(values);
    if (values !== undefined && values.step === undefined && form.as === 'spread') return NO_SPREAD;
    return isMean(form) && !without.has('rare-collapses') ? collapsesLeaveOpen(evidence, recorded) : undefined;
  };
}

// Estimates a spread of each candidate, on a scale of logarithms and by its own losses alone: shrinking spreads would hide the steadiest.
// A standard deviation has the law of a sample variance. Another spread, such as between quartiles, is a shape's as much as a scale's: its
// error is that of as many normal losses.

/** Simulated samples behind a moment. */
const DRAWS = 600;

type EstimateSpreads = (
  estimates: Estimates,
  evidence: LossEvidence,
  summary: Summary,
  least: Float64Array | undefined,
) => void;

function createSpreads({ criterion, without }: CompleteAdaptiveSettings, form: ShapeOfCriterion): EstimateSpreads {
  const isOwn = form.as === 'spread' && form.isDeviation !== true && !without.has('own-quartiles');
  const known: LogMoments[] = [];
  return (estimates, evidence, { squares }, least) => {
    const { centers, variances, degrees, ownDegrees, finite, infinite, excluded, unseen, shape } = estimates;
    const tails = Math.max(1, (shape.kurtosis - 1) / 2);
    for (let i = 0; i < centers.length; i++) {
      const freedom = (finite[i] as number) - 1;
      excluded[i] = (infinite[i] as number) > 0 ? 1 : 0;
      ownDegrees[i] = 0;
      centers[i] = Number.NaN;
      if (freedom < 2) continue;
      degrees[i] = freedom;
      const own = isOwn ? criterion.evaluate(rowOfLosses(evidence, i).filter(Number.isFinite)) : 0;
      if (own > 0) {
        known[freedom] ??= logMoments(criterion, form, freedom + 1);
        const { bias, variance } = known[freedom];
        centers[i] = Math.log(own) - bias;
        variances[i] = Math.max(LEAST_VARIANCE_SHARE, variance);
        continue;
      }
      // Quartiles that are equal say no more of it than the losses beyond.
      const { bias, variance } = logVarianceMoments(freedom);
      const seen = (squares[i] as number) / freedom / Math.exp(bias);
      const most = Math.max(seen, least?.[i] ?? 0, Number.MIN_VALUE);
      unseen[i] = most > seen ? 1 : 0;
      centers[i] = Math.log(shape.k) + 0.5 * Math.log(most);
      variances[i] = Math.max(LEAST_VARIANCE_SHARE, 0.25 * variance * tails);
    }
  };
}

/** Of the log of the spread of so many normal losses, beside that of their law. */
function logMoments(criterion: Criterion, { normal }: ShapeOfCriterion, count: number): LogMoments {
  const random = randomFrom('selection/adaptive/spreads', count);
  const logs = Float64Array.from({ length: DRAWS }, () =>
    Math.log(criterion.evaluate(Float64Array.from({ length: count }, () => random.normal())) / normal),
  );
  const bias = mean(logs);
  return { bias, variance: mean(logs.map((log) => (log - bias) ** 2)) };
}
