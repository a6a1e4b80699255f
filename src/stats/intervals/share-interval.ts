/**
 * @file The interval of a share of passes, exact for the binomial distribution (Clopper and Pearson 1934,
 * doi 10.2307/2331986): it stays in [0, 1] and holds its level whatever the share is.
 */
import { binomialUpperTail, halve } from '../distributions.js';

/** This many halvings leave nothing of a double's digits in [0, 1]. */
const HALVINGS = 60;

/**
 * Of `passes` of `n` trials, 0 <= passes <= n.
 *
 * @example shareInterval(24, 25, 0.95) // [0.796, 0.999]
 */
export function shareInterval(passes: number, n: number, level: number): readonly [low: number, high: number] {
  const tail = (1 - level) / 2;
  const low = passes === 0 ? 0 : shareWhere((share) => binomialUpperTail(passes, n, share) < tail);
  const high = passes === n ? 1 : shareWhere((share) => binomialUpperTail(passes + 1, n, share) < 1 - tail);
  return [low, high];
}

/**
 * The upper end of the one-sided interval of a share that was seen in `hits` of `n` trials, 0 <= hits <= n, n >= 1: it is no larger,
 * with that confidence.
 *
 * @example shareAtMost(0, 20, 0.95) // 0.139 = 1 - 0.05 ** (1 / 20)
 */
export function shareAtMost(hits: number, n: number, confidence: number): number {
  return shareInterval(hits, n, 2 * confidence - 1)[1];
}

/** Where what is true of small shares ends. */
function shareWhere(isSmall: (share: number) => boolean): number {
  const { low, high } = halve(isSmall, 0, 1, HALVINGS);
  return (low + high) / 2;
}

// Nyblom's interval of a quantile, between interpolated order statistics (Nyblom 1992,
// doi 10.1016/0167-7152(92)90076-H; Hettmansperger and Sheather 1986, doi 10.1016/0167-7152(86)90021-0, is the median).
// Its coverage depends on the distribution only through the interpolation, and so hardly at all.

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
