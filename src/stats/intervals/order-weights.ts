/** @file Criteria as weighted sums of the ordered losses, and what becomes of the weights when losses are resampled. */
import type { Statistic } from '../criterion.js';
import { quantilePosition } from '../quantile.js';

/** What has weights: every statistic but the standard deviation. */
export type Linear = Exclude<Statistic, { of: 'std' }>;

/** By rank, smallest first: what each of `n` ordered losses counts for. Sums to 1, for the iqr to 0. */
export function orderWeights(statistic: Linear, n: number): Float64Array {
  switch (statistic.of) {
    case 'mean':
      return new Float64Array(n).fill(1 / n);
    case 'quantile':
      return quantileWeights(statistic.probability, n);
    case 'shortfall':
      return shortfallWeights(statistic.share, n);
    default: {
      const upper = quantileWeights(0.75, n);
      const lower = quantileWeights(0.25, n);
      const factor = statistic.of === 'q3+iqr' ? 2 : 1;
      return upper.map((weight, rank) => factor * weight - (lower[rank] as number));
    }
  }
}

function quantileWeights(probability: number, n: number): Float64Array {
  const weights = new Float64Array(n);
  const position = quantilePosition(n, probability);
  const below = Math.floor(position);
  weights[below] = 1 - (position - below);
  if (position > below) weights[below + 1] = position - below;
  return weights;
}

function shortfallWeights(share: number, n: number): Float64Array {
  const worst = share * n;
  const weights = new Float64Array(n);
  for (let place = 1; place <= n; place++) {
    weights[n - place] = Math.max(0, Math.min(1, worst - place + 1)) / worst;
  }
  if (worst < 1) weights[n - 1] = 1;
  return weights;
}

/** Ranks with a weight, and the weights: what a draw is summed over; ranks ascend. */
export interface SparseWeights {
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
