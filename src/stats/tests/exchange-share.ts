/**
 * @file How often the second of two samples would have as small a mean if all losses were dealt out anew: an exact p-value where both have
 * one law, whatever that is and however many losses each has (Fisher 1935; Pitman 1937, doi 10.2307/2984124).
 */
import type { Random } from '../../core/index.js';

/** Up to so many deals all are tried. */
const ALL_DEALS = 3000;
/** Beyond that so many are drawn; the one that was seen counts among them. */
const DEALS = 1999;

/**
 * One-sided: that the first has the larger mean. Finite values, at least one in each. Sums that differ by their last digits alone are equal.
 *
 * @example exchangeShare([3, 4, 5], [1, 2], random) // 0.1: of 10 deals none has a smaller second mean, and one the same
 */
export function exchangeShare(first: ArrayLike<number>, second: ArrayLike<number>, random: Random): number {
  const all = Float64Array.from([...Array.from(first), ...Array.from(second)]);
  const [n, size] = [all.length, second.length];
  const seen = Array.from(second).reduce((sum, loss) => sum + loss, 0);
  const most = seen + 1e-12 * all.reduce((sum, loss) => sum + Math.abs(loss), 0);
  if (deals(n, size) <= ALL_DEALS) {
    let [asSmall, total] = [0, 0];
    const deal = (from: number, left: number, sum: number): void => {
      if (left === 0) {
        total++;
        if (sum <= most) asSmall++;
        return;
      }
      for (let place = from; place <= n - left; place++) deal(place + 1, left - 1, sum + (all[place] as number));
    };
    deal(0, size, 0);
    return asSmall / total;
  }
  let asSmall = 1;
  for (let drawn = 0; drawn < DEALS; drawn++) {
    let sum = 0;
    for (let place = 0; place < size; place++) {
      const other = place + random.below(n - place);
      const taken = all[other] as number;
      all[other] = all[place] as number;
      all[place] = taken;
      sum += taken;
    }
    if (sum <= most) asSmall++;
  }
  return asSmall / (1 + DEALS);
}

/** Ways to choose `size` of `n`. */
function deals(n: number, size: number): number {
  let ways = 1;
  for (let chosen = 1; chosen <= size; chosen++) ways *= (n - size + chosen) / chosen;
  return Math.round(ways);
}
