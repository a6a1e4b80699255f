/**
 * @file The interval of a share of passes, exact for the binomial distribution (Clopper and Pearson 1934,
 * doi 10.2307/2331986): it stays in [0, 1] and holds its level whatever the share is.
 */
import { binomialUpperTail } from '../binomial.js';
import { halve } from '../halve.js';

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
