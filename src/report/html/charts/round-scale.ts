/** @file Places the ticks of axes that count: trials per candidate, looks, epochs. */

/** Whole numbers from 1, at most about `most` of them. */
export function roundTicks(rounds: number, most: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => rounds / size <= most) ?? Math.ceil(rounds / most);
  const multiples = Array.from({ length: Math.floor(rounds / step) }, (_, index) => (index + 1) * step);
  return step >= 5 ? [1, ...multiples] : multiples;
}
