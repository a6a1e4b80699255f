/** @file The values that a surrogate learns: each tried candidate's mean loss, with the poor ones drawn in. */
import { mean } from '../moments.js';
import { median, quantile } from '../quantile.js';

/** The poorer half is drawn in to so many times the distance of the best tenth from the median. */
const POORER = 1;
const BEST = 0.1;

/** What is above is as poor as any: settings are to tell the good ones apart, and how poor the poor are would drown that. */
interface DrawnIn {
  readonly most: number;
  readonly values: Float64Array;
  /** The losses of the first trials. */
  readonly firsts: Float64Array;
}

/** @param losses  by candidate, at least one of each */
export function drawIn(losses: readonly ArrayLike<number>[]): DrawnIn {
  const means = Float64Array.from(losses, mean);
  const middle = median(means);
  const distance = middle - quantile(means, BEST);
  const most = distance > 0 ? middle + POORER * distance : Number.POSITIVE_INFINITY;
  const under = (value: number): number => Math.min(most, value);
  return { most, values: means.map(under), firsts: Float64Array.from(losses, (row) => under(row[0] as number)) };
}
