/** @file The variance of a candidate's figure by retraining: one bootstrap variance per trial, pooled over all candidates. */
import type { Random } from '../../core/index.js';
import { median } from '../quantile.js';

const DRAWS = 100;
/** More candidates change nothing. */
const MOST_SAMPLES = 200;
/** Fewer trials tell too little of their own variance, where other candidates have more. */
const ENOUGH_TRIALS = 5;

/**
 * By sample, the variance of `figure` of it: inversely as its count, since a variance of its own from few trials would say
 * of the luckiest that it is known best. All 0 where no sample has a finite variance above 0.
 */
export function retrainingNoise(
  samples: readonly ArrayLike<number>[],
  figure: (sample: Float64Array) => number,
  random: Random,
): Float64Array {
  const large = samples.filter(({ length }) => length >= ENOUGH_TRIALS);
  const step = Math.max(1, Math.ceil(large.length / MOST_SAMPLES));
  const perTrial = large
    .filter((_, index) => index % step === 0)
    .map((sample) => sample.length * bootstrapVariance(sample, figure, random))
    .filter((value) => value > 0 && Number.isFinite(value));
  const typical = perTrial.length === 0 ? 0 : median(perTrial);
  return Float64Array.from(samples, ({ length }) => typical / length);
}

/** NaN where a figure is not finite. */
function bootstrapVariance(
  sample: ArrayLike<number>,
  figure: (sample: Float64Array) => number,
  random: Random,
): number {
  const drawn = new Float64Array(sample.length);
  let [sum, squares] = [0, 0];
  const first = figure(Float64Array.from(sample));
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let place = 0; place < drawn.length; place++) drawn[place] = sample[random.below(drawn.length)] as number;
    const distance = figure(drawn) - first;
    sum += distance;
    squares += distance * distance;
  }
  return (squares - (sum * sum) / DRAWS) / (DRAWS - 1);
}
