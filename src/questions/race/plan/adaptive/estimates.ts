/**
 * @file Estimates each candidate at a look: its criterion, how uncertain that is, and with how many degrees of
 * freedom; with the moderated variance and, from a few trials on, with its own as well, because a candidate that differs
 * from the others must not live on their scale.
 */
import { binomialUpperTail, type Criterion, type DivergingForm, mean } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import { blockVarianceOf, type LossFit, logVarianceMoments } from './fit.js';
import { leastVariances } from './least-variance.js';
import { chooseScale, LOGARITHMS, LOSSES, type LossScale } from './loss-scale.js';
import type { CompleteAdaptiveSettings, Prior } from './settings.js';
import {
  normalShape,
  type PooledShape,
  poolShape,
  retrainingDeviation,
  type ShapeOfCriterion,
  shapeQuantile,
  varianceBesideScale,
} from './shape.js';
import { priorIn } from './unit.js';

/** By candidate. */
export interface Estimates {
  /** The criterion on `scale`; NaN = no finite loss. */
  readonly centers: Float64Array;
  /** Variance of `centers` with the moderated scale, and its degrees of freedom. */
  readonly variances: Float64Array;
  readonly degrees: Float64Array;
  /** The same with the candidate's own scale, which moves the center as well; 0 degrees where it has too few trials. */
  readonly ownCenters: Float64Array;
  readonly ownVariances: Float64Array;
  readonly ownDegrees: Float64Array;
  /** Moderated variance of one retraining. */
  readonly scales: Float64Array;
  /**
   * 0 where the error rests on how the candidate has varied; else how many times more it counts as than that, because its losses
   * are all equal so far.
   */
  readonly unseen: Float64Array;
  /** Finite losses, and infinite ones. */
  readonly finite: Int32Array;
  readonly infinite: Int32Array;
  /** 1 where an infinite loss proves an infinite criterion, or divergence is beyond doubt too frequent. */
  readonly excluded: Uint8Array;
  shape: PooledShape;
  /** What the centers are on, from units of the loss: logarithms for a spread, else what the losses are compared on. */
  scale: LossScale;
}

export interface Estimator {
  readonly form: ShapeOfCriterion;
  create(): Estimates;
  /** Whether so many infinite losses and no finite one put a criterion out of reach. */
  excludes(infinite: number): boolean;
  /** What losses are to be compared on. */
  scaleOf(evidence: LossEvidence, inPanel: Uint8Array): LossScale;
  /** Fills the estimates from all outcomes applied, which are in this unit and on this scale. */
  update(estimates: Estimates, evidence: LossEvidence, fit: LossFit, on: { unit: number; scale: LossScale }): void;
}

/** Degrees of freedom from which a candidate's own variance counts beside the moderated one. */
const OWN_FROM = 4;
/** No uncertainty below this share of the scale's variance: the model is not better known than that. */
const LEAST_VARIANCE_SHARE = 1e-3;
const PRIOR_DIVERGENCE_WEIGHT = 2;

export function createEstimator(
  { candidates, criterion, prior, recorded, maxReplicates, scale: setting }: CompleteAdaptiveSettings,
  form: ShapeOfCriterion,
  divergenceLevel: number,
): Estimator {
  // A prior is about losses as they are.
  const isFixed = setting === 'losses' || prior !== undefined;
  const besideScale = recorded && form.as === 'location' ? varianceBesideScale(form, criterion, maxReplicates) : 0;
  return {
    form,
    create: () => ({
      centers: new Float64Array(candidates),
      variances: new Float64Array(candidates),
      degrees: new Float64Array(candidates),
      ownCenters: new Float64Array(candidates),
      ownVariances: new Float64Array(candidates),
      ownDegrees: new Float64Array(candidates),
      scales: new Float64Array(candidates),
      unseen: new Float64Array(candidates),
      finite: new Int32Array(candidates),
      infinite: new Int32Array(candidates),
      excluded: new Uint8Array(candidates),
      shape: normalShape(form),
      scale: LOSSES,
    }),
    excludes: (infinite) => isExcluded(form, 0, infinite, divergenceLevel),
    scaleOf: (evidence, inPanel) => (isFixed ? LOSSES : chooseScale(evidence, inPanel, form)),
    update: (estimates, evidence, fit, { unit, scale }) => {
      estimates.scale = form.as === 'spread' ? LOGARITHMS : scale;
      const means = estimates.centers;
      const squares = estimates.ownVariances;
      summarise(evidence, fit, means, squares, estimates);
      for (let i = 0; i < candidates; i++) {
        const own = Math.max(0, (estimates.finite[i] as number) - 1);
        const degrees = fit.priorDegrees + own;
        estimates.degrees[i] = degrees;
        estimates.scales[i] = (fit.priorDegrees * fit.scale + (squares[i] as number)) / degrees;
      }
      estimates.shape = poolShape(form, criterion, evidence, fit, estimates.scales);
      const least = leastVariances(evidence, estimates.finite);
      if (form.as === 'spread') estimateSpreads(estimates, squares, least);
      else estimateLocations(estimates, squares, least, fit, form, divergenceLevel);
      if (recorded) countRecorded(estimates, evidence, fit, criterion, besideScale, scale);
      if (prior !== undefined) combinePrior(estimates, priorIn(unit, prior, form.as === 'spread'));
    },
  };
}

