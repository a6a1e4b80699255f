/** @file A figure as a curve over the predicted level: averages of rows about a level, at places of it, with lines between them. */
import { quantileOfSorted, sorted } from '../quantile.js';

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
export function levelCurve(
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
