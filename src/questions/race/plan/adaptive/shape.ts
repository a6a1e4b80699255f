/**
 * @file The criterion as location and scale: few trials say little about their own tail, so all candidates lend each other
 * their shape. A location or tail criterion of a candidate is mean + k * sd, with the k of the pooled standardised
 * residuals, which starts as the normal's; the pooled kurtosis and skewness say how much less a mean and an sd are worth
 * than they would be under the normal.
 */
import { type InputError, inputError, randomFrom } from '../../../../core/index.js';
import {
  CRITERION_FAMILIES,
  type Criterion,
  mean,
  type NoRaceForm,
  normalQuantile,
  quantileOfSorted,
  type RaceForm,
  standardDeviation,
} from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import type { LossFit } from './fit.js';

/** What a race knows of a criterion, with the criterion of the standard normal. */
export type ShapeOfCriterion = Exclude<RaceForm, NoRaceForm> & { readonly normal: number };

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
const NORMAL_GRID = Float64Array.from({ length: GRID }, (_, index) => normalQuantile((index + 0.5) / GRID));
const DRAWS = 500;
/** Trials of a candidate from which its residuals have a shape of their own. */
const LEAST_TRIALS = 5;
const MOST_RESIDUALS = 1024;
/** Residuals that the normal shape is worth. */
const NORMAL_WEIGHT = 100;

const A_NAMED_ONE = 'a built-in criterion';

/** @throws InputError for a criterion that nothing is known of but its values, and for one that a race cannot go by. */
export function shapeOfCriterion(criterion: Criterion): ShapeOfCriterion {
  const { name, statistic, evaluate } = criterion;
  const form = statistic?.race ?? {
    as: 'none',
    why: `Only the values of the criterion "${name}" are known`,
    instead: A_NAMED_ONE,
  };
  if (form.as === 'none') {
    throw needsItsRule(form.why, form.instead);
  }
  const ofNormal = evaluate(NORMAL_GRID);
  const moved = evaluate(NORMAL_GRID.map((loss) => 3 * loss + 5));
  const expected = 3 * ofNormal + (form.as === 'spread' ? 0 : 5);
  if (!(Math.abs(moved - expected) <= 1e-9)) {
    throw needsItsRule(`The criterion "${name}" does not shift and scale with the losses`, A_NAMED_ONE);
  }
  const normal = form.as === 'location' ? form.normal : undefined;
  return { ...form, normal: normal ?? ofNormal };
}

function needsItsRule(why: string, instead: string): InputError {
  return inputError`criterion-needs-its-rule: ${why}, so the default rule cannot race by it
    Allowed: ${CRITERION_FAMILIES.flatMap(({ written, sample }) => (sample.statistic.race.as === 'none' ? [] : [written])).join(', ')}
    Fix: Race by ${instead}, or choose the rule halving.`;
}

/** Its location says all of it. */
export function isMean(form: ShapeOfCriterion): boolean {
  return form.as === 'location' && form.isMean === true;
}

export function normalShape({ normal }: ShapeOfCriterion): PooledShape {
  return { k: normal, kurtosis: 3, skewness: 0, count: 0, residuals: new Float64Array(0) };
}

/** Pools standardised residuals of candidates with trials enough, evenly over them where there are too many. */
export function poolShape(
  form: ShapeOfCriterion,
  criterion: Criterion,
  evidence: LossEvidence,
  fit: LossFit,
  variances: Float64Array,
): PooledShape {
  if (isMean(form)) return normalShape(form);
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
  const k = form.as === 'spread' ? form.normal : form.normal + weight * (criterion.evaluate(sorted) - form.normal);
  const kurtosis = form.as === 'spread' ? kurtosisOfLaw(fourth / count, count / pooled) : fourth / count;
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
export function varianceBesideScale(form: ShapeOfCriterion, criterion: Criterion, replicates: number): number {
  if (isMean(form)) return 0;
  const { normal } = form;
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
