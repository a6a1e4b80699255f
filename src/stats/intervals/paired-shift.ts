/**
 * @file By how much one of two paired samples lies higher: the estimate of Hodges and Lehmann (1963, doi
 * 10.1214/aoms/1177704172) with the interval that inverts Wilcoxon's signed-rank test, so that interval and test agree.
 */
import { normalQuantile } from '../distributions.js';
import { signedRankTails } from '../tests/rank-sum-distribution.js';
import { EXACT_RANK_LIMIT } from '../tests/rank-tests.js';
import { type Interval, intervalBy, type NoInterval } from './interval.js';

export interface PairedShift {
  /** Median of the means of all pairs of differences, each with itself as well; infinite where most of them are. */
  readonly value: number;
  readonly interval: Interval | NoInterval;
}

/**
 * Of first minus second, at least one pair. `together` such intervals hold at once at `level` (Bonferroni's inequality).
 * Two equal infinite losses differ by 0.
 *
 * @example pairedShift([3, 4, 6, 9, 11, 15], [1, 1, 2, 4, 5, 8], 0.95).interval // low 2, high 7
 */
export function pairedShift(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level: number,
  together = 1,
): PairedShift {
  const n = first.length;
  const differences = Float64Array.from({ length: n }, (_, pair) => {
    const [left, right] = [first[pair] as number, second[pair] as number];
    return left === right ? 0 : left - right;
  });
  const walsh = new Float64Array((n * (n + 1)) / 2);
  let place = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      const [a, b] = [differences[row] as number, differences[column] as number];
      walsh[place++] = middleOf(a, b);
    }
  }
  walsh.sort();
  const tail = (1 - level) / 2 / Math.max(1, together);
  const below = cutOff(n, tail);
  const [lower, upper] = [walsh[(walsh.length - 1) >> 1] as number, walsh[walsh.length >> 1] as number];
  const value = middleOf(lower, upper);
  if (below === 0) return { value, interval: { reason: 'too few common replicates for this level', n } };
  const ends = [walsh[below - 1] as number, walsh[walsh.length - below] as number] as const;
  const interval = intervalBy('signed-rank', ends, level, n);
  return {
    value,
    interval: together < 2 ? interval : { ...interval, basis: `${interval.basis}, all ${together} at once` },
  };
}

/** Between opposite infinite ones it is 0, as between all opposite ones. */
function middleOf(a: number, b: number): number {
  return a === -b ? 0 : a / 2 + b / 2;
}

/** How many of the sorted means may lie beyond each end: the largest k with P(rank sum < k) <= `tail`; 0 = none is sure. */
function cutOff(n: number, tail: number): number {
  const most = (n * (n + 1)) / 2;
  if (n > EXACT_RANK_LIMIT) {
    const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.max(0, Math.floor(most / 2 + normalQuantile(tail) * spread));
  }
  const { lower } = signedRankTails(new Array<number>(n).fill(1));
  let count = 0;
  while (count < most && lower(2 * count) <= tail) count++;
  return count;
}