/** Means with block effects taken off, squares about them, and counts. */
function summarise(
  { candidates, replicates, losses, applied }: LossEvidence,
  { effects }: LossFit,
  means: Float64Array,
  squares: Float64Array,
  { finite, infinite }: Estimates,
): void {
  for (let i = 0; i < candidates; i++) {
    const first = i * replicates;
    const until = applied[i] as number;
    let count = 0;
    let bad = 0;
    let total = 0;
    let totalSquares = 0;
    let origin = 0;
    for (let j = 0; j < until; j++) {
      const loss = losses[first + j] as number;
      if (!Number.isFinite(loss)) {
        if (loss === Number.POSITIVE_INFINITY) bad++;
        continue;
      }
      const value = loss - (effects[j] as number);
      if (count++ === 0) origin = value;
      const distance = value - origin;
      total += distance;
      totalSquares += distance * distance;
    }
    finite[i] = count;
    infinite[i] = bad;
    means[i] = count === 0 ? Number.NaN : origin + total / count;
    squares[i] = count === 0 ? 0 : Math.max(0, totalSquares - (total * total) / count);
  }
}

function estimateLocations(
  estimates: Estimates,
  squares: Float64Array,
  least: Float64Array | undefined,
  fit: LossFit,
  form: ShapeOfCriterion,
  divergenceLevel: number,
): void {
  const { centers, variances, degrees, scales, finite, infinite, excluded, shape } = estimates;
  const { ownCenters, ownVariances, ownDegrees } = estimates;
  const tau = blockVarianceOf(fit);
  const blockErrors = cumulative(fit.effectVariances);
  const spread = Math.max(1, (shape.kurtosis - 1) / 2);
  const diverging = divergingOf(form);
  const divergence = diverging === undefined ? 0 : divergencePrior(finite, infinite);
  const leastError = LEAST_VARIANCE_SHARE * fit.scale;
  for (let i = 0; i < centers.length; i++) {
    const count = finite[i] as number;
    const bad = infinite[i] as number;
    excluded[i] = isExcluded(form, count, bad, divergenceLevel) ? 1 : 0;
    ownDegrees[i] = 0;
    if (count === 0) continue;
    const freedom = degrees[i] as number;
    const scale = scales[i] as number;
    let k = shape.k;
    let extra = 0;
    if (diverging !== undefined && divergence > 0) {
      const most = 0.8 * diverging.bears;
      const share = Math.min(
        most,
        (PRIOR_DIVERGENCE_WEIGHT * divergence + bad) / (PRIOR_DIVERGENCE_WEIGHT + count + bad),
      );
      const { value, slope } = diverging.among((probability) => shapeQuantile(shape, probability), share);
      k = value;
      extra = (slope * slope * share * (1 - share)) / (count + bad + 3);
    }
    const skew = Math.max(0, k * shape.skewness);
    const shared = (blockErrors[Math.min(count + bad, blockErrors.length) - 1] as number) / (count * count);
    // The derivative of sqrt(scale + tau): a large block effect, which all share, drowns what differs in scale.
    const own = tau === 0 ? 1 : scale / (scale + tau);
    const perDegree = 0.5 * k * k * spread * own + skew * Math.sqrt(own);
    const sd = retrainingDeviation(scale, fit);
    const mean = centers[i] as number;
    centers[i] = mean + k * sd;
    // Only the error: the estimate itself, and a tolerance in retrainings, are of what was seen.
    const unseen = least?.[i] ?? 0;
    estimates.unseen[i] = unseen > scale ? unseen / scale : 0;
    const error = Math.max(scale, unseen) * (1 / count + perDegree / freedom + extra);
    variances[i] = Math.max(leastError, error + shared);
    if (count - 1 < OWN_FROM) continue;
    const ownScale = (squares[i] as number) / (count - 1);
    ownDegrees[i] = count - 1;
    ownCenters[i] = mean + k * retrainingDeviation(ownScale, fit);
    const ownError = Math.max(ownScale, unseen) * (1 / count + perDegree / (count - 1) + extra);
    ownVariances[i] = Math.max(leastError, ownError + shared);
  }
}

