/**
 * @file The variance of one trial by the level that the settings predict. Candidates are trained again because their first trials
 * were good: first trials say nothing of the noise, but those of a panel that was drawn at random; and a candidate's level is
 * what its settings predict, never its own mean, which its noise is part of.
 */
import { quantileOfSorted, sorted } from '../quantile.js';

/** Degrees of freedom about a level, at least, where there are so many. */
const LEAST_DEGREES = 40;
/** Degrees of freedom that the variance over all levels is worth at each. */
const POOLED_DEGREES = 4;
/** Degrees of freedom that the level's variance is worth beside a candidate's own. */
export const LEVEL_DEGREES = 4;

/** What the losses of a candidate say of their variance. */
interface OwnNoise {
  readonly degrees: number;
  readonly squares: number;
}

export interface NoiseEvidence {
  /** By row. */
  readonly degrees: Float64Array;
  readonly squares: Float64Array;
  /** Over all rows; undefined while no candidate has told anything. */
  readonly pooled: number | undefined;
}

/** @param panel  by row: 1 where the candidate was drawn at random, so that all its trials count */
export function noiseEvidence(losses: readonly ArrayLike<number>[], panel: ArrayLike<number>): NoiseEvidence {
  const own = losses.map((row, index) => ownNoise(row, panel[index] === 1 ? 0 : 1));
  const degrees = Float64Array.from(own, (row) => row.degrees);
  const squares = Float64Array.from(own, (row) => row.squares);
  const total = degrees.reduce((sum, one) => sum + one, 0);
  const pooled = squares.reduce((sum, one) => sum + one, 0) / total;
  return { degrees, squares, pooled: total > 0 ? pooled : undefined };
}

function ownNoise(losses: ArrayLike<number>, from: number): OwnNoise {
  const count = losses.length - from;
  if (count < 2) return { degrees: 0, squares: 0 };
  let center = 0;
  for (let trial = from; trial < losses.length; trial++) center += (losses[trial] as number) / count;
  let squares = 0;
  for (let trial = from; trial < losses.length; trial++) squares += ((losses[trial] as number) - center) ** 2;
  return { degrees: count - 1, squares };
}

/** s2(f): the variance of one trial at a level. */
export function noiseCurve(levels: Float64Array, { degrees, squares }: NoiseEvidence, pooled: number): LevelCurve {
  return levelCurve(levels, degrees, LEAST_DEGREES, (_, weights) => {
    let total = POOLED_DEGREES;
    let sum = POOLED_DEGREES * pooled;
    weights.forEach((weight, row) => {
      if (weight === 0) return;
      total += weight;
      // Weights count degrees of freedom already.
      sum += weight * ((squares[row] as number) / (degrees[row] as number));
    });
    return sum / total;
  });
}

const KNOTS = 40;
/** Of the levels' standard deviation. */
const WIDTH = 0.15;
const WIDENED = 1.3;
/** Wider than this, every row counts alike. */
const WIDEST = 30;

export type LevelCurve = (level: number) => number;

/**
 * @param levels     by row
 * @param masses     by row: what it counts for, at least 0
 * @param leastMass  the kernel is widened until it holds so much, or all
 * @param estimate   the figure at a place, from the weights of the rows
 */
function levelCurve(
  levels: Float64Array,
  masses: ArrayLike<number>,
  leastMass: number,
  estimate: (place: number, weights: Float64Array) => number,
): LevelCurve {
  const inOrder = sorted(levels);
  const spread = deviationOf(levels);
  const places = Float64Array.from(
    new Set(Array.from({ length: KNOTS }, (_, knot) => quantileOfSorted(inOrder, knot / (KNOTS - 1)))),
  );
  const weights = new Float64Array(levels.length);
  const heights = places.map((place) => {
    fillWeights(weights, levels, masses, place, spread, leastMass);
    return estimate(place, weights);
  });
  return (level) => heightAt(places, heights, level);
}

function deviationOf(levels: Float64Array): number {
  const center = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return Math.sqrt(levels.reduce((sum, level) => sum + (level - center) ** 2, 0) / levels.length);
}

