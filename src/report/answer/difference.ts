/** @file The difference of a rival to the winner: one number with one interval, said as better or worse, to one set of digits. */
import type { RaceAnswer, RivalAnswer } from '../../questions/race/plan/index.js';
import { columnFormat, halfWidth, typicalSpread } from '../number-text.js';
import type { WorseBy } from '../view/forest.js';
import { atBestText, worseText } from '../view/table-shape.js';

/**
 * Of the raced criterion, estimated in the race, and at once for all rivals at the level of the claim: as a cost, above 0 for worse,
 * whatever way is better.
 */
export interface RivalDifference extends WorseBy {
  /** What of it belongs to the claim, its better end: `at most 0.016 better`, `at best equal`; the value itself where there is no interval. */
  readonly text: string;
}

/** Rivals whose differences settle to how many digits all of them are shown. */
const NEAREST = 12;
/** A difference is shown at most this many times finer than its interval. */
const FINER = 10;

/** By rival; null where it is not known. */
export function rivalDifferences({
  rivals,
  tolerance,
}: Pick<RaceAnswer, 'rivals' | 'tolerance'>): ReadonlyMap<string, RivalDifference | null> {
  const digits = digitsFor(rivals, tolerance?.value ?? 0);
  return new Map(
    rivals.map(({ candidate, difference: value, interval }) => {
      if (!Number.isFinite(value)) return [candidate, null];
      const { low, high } = 'low' in interval ? interval : { low: null, high: null };
      return [candidate, { value, low, high, text: low === null ? worseText(value, digits) : atBestText(low, digits) }];
    }),
  );
}

function digitsFor(rivals: readonly RivalAnswer[], tolerance: number): (value: number) => string {
  const { sample, spread } = differenceDigits(rivals, tolerance);
  return columnFormat(sample, spread);
}

/** To the second digit of the tolerance, or of what is typically known of the nearest ones: as `columnFormat` takes it. */
export function differenceDigits(
  rivals: readonly Pick<RivalAnswer, 'difference' | 'interval'>[],
  tolerance: number,
): { readonly sample: readonly number[]; readonly spread: number | null } {
  const nearest = rivals.slice(0, NEAREST);
  const sizes = nearest.map(({ difference }) => Math.abs(difference)).filter(Number.isFinite);
  const known = typicalSpread(nearest.map(({ interval }) => halfWidth(interval)));
  // A tolerance far below what is known of differences asks for digits that say nothing.
  const spread = tolerance > 0 ? Math.max(tolerance, (known ?? 0) / FINER) : known;
  return { sample: [...sizes, tolerance], spread };
}
