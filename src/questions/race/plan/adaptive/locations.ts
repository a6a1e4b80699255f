/**
 * @file Estimates a location or a tail of each candidate: mean + k x sd, with what is uncertain about its scale, its shape and its
 * reaction to the sample. Twice: by as much likeness as the field shows, and as if the field said little of this candidate, because
 * one that differs from the others must not live on what they are like.
 */
import { binomialUpperTail, type DivergingForm } from '../../../../stats/index.js';
import { type Estimates, LEAST_VARIANCE_SHARE } from './estimates.js';
import { blockVarianceOf, type LossFit } from './fit.js';
import { type PooledShape, type ShapeOfCriterion, shapeQuantile } from './shape.js';
import { meanAt, type Summary, squaresAt } from './summary.js';

/** Degrees of freedom from which a candidate's own variance counts beside the moderated one. */
const OWN_FROM = 4;
/** Trials from which it has a loading of its own. */
const OWN_LOADING_FROM = 3;
const PRIOR_DIVERGENCE_WEIGHT = 2;

/** What all candidates share. */
interface Field {
  readonly shape: PooledShape;
  /** How many times more a variance is uncertain than that of normal losses. */
  readonly tails: number;
  /** Variance of the effects of replicates, of the mean of all of them, and the replicates that these rest on. */
  readonly tau: number;
  readonly levelVariance: number;
  readonly blocks: number;
}

/** What is believed of one candidate's losses. */
interface Belief {
  readonly count: number;
  /** Without the effects of their replicates, which it reacts to by its loading; `meanEffect`: of the replicates it had. */
  readonly mean: number;
  readonly loading: number;
  readonly loadingVariance: number;
  readonly meanEffect: number;
  /** Of the effects that were taken off, as one that reacts with 1 has it. */
  readonly effectErrors: number;
  /** Variance of one retraining beside its effect, and the degrees of freedom behind it. */
  readonly scale: number;
  readonly degrees: number;
  readonly k: number;
  readonly kVariance: number;
}

/** The center and its variance. Each part of the variance is independent of the others. */
function judge(
  belief: Belief,
  { shape, tails, tau, levelVariance, blocks }: Field,
): [center: number, variance: number] {
  const { count, mean, loading, loadingVariance, meanEffect, effectErrors, scale, degrees, k } = belief;
  const square = loading * loading;
  const total = scale + square * tau;
  // The derivative of sqrt(total) by the scale: an effect that is larger than the scale drowns what is uncertain about it.
  const own = total === 0 ? 1 : scale / total;
  const perDegree = 0.5 * k * k * tails * own + Math.max(0, k * shape.skewness) * Math.sqrt(own);
  const ofScale = scale * (1 / count + perDegree / degrees);
  // The mean of all effects is unknown, and cancels between candidates that react alike: one that does not keeps its part of it.
  const ofLevel = square * effectErrors + (loading - 1) ** 2 * levelVariance;
  const ofLoading = loadingVariance * (meanEffect * meanEffect + levelVariance);
  // By its loading, and by the variance of the effects, a retraining's standard deviation is uncertain as well.
  const ofEffects = blocks === 0 ? 0 : (square - 1) ** 2 / (2 * blocks);
  const ofSpread = total === 0 ? 0 : ((k * tau) ** 2 / total) * (square * loadingVariance + ofEffects);
  const ofShape = belief.kVariance * total;
  return [mean + k * Math.sqrt(total), ofScale + ofLevel + ofLoading + ofSpread + ofShape];
}

