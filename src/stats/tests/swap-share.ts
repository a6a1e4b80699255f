/**
 * @file How often two paired samples would differ as much if the losses of each pair had changed places at random: an exact p-value
 * where the two are alike, whatever their losses and whatever the criterion (Fisher 1935; Pitman 1937, doi 10.2307/2984124).
 */
import type { Criterion } from '../criteria/criterion.js';
import { criterionDifference } from '../intervals/difference-interval.js';
import { median } from '../quantile.js';

/**
 * One-sided: that the first has the larger criterion. `swaps` has a 1 for each pair that changes places, for all patterns there are or for
 * some drawn at random; the pattern that was seen counts among these. Infinite losses are legal. Of a spread, losses are taken from their own median.
 */
export function swapShare(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  swaps: readonly Uint8Array[],
): number {
  const difference = criterionDifference(centredFor(criterion, first), centredFor(criterion, second), criterion);
  const asLarge = swappedDifferences(first, second, criterion, swaps).filter((swapped) => swapped >= difference).length;
  return swaps.length === 2 ** first.length ? asLarge / swaps.length : (1 + asLarge) / (1 + swaps.length);
}

/** criterion(first) - criterion(second) under each of the swaps. */
export function swappedDifferences(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  swaps: readonly Uint8Array[],
): Float64Array {
  const n = first.length;
  const [left, right] = [centredFor(criterion, first), centredFor(criterion, second)];
  const swappedLeft = new Float64Array(n);
  const swappedRight = new Float64Array(n);
  return Float64Array.from(swaps, (swap) => {
    for (let pair = 0; pair < n; pair++) {
      const stays = swap[pair] === 0;
      swappedLeft[pair] = (stays ? left : right)[pair] as number;
      swappedRight[pair] = (stays ? right : left)[pair] as number;
    }
    return criterionDifference(swappedLeft, swappedRight, criterion);
  });
}

function centredFor(criterion: Criterion, losses: ArrayLike<number>): ArrayLike<number> {
  if (criterion.kind !== 'spread') return losses;
  const center = median(losses);
  return Float64Array.from(losses, (loss) => (loss === center ? 0 : loss - center));
}
