/** @file Weighted sums of the ordered losses, and what becomes of the weights when losses are resampled. */

/** Ranks with a weight, and the weights: what a draw is summed over; ranks ascend. */
interface SparseWeights {
  readonly ranks: Int32Array;
  readonly weights: Float64Array;
}

export function sparseWeights(all: Float64Array): SparseWeights {
  const ranks = Int32Array.from(all.keys()).filter((rank) => all[rank] !== 0);
  return { ranks, weights: Float64Array.from(ranks, (rank) => all[rank] as number) };
}

/**
 * `counts`: how often a resample holds each rank of the sample. Adds the weights of the resample's ranks in `given` to the
 * ranks of the sample they came from; returns how many got any, listed in `touched` in ascending order.
 */
export function passWeights(
  counts: Int32Array,
  { ranks, weights }: SparseWeights,
  given: Float64Array,
  touched: Int32Array,
): number {
  let size = 0;
  let source = -1;
  let reached = 0;
  for (let place = 0; place < ranks.length; place++) {
    const rank = ranks[place] as number;
    const before = source;
    while (reached <= rank) reached += counts[++source] as number;
    if (source !== before) touched[size++] = source;
    given[source] = (given[source] as number) + (weights[place] as number);
  }
  return size;
}

/** The ordered values by the weights that {@link passWeights} gave, which are taken back. */
export function weightedSum(ordered: Float64Array, given: Float64Array, touched: Int32Array, size: number): number {
  let total = 0;
  for (let place = 0; place < size; place++) {
    const rank = touched[place] as number;
    total += (given[rank] as number) * (ordered[rank] as number);
    given[rank] = 0;
  }
  return total;
}
