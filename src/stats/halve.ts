/** @file Bisection: where what holds of small values ends. */

/**
 * Halves the range so many times: `low` still is small, or where the range began, and `high` no more, or where it ended.
 *
 * @param isSmall  true up to some value, false beyond
 */
export function halve(
  isSmall: (value: number) => boolean,
  from: number,
  until: number,
  halvings: number,
): { readonly low: number; readonly high: number } {
  let [low, high] = [from, until];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (isSmall(middle)) low = middle;
    else high = middle;
  }
  return { low, high };
}
