/**
 * @file The scrambled Sobol sequence, and different points of a space, one after the other: the first values, then draws, whose shares come from a scrambled Sobol sequence,
 * then what is left of a small space.
 */
import { type Random, randomFrom } from '../../core/index.js';
import { countAsNumber, type Point, type ShareAt, type SpaceNode } from '../space-node.js';
import JOE_KUO from './sobol-directions.json' with { type: 'json' };

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

// Sobol sequences: points that fill a cube more evenly than random ones, in the order of Gray codes (Antonov and Saleev 1979,
// doi 10.1016/0041-5553(79)90085-5), plain or scrambled.

/**
 * sobol-directions.json has dimensions 2 to 64, the first rows of `new-joe-kuo-6.21201` (Joe and Kuo 2008, doi 10.1137/070709359): the primitive
 * polynomial as bits, from its highest term to its constant, and its first odd numbers.
 */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/** Binary digits of a coordinate. */
const BITS = 32;

/** The direction numbers of a dimension (from 0), 32 of them, the first for the lowest bit of the number of a point. */
export function sobolDirections(dimension: number): Uint32Array {
  const directions = new Uint32Array(BITS);
  const [polynomial = 1, ...initial] = JOE_KUO[dimension - 1] ?? [];
  const degree = initial.length;
  for (let index = 0; index < BITS; index++) {
    if (index < degree || degree === 0) {
      directions[index] = (initial[index] ?? 1) << (BITS - 1 - index);
      continue;
    }
    const before = directions[index - degree] as number;
    let next = before ^ (before >>> degree);
    for (let back = 1; back < degree; back++) {
      if ((polynomial >>> (degree - back)) & 1) next ^= directions[index - back] as number;
    }
    directions[index] = next;
  }
  return directions;
}

/** The coordinate of point `index` (from 0, below 2^32), times 2^32. */
export function sobolAt(directions: Uint32Array, index: number): number {
  let gray = (index ^ (index >>> 1)) >>> 0;
  let sum = 0;
  for (let bit = 0; gray !== 0; bit++, gray >>>= 1) if (gray & 1) sum ^= directions[bit] as number;
  return sum >>> 0;
}

/**
 * One coordinate of a scrambled sequence, by number of the point: between 0 and 1, both excluded. A random lower triangular matrix
 * and a random shift of the digits (Matousek 1998, doi 10.1006/jcom.1998.0489) keep it as even as it was.
 */
export function scrambledSobol(dimension: number, random: Random): (index: number) => number {
  const digits = (): number => Math.floor(random.uniform() * 2 ** BITS);
  const rows = Uint32Array.from({ length: BITS }, (_, row) => {
    const own = 2 ** (BITS - 1 - row);
    return (digits() & ~(2 * own - 1)) | own;
  });
  const shift = digits();
  const directions = sobolDirections(dimension).map((number) =>
    rows.reduce((mixed, row, place) => (isOdd(row & number) ? mixed | (2 ** (BITS - 1 - place)) : mixed), 0),
  );
  return (index) => (((sobolAt(directions, index) ^ shift) >>> 0) + 0.5) / 2 ** BITS;
}

/** Whether an odd number of its bits are set. */
function isOdd(bits: number): boolean {
  let rest = bits;
  let odd = false;
  for (; rest !== 0; rest &= rest - 1) odd = !odd;
  return odd;
}
