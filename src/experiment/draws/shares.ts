/** @file Where draws come from: a number between 0 and 1 for each choice of a space, of each draw. */
import { randomFrom } from '../../core/index.js';
import type { ShareAt } from '../space-node.js';
import { SOBOL_DIMENSIONS, scrambledSobol } from './sobol.js';

/**
 * The shares of draw 0, 1, ...: they rest on the seed, the number of the draw and the places of the space alone. Places take the dimensions
 * of a scrambled Sobol sequence in the order of their names, so that the order in which settings are written changes nothing; beyond its
 * dimensions each has random numbers of its own.
 */
export function drawnShares(places: readonly string[], seed: number): (draw: number) => ShareAt {
  const even = new Map(
    [...places]
      .sort()
      .slice(0, SOBOL_DIMENSIONS)
      .map((place, dimension) => [place, scrambledSobol(dimension, randomFrom('sobol', seed, place))]),
  );
  return (draw) => (place) => even.get(place)?.(draw) ?? randomFrom('draw', seed, draw, place).uniform();
}