/** A normal kernel times the masses. */
function fillWeights(
  weights: Float64Array,
  levels: Float64Array,
  masses: ArrayLike<number>,
  place: number,
  spread: number,
  leastMass: number,
): void {
  for (let width = WIDTH; ; width *= WIDENED) {
    let total = 0;
    let squares = 0;
    for (let row = 0; row < levels.length; row++) {
      const mass = masses[row] as number;
      const far = spread === 0 ? 0 : ((levels[row] as number) - place) / (width * spread);
      const near = mass === 0 ? 0 : Math.exp(-(far * far) / 2);
      weights[row] = near * mass;
      total += near * mass;
      squares += near * near * mass;
    }
    if (total ** 2 >= leastMass * squares || width > WIDEST) return;
  }
}

/** Beyond the ends as at the ends. */
function heightAt(places: Float64Array, heights: Float64Array, level: number): number {
  let [low, high] = [0, places.length - 1];
  if (!(level > (places[low] as number))) return heights[low] as number;
  if (level >= (places[high] as number)) return heights[high] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) > level) high = middle;
    else low = middle;
  }
  const [from, until] = [places[low] as number, places[high] as number];
  const share = (level - from) / (until - from);
  return (1 - share) * (heights[low] as number) + share * (heights[high] as number);
}

// How far predictions of untried candidates were from their first trials. Only first trials tell: candidates were chosen for
// them by a prediction, and for all others by their own luck. All count alike, however often a candidate was trained since.

/** Rows about a level, at least, where there are so many. */
const LEAST_ROWS = 60;
/** Rows that the prediction's own mean, and its own variance, are worth beside what was seen. */
const OWN_WORTH = 15;

interface Calibration {
  /** What a prediction is short of, by its level. */
  readonly shift: LevelCurve;
  /** By what its variance has to be multiplied, by its level; 0 where first trials are no further off than their noise. */
  readonly factor: LevelCurve;
}

/**
 * @param predicted  by row: the prediction without the candidate's own trials
 * @param variances  by row: of that prediction, up to a factor
 * @param firsts     by row: the loss of the first trial; NaN where it has none
 * @param noises     by row: variance of one trial
 */
export function calibrate(
  predicted: Float64Array,
  variances: Float64Array,
  firsts: Float64Array,
  noises: Float64Array,
): Calibration {
  const masses = firsts.map((first) => Number(!Number.isNaN(first)));
  const shift = levelCurve(predicted, masses, LEAST_ROWS, (place, weights) =>
    lineAt(place, weights, predicted, firsts),
  );
  const rests = firsts.map((first, row) => first - (predicted[row] as number) - shift(predicted[row] as number));
  const typical = weightedMean(masses, variances);
  const factor = levelCurve(predicted, masses, LEAST_ROWS, (_, weights) => {
    let seen = OWN_WORTH * typical;
    let said = seen;
    weights.forEach((weight, row) => {
      if (weight === 0) return;
      seen += weight * ((rests[row] as number) ** 2 - (noises[row] as number));
      said += weight * (variances[row] as number);
    });
    return Math.max(0, seen / said);
  });
  return { shift, factor };
}

function weightedMean(weights: Float64Array, values: Float64Array): number {
  let [sum, total] = [0, 0];
  weights.forEach((weight, row) => {
    sum += weight * (values[row] as number);
    total += weight;
  });
  return sum / total;
}

/** The height at `place` of the weighted least-squares line of what predictions are short of, drawn to 0 where few rows tell. */
function lineAt(place: number, weights: Float64Array, predicted: Float64Array, firsts: Float64Array): number {
  let [total, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  weights.forEach((weight, row) => {
    if (weight === 0) return;
    const x = (predicted[row] as number) - place;
    const y = (firsts[row] as number) - (predicted[row] as number);
    total += weight;
    sumX += weight * x;
    sumY += weight * y;
    sumXX += weight * x * x;
    sumXY += weight * x * y;
  });
  if (total === 0) return 0;
  const determinant = total * sumXX - sumX ** 2;
  const height = determinant > 1e-9 * total * sumXX ? (sumXX * sumY - sumX * sumXY) / determinant : sumY / total;
  return (height * total) / (total + OWN_WORTH);
}