export function estimateLocations(
  estimates: Estimates,
  summary: Summary,
  fit: LossFit,
  form: ShapeOfCriterion,
  divergenceLevel: number,
): void {
  const { centers, variances, degrees, scales, finite, infinite, excluded } = estimates;
  const { ownCenters, ownVariances, ownDegrees, loadings, shape } = estimates;
  const field = fieldOf(fit, shape);
  const { tau } = field;
  const blockErrors = cumulative(fit.effectVariances);
  const diverging = divergingShape(form, estimates);
  const leastError = LEAST_VARIANCE_SHARE * fit.scale;
  for (let i = 0; i < centers.length; i++) {
    const count = finite[i] as number;
    const tried = count + (infinite[i] as number);
    excluded[i] = isExcluded(form, count, infinite[i] as number, divergenceLevel) ? 1 : 0;
    ownDegrees[i] = 0;
    centers[i] = Number.NaN;
    if (count === 0) continue;
    const scale = scales[i] as number;
    const loading = loadings.means[i] as number;
    const { k, variance: divergenceVariance } = diverging(i);
    const belief: Belief = {
      count,
      mean: meanAt(summary, i, loading),
      loading,
      loadingVariance: loadings.variances[i] as number,
      meanEffect: summary.meanEffects[i] as number,
      effectErrors: (blockErrors[Math.min(tried, blockErrors.length) - 1] as number) / (count * count),
      scale,
      degrees: degrees[i] as number,
      k,
      kVariance: divergenceVariance,
    };
    [centers[i], variances[i]] = judge(belief, field);
    const own = ownBelief(i, belief);
    variances[i] = Math.max(leastError, variances[i] as number);
    if (own === undefined) continue;
    ownDegrees[i] = own.degrees;
    [ownCenters[i], ownVariances[i]] = judge(own, field);
    ownVariances[i] = Math.max(leastError, ownVariances[i] as number);
  }

  /** The belief as if the field said little of the candidate; undefined where too little else is known of it. */
  function ownBelief(i: number, belief: Belief): Belief | undefined {
    const { count, scale } = belief;
    const hasOwnScale = count - 1 >= OWN_FROM;
    if (hasOwnScale || (tau > 0 && count >= OWN_LOADING_FROM)) {
      const loading = loadings.openMeans[i] as number;
      const ownScale = hasOwnScale ? squaresAt(summary, i, loading) / (count - 1) : scale;
      return {
        ...belief,
        mean: meanAt(summary, i, loading),
        loading,
        loadingVariance: loadings.openVariances[i] as number,
        scale: ownScale,
        degrees: hasOwnScale ? count - 1 : belief.degrees,
      };
    }
    if (tau <= scale) return undefined;
    // Most of what is known of it rests on effects that it may not have: by its losses as they are.
    const mean = summary.means[i] as number;
    const total = scale + tau;
    return { ...belief, mean, loading: 0, loadingVariance: 0, scale: total };
  }
}

function fieldOf(fit: LossFit, shape: PooledShape): Field {
  const tau = blockVarianceOf(fit);
  const blocks = fit.counts.reduce((total, count) => total + (count > 1 ? 1 : 0), 0);
  const levelVariance = blocks === 0 ? 0 : tau / blocks;
  return { shape, tails: Math.max(1, (shape.kurtosis - 1) / 2), tau, levelVariance, blocks };
}

/** The k of a candidate some of whose trainings diverge, and what is uncertain about it. */
function divergingShape(
  form: ShapeOfCriterion,
  { shape, finite, infinite }: Estimates,
): (i: number) => { readonly k: number; readonly variance: number } {
  const diverging = divergingOf(form);
  const divergence = diverging === undefined ? 0 : divergencePrior(finite, infinite);
  if (diverging === undefined || divergence === 0) return () => ({ k: shape.k, variance: 0 });
  return (i) => {
    const bad = infinite[i] as number;
    const all = (finite[i] as number) + bad;
    const seen = (PRIOR_DIVERGENCE_WEIGHT * divergence + bad) / (PRIOR_DIVERGENCE_WEIGHT + all);
    const share = Math.min(0.8 * diverging.bears, seen);
    const { value, slope } = diverging.among((probability) => shapeQuantile(shape, probability), share);
    return { k: value, variance: (slope * slope * share * (1 - share)) / (all + 3) };
  };
}

/** Divergence that the trials of all suggest for each; 0 if none ever diverged. */
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
export function isExcluded(form: ShapeOfCriterion, count: number, bad: number, level: number): boolean {
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
