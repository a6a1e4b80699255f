/**
 * @file Bootstrap intervals (Efron 1979, doi 10.1214/aos/1176344552), bias-corrected and accelerated (BCa, Efron 1987,
 * doi 10.1080/01621459.1987.10478410). The unit that is resampled is the replicate, by index, so that the same code
 * serves one candidate's losses and the pairs of two.
 */
import type { Random } from '../core/index.js';
import { mean } from './moments.js';
import { normalQuantile, normalUpperTail } from './normal.js';
import { quantileOfSorted, sorted } from './quantile.js';

export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  readonly method: 'bootstrap-bca' | 'bootstrap-percentile';
}

/** A figure computed from the replicates whose 0-based indices are given; indices may repeat. */
export type ResampledFigure = (indices: Int32Array) => number;

/** `resamples` draws of `count` replicate indices with replacement. */
export function drawReplicates(count: number, resamples: number, random: Random): readonly Int32Array[] {
  return Array.from({ length: resamples }, () => Int32Array.from({ length: count }, () => random.below(count)));
}

/**
 * The interval of `figure` over `count` replicates at `level` (0.95, ...), from draws of {@link drawReplicates}. Falls back
 * to plain percentiles where BCa has no meaning: the figure is infinite for some leave-one-out sample, or lies outside all
 * resampled values.
 */
export function bootstrapInterval(
  count: number,
  figure: ResampledFigure,
  level: number,
  draws: readonly Int32Array[],
): BootstrapInterval {
  const ordered = sorted(Float64Array.from(draws, figure));
  const tail = (1 - level) / 2;
  const probabilities = correctedProbabilities(count, figure, ordered, tail);
  const [low, high] = probabilities ?? [tail, 1 - tail];
  return {
    low: quantileOfSorted(ordered, low),
    high: quantileOfSorted(ordered, high),
    method: probabilities === undefined ? 'bootstrap-percentile' : 'bootstrap-bca',
  };
}

/** The values at the given indices. */
export function valuesAt(values: ArrayLike<number>, indices: Int32Array): Float64Array {
  // A plain loop: this runs millions of times, and Float64Array.from is several times slower.
  const chosen = new Float64Array(indices.length);
  for (let place = 0; place < chosen.length; place++) chosen[place] = values[indices[place] as number] as number;
  return chosen;
}

function correctedProbabilities(
  count: number,
  figure: ResampledFigure,
  ordered: Float64Array,
  tail: number,
): readonly [number, number] | undefined {
  const estimate = figure(allBut(count));
  const bias = normalQuantile(shareBelow(ordered, estimate));
  const acceleration = jackknifeAcceleration(count, figure);
  if (!Number.isFinite(bias) || !Number.isFinite(acceleration)) return undefined;
  const corrected = (probability: number): number => {
    const shifted = bias + normalQuantile(probability);
    return normalUpperTail(-(bias + shifted / (1 - acceleration * shifted)));
  };
  return [corrected(tail), corrected(1 - tail)];
}

/** Share of resampled values below the estimate, ties counted by half. */
function shareBelow(ordered: Float64Array, estimate: number): number {
  let below = 0;
  let equal = 0;
  for (const value of ordered) {
    if (value < estimate) below++;
    else if (value === estimate) equal++;
  }
  return (below + equal / 2) / ordered.length;
}

/** Efron's acceleration from leave-one-out values; 0 where they are all equal. */
function jackknifeAcceleration(count: number, figure: ResampledFigure): number {
  const leftOut = Float64Array.from({ length: count }, (_, left) => figure(allBut(count, left)));
  const center = mean(leftOut);
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    const distance = center - value;
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** The indices 0 ... count-1, without `left`. */
function allBut(count: number, left?: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index).filter((index) => index !== left);
}
