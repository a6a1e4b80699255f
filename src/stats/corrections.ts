/** @file Corrections for testing many candidates at once, as adjusted p-values: reject where adjusted < alpha. */

export const CORRECTIONS = ['none', 'holm', 'benjamini-hochberg'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/**
 * Adjusted p-values in the order given. `holm` bounds the chance of any false rejection (Holm 1979, jstor 4615733);
 * `benjamini-hochberg` the expected share of false ones among the rejected (1995, doi 10.1111/j.2517-6161.1995.tb02031.x).
 */
export function adjustPValues(pValues: ArrayLike<number>, correction: Correction): Float64Array {
  const adjusted = Float64Array.from(pValues);
  if (correction === 'none') return adjusted;
  const count = adjusted.length;
  const order = Int32Array.from(adjusted, (_, index) => index).sort(
    (left, right) => (pValues[left] as number) - (pValues[right] as number),
  );
  if (correction === 'holm') {
    let largest = 0;
    order.forEach((index, place) => {
      largest = Math.max(largest, Math.min(1, (count - place) * (pValues[index] as number)));
      adjusted[index] = largest;
    });
    return adjusted;
  }
  let smallest = 1;
  for (let place = count - 1; place >= 0; place--) {
    const index = order[place] as number;
    smallest = Math.min(smallest, (count / (place + 1)) * (pValues[index] as number));
    adjusted[index] = smallest;
  }
  return adjusted;
}
