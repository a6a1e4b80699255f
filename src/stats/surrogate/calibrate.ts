/**
 * @file How far predictions of untried candidates were from their first trials. Only first trials tell: candidates were chosen for
 * them by a prediction, and for all others by their own luck. All count alike, however often a candidate was trained since.
 */
import { type LevelCurve, levelCurve } from './level-curve.js';

/** Rows about a level, at least, where there are so many. */
const LEAST_ROWS = 60;
/** Rows that the prediction's own mean, and its own variance, are worth beside what was seen. */
const OWN_WORTH = 15;

export interface Calibration {
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
