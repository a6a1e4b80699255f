/**
 * @file Exact null distributions of rank sums, ties included: all choices of ranks are equally likely given the groups
 * of ties in the pooled sample. Counts are added up (never subtracted), so that tails keep their digits.
 */

/** Tails of the sum of doubled ranks (whole numbers, whatever the ties). */
export interface RankSumTails {
  /** P(doubled sum >= value). */
  upper(doubledSum: number): number;
  /** P(doubled sum <= value). */
  lower(doubledSum: number): number;
}

/** Numbers kept for reuse in all: the same few tie patterns come back for every rival of a race. */
const KEPT_NUMBERS = 2 ** 21;
const kept = new Map<string, Distribution>();
let keptNumbers = 0;

interface Distribution extends RankSumTails {
  readonly numbers: number;
}

/** The sum of the ranks of `chosen` values drawn without replacement (rank-sum test). */
export function rankSumTails(groups: readonly number[], chosen: number): RankSumTails {
  return remember(`sum ${chosen} of ${groups.join()}`, () => {
    const doubled = doubledRanks(groups);
    const width = doubled.reduce((total, rank) => total + rank, 0) + 1;
    // counts[size * width + sum]: ways to choose `size` of the ranks seen so far with that doubled sum.
    const counts = new Float64Array((chosen + 1) * width);
    counts[0] = 1;
    let reached = 0;
    doubled.forEach((rank, seen) => {
      reached += rank;
      for (let size = Math.min(chosen, seen + 1); size >= 1; size--) {
        for (let sum = reached; sum >= rank; sum--) {
          const place = size * width + sum;
          counts[place] = (counts[place] as number) + (counts[place - width - rank] as number);
        }
      }
    });
    return tailsOf(counts.subarray(chosen * width));
  });
}

/** The sum of the ranks that get a plus sign, each with probability 1/2 (signed-rank test). */
export function signedRankTails(groups: readonly number[]): RankSumTails {
  return remember(`signs ${groups.join()}`, () => {
    const doubled = doubledRanks(groups);
    const width = doubled.reduce((total, rank) => total + rank, 0) + 1;
    const counts = new Float64Array(width);
    counts[0] = 1;
    let reached = 0;
    for (const rank of doubled) {
      reached += rank;
      for (let sum = reached; sum >= rank; sum--)
        counts[sum] = (counts[sum] as number) + (counts[sum - rank] as number);
    }
    return tailsOf(counts);
  });
}

function remember(key: string, compute: () => Distribution): RankSumTails {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const distribution = compute();
  keptNumbers += distribution.numbers;
  if (keptNumbers > KEPT_NUMBERS) {
    kept.clear();
    keptNumbers = distribution.numbers;
  }
  kept.set(key, distribution);
  return distribution;
}

function doubledRanks(groups: readonly number[]): number[] {
  let before = 0;
  return groups.flatMap((size) => {
    const doubled = 2 * before + size + 1;
    before += size;
    return Array<number>(size).fill(doubled);
  });
}

function tailsOf(counts: Float64Array): Distribution {
  const lower = new Float64Array(counts.length);
  const upper = new Float64Array(counts.length);
  let total = 0;
  counts.forEach((count, sum) => {
    total += count;
    lower[sum] = total;
  });
  let above = 0;
  for (let sum = counts.length - 1; sum >= 0; sum--) {
    above += counts[sum] as number;
    upper[sum] = above;
  }
  return {
    numbers: 2 * counts.length,
    upper: (sum) => (upper[sum] as number) / total,
    lower: (sum) => (lower[sum] as number) / total,
  };
}
