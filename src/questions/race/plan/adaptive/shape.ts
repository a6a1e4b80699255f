/**
 * @file The criterion as location and scale: few trials say little about their own tail, so all candidates lend each other
 * their shape. A location or tail criterion of a candidate is mean + k * sd, with the k of the pooled standardised
 * residuals, which starts as the normal's; the pooled kurtosis and skewness say how much less a mean and an sd are worth
 * than they would be under the normal.
 */
import { randomFrom } from '../../../../core/index.js';
import { type Criterion, mean, normalQuantile, quantileOfSorted, standardDeviation } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import { blockVarianceOf, type Fit } from './fit.js';

/** What an infinite loss means: it proves the criterion infinite, or counts among the worst share of the losses. */
export type InfiniteLosses = 'proof' | 'share';

export interface ShapeOfCriterion {
  readonly kind: 'location' | 'spread';
  readonly infinite: InfiniteLosses;
  /** Of a quantile; NaN for other criteria. */
  readonly probability: number;
  /** Criterion of the standard normal. */
  readonly normal: number;
}

export interface PooledShape {
  /** Criterion of a candidate with mean 0 and sd 1. */
  k: number;
  /** Fourth and third moments of the residuals, at least what the normal has (3 and 0) where they count against us. */
  kurtosis: number;
  skewness: number;
  /** Residuals they rest on. */
  count: number;
  /** The residuals themselves, sorted. */
  residuals: Float64Array;
}

const GRID = 2000;
const DRAWS = 500;
/** Trials of a candidate from which its residuals have a shape of their own. */
const LEAST_TRIALS = 5;
const MOST_RESIDUALS = 1024;
/** Residuals that the normal shape is worth. */
const NORMAL_WEIGHT = 100;

export function shapeOfCriterion(criterion: Criterion): ShapeOfCriterion {
  const normal = criterion.evaluate(
    Float64Array.from({ length: GRID }, (_, index) => normalQuantile((index + 0.5) / GRID)),
  );
  if (criterion.kind === 'spread') return { kind: 'spread', infinite: 'proof', probability: Number.NaN, normal };
  const isMean = criterion.name === 'mean';
  if (criterion.kind === 'tail' || isMean) {
    return { kind: 'location', infinite: 'proof', probability: Number.NaN, normal: isMean ? 0 : normal };
  }
  // A quantile at p of 0 and 1 is p.
  const probability = criterion.evaluate([0, 1]);
  return { kind: 'location', infinite: 'share', probability, normal: normalQuantile(probability) };
}

export function normalShape({ normal }: ShapeOfCriterion): PooledShape {
  return { k: normal, kurtosis: 3, skewness: 0, count: 0, residuals: new Float64Array(0) };
}

/** Pools standardised residuals of candidates with trials enough, evenly over them where there are too many. */
export function poolShape(
  form: ShapeOfCriterion,
  criterion: Criterion,
  evidence: LossEvidence,
  fit: Fit,
  variances: Float64Array,
): PooledShape {
  if (form.normal === 0 && form.kind === 'location' && Number.isNaN(form.probability)) return normalShape(form);
  const { candidates, replicates, losses, applied } = evidence;
  let available = 0;
  for (let i = 0; i < candidates; i++) if ((applied[i] as number) >= LEAST_TRIALS) available += applied[i] as number;
  const stride = Math.max(1, Math.ceil(available / MOST_RESIDUALS));
  const residuals: number[] = [];
  let third = 0;
  let fourth = 0;
  let row = 0;
  let pooled = 0;
  for (let i = 0; i < candidates; i++) {
    const count = applied[i] as number;
    if (count < LEAST_TRIALS || row++ % stride !== 0) continue;
    const first = i * replicates;
    let [finite, total, origin] = [0, 0, 0];
    for (let j = 0; j < count; j++) {
      const loss = losses[first + j] as number;
      if (!Number.isFinite(loss)) continue;
      const value = loss - (fit.effects[j] as number);
      if (finite++ === 0) origin = value;
      total += value - origin;
    }
    const sd = Math.sqrt(variances[i] as number);
    if (finite < LEAST_TRIALS || !(sd > 0)) continue;
    const mean = origin + total / finite;
    const unit = 1 / (sd * Math.sqrt((finite - 1) / finite));
    pooled++;
    for (let j = 0; j < count; j++) {
      const loss = losses[first + j] as number;
      if (!Number.isFinite(loss)) continue;
      const residual = (loss - (fit.effects[j] as number) - mean) * unit;
      residuals.push(residual);
      third += residual ** 3;
      fourth += residual ** 4;
    }
  }
  const count = residuals.length;
  if (count < NORMAL_WEIGHT / 2) return normalShape(form);
  const sorted = Float64Array.from(residuals).sort();
  const weight = count / (count + NORMAL_WEIGHT);
  const k = form.kind === 'spread' ? form.normal : form.normal + weight * (criterion.evaluate(sorted) - form.normal);
  const kurtosis = form.kind === 'spread' ? kurtosisOfLaw(fourth / count, count / pooled) : fourth / count;
  return { k, kurtosis, skewness: third / count, count, residuals: sorted };
}

/**
 * The kurtosis of a law from that of rows of `n` losses, each about its own mean and scale: short rows hide most of a
 * heavy tail, which is all of a spread's error. Without bias for normal losses (Joanes and Gill 1998,
 * doi 10.1111/1467-9884.00122).
 */
function kurtosisOfLaw(kurtosis: number, n: number): number {
  return 3 + ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (kurtosis - 3) + 6);
}

/**
 * Variance, for normal losses of scale 1, of the criterion of `replicates` losses about their mean + k * sd: what location
 * and scale cannot say about a recorded row. 0 for the mean.
 */
export function varianceBesideScale({ normal }: ShapeOfCriterion, criterion: Criterion, replicates: number): number {
  if (criterion.name === 'mean') return 0;
  const random = randomFrom('selection/adaptive/beside-scale', replicates);
  let squares = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const losses = Float64Array.from({ length: replicates }, () => random.normal());
    squares += (criterion.evaluate(losses) - mean(losses) - normal * standardDeviation(losses)) ** 2;
  }
  return squares / DRAWS;
}

/** The quantile of the pooled shape, the normal's where few residuals are there. */
export function shapeQuantile({ residuals, count }: PooledShape, probability: number): number {
  const normal = normalQuantile(probability);
  if (count === 0) return normal;
  return normal + (count / (count + NORMAL_WEIGHT)) * (quantileOfSorted(residuals, probability) - normal);
}

/** One retraining's standard deviation, the block's share included. */
export function retrainingDeviation(variance: number, fit: Fit): number {
  return Math.sqrt(variance + blockVarianceOf(fit));
}
