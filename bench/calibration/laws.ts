/** @file Laws of losses for the calibration: how they are drawn, and what a criterion of them truly is. */
import type { Random } from '../../src/core/index.js';
import { type Criterion, normalQuantile, normalUpperTail, studentTwoSidedQuantile } from '../../src/stats/index.js';

/** A law with scale 1; for all but t3 also with mean 0 and standard deviation 1. */
export interface Law {
  readonly name: string;
  draw(random: Random): number;
  /** Lower quantile at p. */
  quantile(p: number): number;
}

/** Standardised, of so much in its logarithm. */
function lognormal(name: string, sigma: number): Law {
  const mean = Math.exp(sigma ** 2 / 2);
  const sd = mean * Math.sqrt(Math.expm1(sigma ** 2));
  const at = (z: number) => (Math.exp(sigma * z) - mean) / sd;
  return { name, draw: (random) => at(random.normal()), quantile: (p) => at(normalQuantile(p)) };
}

function mirrored(name: string, law: Law): Law {
  return { name, draw: (random) => -law.draw(random), quantile: (p) => -law.quantile(1 - p) };
}

/** Normal losses of which a share falls into a second basin, so many standard deviations of one basin further up; standardised. */
export function basins(share: number, distance: number): Law {
  const mean = share * distance;
  const sd = Math.sqrt(1 + share * (1 - share) * distance ** 2);
  const below = (x: number) => 1 - (1 - share) * normalUpperTail(x) - share * normalUpperTail(x - distance);
  return {
    name: `basins-${share}-${distance}`,
    draw: (random) => (random.normal() + (random.uniform() < share ? distance : 0) - mean) / sd,
    quantile: (p) => {
      let [low, high] = [normalQuantile(p), normalQuantile(p) + distance];
      for (let step = 0; step < 50; step++) {
        const middle = (low + high) / 2;
        if (below(middle) < p) low = middle;
        else high = middle;
      }
      return ((low + high) / 2 - mean) / sd;
    },
  };
}

export const NORMAL: Law = { name: 'normal', draw: (random) => random.normal(), quantile: normalQuantile };
export const LOGNORMAL = lognormal('lognormal', 0.5);
export const LOGNORMAL_1 = lognormal('lognormal-1', 1);
/** A tail to the worse side, and the same mirrored. */
export const EXPONENTIAL: Law = {
  name: 'exponential',
  draw: (random) => -Math.log1p(-random.uniform()) - 1,
  quantile: (p) => -Math.log1p(-p) - 1,
};
export const MIRRORED = mirrored('mirrored', EXPONENTIAL);
export const MIRRORED_LOGNORMAL_1 = mirrored('mirrored-lognormal-1', LOGNORMAL_1);
export const T3: Law = {
  name: 't3',
  draw: (random) => {
    const chiSquare = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
    return random.normal() / Math.sqrt(chiSquare / 3);
  },
  quantile: (p) => (p < 0.5 ? -1 : 1) * studentTwoSidedQuantile(2 * Math.min(p, 1 - p), 3),
};

const POINTS = 4001;

/** The criterion of a law with scale 1, a share of its trials diverging. */
export function criterionOf(criterion: Criterion, law: Law, diverging = 0): number {
  if (criterion.name === 'mean') return diverging > 0 ? Number.POSITIVE_INFINITY : 0;
  const grid = Float64Array.from({ length: POINTS }, (_, index) => {
    const p = (index + 0.5) / POINTS / (1 - diverging);
    return p < 1 ? law.quantile(p) : Number.POSITIVE_INFINITY;
  });
  return criterion.evaluate(grid);
}
