/**
 * @file The two-sample Kolmogorov-Smirnov test (Smirnov 1939; Hodges 1958, doi 10.1007/BF02589501), exact at any count.
 * The p-value is that of samples without ties, the usual choice; with ties it errs on the side of "no difference".
 */
import { pool, rankValues } from '../ranks.js';
import type { Alternative, TestResult } from './test-result.js';

/**
 * The statistic D is the largest distance between the two empirical distribution functions; for `greater` the largest by
 * which the second sample's exceeds the first's. Infinite values are legal. All values equal: statistic 0, p 1.
 */
export function kolmogorovSmirnovTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  alternative: Alternative,
): TestResult {
  const m = first.length;
  const n = second.length;
  const distance = largestDistance(first, second, alternative);
  return { statistic: distance / (m * n), pValue: tailProbability(m, n, distance, alternative) };
}

/** D in whole units of 1 / (m n). */
function largestDistance(first: ArrayLike<number>, second: ArrayLike<number>, alternative: Alternative): number {
  const m = first.length;
  const { ranks, groups } = rankValues(pool(first, second));
  const steps = new Map<number, number>();
  ranks.forEach((rank, index) => {
    steps.set(rank, (steps.get(rank) ?? 0) + (index < m ? -second.length : m));
  });
  let before = 0;
  let height = 0;
  let largest = 0;
  for (const size of groups) {
    height += steps.get(before + (size + 1) / 2) ?? 0;
    before += size;
    largest = Math.max(largest, alternative === 'greater' ? height : Math.abs(height));
  }
  return largest;
}

/** Probabilities kept for reuse: a race asks for the same few again and again. */
const KEPT_PROBABILITIES = 65_536;
const kept = new Map<string, number>();

/**
 * The chance that a random path from (0, 0) to (m, n) somewhere has a distance of at least `distance`. Going back along
 * a path that reached (i, j), the last step came from (i - 1, j) with probability i / (i + j); only products and sums of
 * positive numbers occur, so that small chances keep their digits.
 */
function tailProbability(m: number, n: number, distance: number, alternative: Alternative): number {
  const key = `${m},${n},${distance},${alternative}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const touched = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      const height = alternative === 'greater' ? j * m - i * n : Math.abs(j * m - i * n);
      if (height >= distance) touched[j] = 1;
      else if (i + j === 0) touched[j] = 0;
      else {
        const fromLeft = i === 0 ? 0 : (touched[j] as number) * i;
        const fromBelow = j === 0 ? 0 : (touched[j - 1] as number) * j;
        touched[j] = (fromLeft + fromBelow) / (i + j);
      }
    }
  }
  if (kept.size >= KEPT_PROBABILITIES) kept.clear();
  const probability = touched[n] as number;
  kept.set(key, probability);
  return probability;
}