/** A spread is compared as its logarithm, each candidate by its own: shrinking spreads would hide the steadiest. */
function estimateSpreads(estimates: Estimates, squares: Float64Array, least: Float64Array | undefined): void {
  const { centers, variances, degrees, ownDegrees, finite, infinite, excluded, shape } = estimates;
  const spread = Math.max(1, (shape.kurtosis - 1) / 2);
  const factor = Math.log(shape.k);
  for (let i = 0; i < centers.length; i++) {
    const freedom = (finite[i] as number) - 1;
    excluded[i] = (infinite[i] as number) > 0 ? 1 : 0;
    ownDegrees[i] = 0;
    if (freedom < 2) {
      centers[i] = Number.NaN;
      continue;
    }
    const { bias, variance } = logVarianceMoments(freedom);
    const seen = (squares[i] as number) / freedom / Math.exp(bias);
    const own = Math.max(seen, least?.[i] ?? 0, Number.MIN_VALUE);
    estimates.unseen[i] = own > seen ? own / seen : 0;
    centers[i] = factor + 0.5 * Math.log(own);
    variances[i] = Math.max(LEAST_VARIANCE_SHARE, 0.25 * variance * spread);
    degrees[i] = freedom;
  }
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

/** Divergence that everybody's trials suggest for anybody; 0 where nobody ever diverged. */
function divergencePrior(finite: Int32Array, infinite: Int32Array): number {
  let bad = 0;
  let all = 0;
  for (let i = 0; i < infinite.length; i++) {
    bad += infinite[i] as number;
    all += (finite[i] as number) + (infinite[i] as number);
  }
  return bad === 0 ? 0 : (bad + 0.5) / (all + 1);
}

/** Whether divergence puts the criterion out of reach: for certain, or at the level for this many trials. */
function isExcluded(form: ShapeOfCriterion, count: number, bad: number, level: number): boolean {
  if (bad === 0) return false;
  const diverging = divergingOf(form);
  return diverging === undefined || binomialUpperTail(bad, count + bad, diverging.bears) < level;
}

function divergingOf(form: ShapeOfCriterion): DivergingForm | undefined {
  return form.as === 'location' ? form.diverging : undefined;
}

function cumulative(values: Float64Array): Float64Array {
  let total = 0;
  return values.map((value) => {
    total += value;
    return total;
  });
}

/** Normal belief and normal evidence, weighted by what each is worth. */
function combinePrior(
  { centers, variances, ownCenters, ownVariances, ownDegrees }: Estimates,
  { means, variances: beliefs }: Prior,
): void {
  for (let i = 0; i < centers.length; i++) {
    const belief = 1 / (beliefs[i] as number);
    if (belief === 0) continue;
    const isUntried = Number.isNaN(centers[i] as number);
    const worth = isUntried ? 0 : 1 / (variances[i] as number);
    const center = isUntried ? 0 : (centers[i] as number);
    centers[i] = (center * worth + (means[i] as number) * belief) / (worth + belief);
    variances[i] = 1 / (worth + belief);
    if (ownDegrees[i] === 0) continue;
    const ownWorth = 1 / (ownVariances[i] as number);
    ownCenters[i] = ((ownCenters[i] as number) * ownWorth + (means[i] as number) * belief) / (ownWorth + belief);
    ownVariances[i] = 1 / (ownWorth + belief);
  }
}
