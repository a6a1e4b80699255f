/**
 * @file Whole distributions of losses side by side, as Agarwal and others recommend for few runs (2021, arXiv 2108.13264):
 * performance profiles, and the chance that one training is better than another. Losses are finite or Infinity.
 */
import { type Estimate, estimateShare } from './estimate.js';
import { normalQuantile } from './normal.js';
import { sorted } from './quantile.js';

/** From this loss on, up to the next step, `share` of the trainings are at or below. */
export interface ProfileStep extends Estimate {
  readonly loss: number;
}

/**
 * The share of trainings at or below each loss that occurs, ascending, with Wilson's interval at each by itself. Infinite
 * losses are never at or below a finite one; they have no step.
 *
 * @example performanceProfile([0.2, 0.1, Infinity], 0.95).map(({ loss, value }) => [loss, value]) // [[0.1, 1/3], [0.2, 2/3]]
 */
export function performanceProfile(losses: ArrayLike<number>, level: number): ProfileStep[] {
  const ordered = sorted(losses);
  const steps: ProfileStep[] = [];
  for (let index = 0; index < ordered.length; index++) {
    const loss = ordered[index] as number;
    if (loss === Number.POSITIVE_INFINITY || loss === ordered[index + 1]) continue;
    steps.push({ loss, ...estimateShare(index + 1, ordered.length, level) });
  }
  return steps;
}

/**
 * The chance that a training of the first has a smaller loss than one of the second, ties by half: Mann and Whitney's U over
 * the number of pairs, with Newcombe's interval (2006, method 5, doi 10.1002/sim.2324), which takes trainings as
 * independent and stays inside of [0, 1] where one is always better. Both need at least one loss.
 */
export function improvementChance(first: ArrayLike<number>, second: ArrayLike<number>, level: number): Estimate {
  const [m, n] = [first.length, second.length];
  const value = smallerShare(sorted(first), sorted(second));
  const deviate = normalQuantile((1 + level) / 2);
  const others = (m + n) / 2 - 1;
  const distance = (chance: number): number => {
    const inflation = 1 + others * ((1 - chance) / (2 - chance) + chance / (1 + chance));
    const variance = (chance * (1 - chance) * inflation) / (m * n);
    return (chance - value) ** 2 - deviate ** 2 * variance;
  };
  return {
    value,
    low: value === 0 ? 0 : crossing(distance, 0, value),
    high: value === 1 ? 1 : crossing(distance, 1, value),
    level,
    method: 'newcombe',
  };
}

/** Of all pairs; both ascending. */
function smallerShare(first: Float64Array, second: Float64Array): number {
  let [below, upTo, total] = [0, 0, 0];
  for (const loss of second) {
    while (below < first.length && (first[below] as number) < loss) below++;
    while (upTo < first.length && (first[upTo] as number) <= loss) upTo++;
    total += below + (upTo - below) / 2;
  }
  return total / (first.length * second.length);
}

/** Where the distance changes its sign between an end of [0, 1], where it is positive, and the estimate, where it is not. */
function crossing(distance: (chance: number) => number, end: number, value: number): number {
  let [outside, inside] = [end, value];
  for (let step = 0; step < 60; step++) {
    const middle = (outside + inside) / 2;
    if (distance(middle) > 0) outside = middle;
    else inside = middle;
  }
  return (outside + inside) / 2;
}
