/** @file Ranks from 1, ties sharing the mean of theirs; infinite values rank like any other. */

interface RankedValues {
  /** By index of the value. */
  readonly ranks: Float64Array;
  /** Sizes of the groups of equal values, smallest value first; all 1 where there are no ties. */
  readonly groups: readonly number[];
}

export function rankValues(values: ArrayLike<number>): RankedValues {
  const order = Int32Array.from({ length: values.length }, (_, index) => index).sort((left, right) =>
    compare(values[left] as number, values[right] as number),
  );
  const ranks = new Float64Array(values.length);
  const groups: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let place = start; place < end; place++) ranks[order[place] as number] = (start + 1 + end) / 2;
    groups.push(end - start);
    start = end;
  }
  return { ranks, groups };
}

/** Both samples in one array, the first in front. */
export function pool(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  const pooled = new Float64Array(first.length + second.length);
  pooled.set(first, 0);
  pooled.set(second, first.length);
  return pooled;
}

/** Sum of t^3 - t over the groups of ties, which every normal approximation by ranks takes off its variance. */
export function tieTerm(groups: readonly number[]): number {
  return groups.reduce((total, size) => total + (size ** 3 - size), 0);
}

/** Infinity minus itself is no number, so the sign of a difference will not do. */
function compare(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
