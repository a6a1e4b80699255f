/** @file A criterion of resampled losses, many times over, as weighted sums of ordered losses. The unit that is drawn is the replicate, by index. */
import type { Random } from '../../core/index.js';
import type { Criterion } from '../criteria/criterion.js';

/** `resamples` draws of `count` replicate indices with replacement. */
export function drawReplicates(count: number, resamples: number, random: Random): readonly Int32Array[] {
  return Array.from({ length: resamples }, () => Int32Array.from({ length: count }, () => random.below(count)));
}

/** By draw: the criterion of the losses at its indices. Infinite losses are legal where the criterion is a quantile. */
export function resampleCriterion(
  losses: ArrayLike<number>,
  { statistic, evaluate }: Criterion,
  draws: readonly Int32Array[],
): Float64Array {
  if (statistic?.weights === undefined)
    return Float64Array.from(draws, (indices) => evaluate(valuesAt(losses, indices)));
  const n = losses.length;
  const order = Int32Array.from({ length: n }, (_, index) => index).sort((a, b) =>
    compare(losses[a] as number, losses[b] as number),
  );
  const ordered = valuesAt(losses, order);
  const ranks = new Int32Array(n);
  for (let rank = 0; rank < n; rank++) ranks[order[rank] as number] = rank;
  const sparse = sparseWeights(statistic.weights(n));
  const counts = new Int32Array(n);
  const given = new Float64Array(n);
  const touched = new Int32Array(n);
  const resampled = new Float64Array(draws.length);
  for (let draw = 0; draw < draws.length; draw++) {
    const indices = draws[draw] as Int32Array;
    counts.fill(0);
    for (let place = 0; place < n; place++) {
      const rank = ranks[indices[place] as number] as number;
      counts[rank] = (counts[rank] as number) + 1;
    }
    resampled[draw] = weightedSum(ordered, given, touched, passWeights(counts, sparse, given, touched));
  }
  return resampled;
}

function valuesAt(values: ArrayLike<number>, indices: Int32Array): Float64Array {
  // A plain loop: this runs millions of times, and Float64Array.from is several times slower.
  const chosen = new Float64Array(indices.length);
  for (let place = 0; place < chosen.length; place++) chosen[place] = values[indices[place] as number] as number;
  return chosen;
}

/** Infinity minus itself is no number, so the difference will not do. */
function compare(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

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
