/** @file Quantiles of a sample, type 7 of Hyndman and Fan 1996 (doi 10.1080/00031305.1996.10473566). */
import { requireCount } from './moments.js';

/** Up to here a sort by insertion beats the general one. */
const INSERTION_SORT_LIMIT = 32;

/** A sorted copy, smallest first. */
export function sorted(values: ArrayLike<number>): Float64Array {
  const copy = new Float64Array(values);
  if (copy.length > INSERTION_SORT_LIMIT) return copy.sort();
  for (let index = 1; index < copy.length; index++) {
    const value = copy[index] as number;
    let place = index;
    while (place > 0 && (copy[place - 1] as number) > value) {
      copy[place] = copy[place - 1] as number;
      place--;
    }
    copy[place] = value;
  }
  return copy;
}

/**
 * The quantile at `probability` (0 ... 1) of at least one value: linear between the order statistics around
 * (n - 1) * probability. Where that position is a whole number the order statistic itself is the answer, whatever its
 * neighbour: infinite values are legal, and reach the result only when the position touches them.
 */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(sorted(values), probability);
}

/** The same for values that are sorted already. */
export function quantileOfSorted(values: ArrayLike<number>, probability: number): number {
  requireCount(values, 1, 'quantile');
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`probability ${probability} is outside 0 ... 1`);
  const position = quantilePosition(values.length, probability);
  const below = Math.floor(position);
  const weight = position - below;
  const low = values[below] as number;
  if (weight === 0) return low;
  const high = values[below + 1] as number;
  return low === high ? low : low + weight * (high - low);
}

/** Where among `n` ordered values, counted from 0, the quantile lies; a whole number where rounding alone says otherwise. */
function quantilePosition(n: number, probability: number): number {
  const exact = (n - 1) * probability;
  const rounded = Math.round(exact);
  // 0.7 * 10 may miss 7 by a rounding error, which must not let an infinite neighbour in.
  return Math.abs(exact - rounded) <= 4 * Number.EPSILON * exact ? rounded : exact;
}

/** By rank: what each of `n` ordered values counts for in the quantile. */
export function quantileWeights(n: number, probability: number): Float64Array {
  const weights = new Float64Array(n);
  const position = quantilePosition(n, probability);
  const below = Math.floor(position);
  weights[below] = 1 - (position - below);
  if (position > below) weights[below + 1] = position - below;
  return weights;
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Third minus first quartile; Infinity when a value is infinite, because a candidate that diverges has no spread to trust. */
export function interquartileRange(values: ArrayLike<number>): number {
  const ordered = sorted(values);
  if (ordered[ordered.length - 1] === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return quantileOfSorted(ordered, 0.75) - quantileOfSorted(ordered, 0.25);
}
