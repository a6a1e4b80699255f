/**
 * @file Sobol sequences: points that fill a cube more evenly than random ones, in the order of Gray codes (Antonov and Saleev 1979,
 * doi 10.1016/0041-5553(79)90085-5), plain or scrambled.
 */
import type { Random } from '../../core/index.js';
import JOE_KUO from './sobol-directions.json' with { type: 'json' };

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
