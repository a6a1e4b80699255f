/**
 * @file Different points of a space, one after the other: the first values, then draws, whose shares come from a scrambled Sobol sequence,
 * then what is left of a small space.
 */

import { randomFrom } from '../../core/index.js';
import { countAsNumber, type Point, type ShareAt, type SpaceNode } from '../space-node.js';
import { SOBOL_DIMENSIONS, scrambledSobol } from './sobol.js';

/** Draws in a row that gave nothing new, after which no more are made. */
export const MOST_IN_VAIN = 10_000;
/** What a space has at most to be gone through where draws give nothing new. */
const SMALL = 1_000_000;

/**
 * Offers the first values of a space (where every range has a default) and then draw after draw until `count` of them were taken; how
 * many were. `take` says whether a point is taken: it is offered once. After {@link MOST_IN_VAIN} in a row that were not, a space of a
 * million points or fewer is gone through in its order, and of any other no more is drawn. None of this rests on `count`, so that what is
 * drawn first stays where more is drawn.
 */
export function drawPoints(node: SpaceNode, seed: number, count: number, take: (point: Point) => boolean): number {
  const sharesOf = drawnShares(node.places, seed);
  const offered = new Offered(count, take);
  if (node.first !== undefined) offered.offer(node.first);
  const size = countAsNumber(node.count);
  for (let draw = 0; !offered.isOver && offered.different < size; draw++) offered.offer(node.draw(sharesOf(draw)));
  if (size <= SMALL)
    for (let index = 0; offered.taken < count && index < size; index++) offered.offer(node.pointAt(index));
  return offered.taken;
}

/** The same of points that come by their number. */
export function pointsOf(pointOf: (index: number) => Point, count: number, take: (point: Point) => boolean): number {
  const offered = new Offered(count, take);
  for (let index = 0; !offered.isOver; index++) offered.offer(pointOf(index));
  return offered.taken;
}

class Offered {
  readonly #known = new Set<string>();
  #vain = 0;
  taken = 0;

  constructor(
    private readonly count: number,
    private readonly take: (point: Point) => boolean,
  ) {}

  get different(): number {
    return this.#known.size;
  }

  get isOver(): boolean {
    return this.taken >= this.count || this.#vain >= MOST_IN_VAIN;
  }

  offer(point: Point): void {
    const key = point.join();
    const isTaken = !this.#known.has(key) && this.take(point);
    this.#known.add(key);
    this.#vain = isTaken ? 0 : this.#vain + 1;
    if (isTaken) this.taken++;
  }
}

/**
 * The shares of draw 0, 1, ...: they rest on the seed, the number of the draw and the places of the space alone. Places take the dimensions
 * of a scrambled Sobol sequence in the order of their names, so that the order in which settings are written changes nothing; beyond its
 * dimensions each has random numbers of its own.
 */
function drawnShares(places: readonly string[], seed: number): (draw: number) => ShareAt {
  const even = new Map(
    [...places]
      .sort()
      .slice(0, SOBOL_DIMENSIONS)
      .map((place, dimension) => [place, scrambledSobol(dimension, randomFrom('sobol', seed, place))]),
  );
  return (draw) => (place) => even.get(place)?.(draw) ?? randomFrom('draw', seed, draw, place).uniform();
}
