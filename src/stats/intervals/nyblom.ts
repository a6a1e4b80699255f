/**
 * @file Nyblom's interval of a quantile, between interpolated order statistics (Nyblom 1992,
 * doi 10.1016/0167-7152(92)90076-H; Hettmansperger and Sheather 1986, doi 10.1016/0167-7152(86)90021-0, is the median).
 * Its coverage depends on the distribution only through the interpolation, and so hardly at all.
 */
import { binomialUpperTail } from '../binomial.js';

/** The fewest losses between whose extremes the quantile at `probability` lies with the confidence `level`. */
export function nyblomMinimum(probability: number, level: number): number {
  let n = 2;
  while (probability ** n + (1 - probability) ** n > 1 - level) n++;
  return n;
}

/**
 * Both ends at `level` from losses in ascending order, 0 < probability < 1. From {@link nyblomMinimum} on both are
 * order statistics or between two; below it the end beyond which the sample is silent is infinite, and the other takes
 * all of the error. Infinite losses are legal and may be an end.
 */
export function nyblomInterval(
  ordered: Float64Array,
  probability: number,
  level: number,
): readonly [low: number, high: number] {
  if (probability < 0.5) {
    const mirrored = Float64Array.from(ordered, (loss) => 0 - loss).reverse();
    const [low, high] = nyblomInterval(mirrored, 1 - probability, level);
    return [0 - high, 0 - low];
  }
  const n = ordered.length;
  const alpha = 1 - level;
  const allBelow = probability ** n;
  if (allBelow > alpha) return [limit(ordered, probability, level), Number.POSITIVE_INFINITY];
  const above = Math.max(alpha / 2, allBelow);
  const high = allBelow >= alpha / 2 ? (ordered[n - 1] as number) : limit(ordered, probability, above);
  return [limit(ordered, probability, 1 - (alpha - above)), high];
}

/** The value that lies below the quantile with the probability `beta`. */
function limit(ordered: Float64Array, probability: number, beta: number): number {
  const n = ordered.length;
  const reach = (rank: number): number => binomialUpperTail(rank, n, probability);
  let rank = 0;
  while (rank < n && reach(rank + 1) >= beta) rank++;
  if (rank === 0) return Number.NEGATIVE_INFINITY;
  if (rank === n) return ordered[n - 1] as number;
  const step = (reach(rank) - beta) / (reach(rank) - reach(rank + 1));
  const odds = ((rank * (1 - probability)) / ((n - rank) * probability)) * ((1 - step) / step);
  return between(ordered[rank - 1] as number, ordered[rank] as number, step === 0 ? 0 : 1 / (1 + odds));
}

function between(low: number, high: number, weight: number): number {
  if (weight === 0 || low === high) return low;
  return Number.isFinite(low) ? low + weight * (high - low) : low;
}
