/**
 * @file How much candidates differ beyond the chance of retraining and what settings explain: the variance between them by
 * Paule and Mandel (1982, doi 10.6028/jres.087.022), found by the steps of DerSimonian and Kacker (2007, doi
 * 10.1016/j.cct.2006.04.004). It makes few trials count for little without letting many trials count for everything.
 */
import { weightedDesign } from './least-squares.js';

const MOST_STEPS = 100;
const PRECISION = 1e-13;

/**
 * Weights of mean 1 for responses whose variances by retraining are `noise`, after a regression on the columns; all equal
 * where one of these variances is 0 (not known) or all are alike.
 */
export function responseWeights(
  columns: readonly Float64Array[],
  response: ArrayLike<number>,
  noise: ArrayLike<number>,
): Float64Array {
  const variances = Float64Array.from(noise);
  if (variances.every((variance) => variance === variances[0]) || variances.some((variance) => !(variance > 0)))
    return variances.fill(1);
  const between = varianceBetween(columns, response, variances);
  const raw = variances.map((variance) => 1 / (between + variance));
  const scale = raw.length / raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight * scale);
}

/** The variance at which the weighted squares of residuals are as many as their degrees of freedom; 0 where noise is enough. */
export function varianceBetween(
  columns: readonly Float64Array[],
  response: ArrayLike<number>,
  noise: Float64Array,
): number {
  const everyColumn = columns.map((_, column) => column);
  let between = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const weights = noise.map((variance) => 1 / (between + variance));
    const { center, columnCenters, fitOf } = weightedDesign(columns, response, weights);
    const { slopes, rest, rank } = fitOf(everyColumn);
    const excess = rest - (response.length - rank);
    if (excess <= 0) return between;
    let steepness = 0;
    for (let index = 0; index < response.length; index++) {
      let residual = (response[index] as number) - center;
      for (const column of everyColumn) {
        const value = (columns[column]?.[index] as number) - (columnCenters[column] as number);
        residual -= (slopes[column] as number) * value;
      }
      steepness += ((weights[index] as number) * residual) ** 2;
    }
    const next = between + excess / steepness;
    if (next - between <= PRECISION * next) return next;
    between = next;
  }
  return between;
}
