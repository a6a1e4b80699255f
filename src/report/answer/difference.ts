/** @file The difference of a rival to the winner: one number with one interval, said as better or worse, to one set of digits. */
import type { RaceAnswer, RivalAnswer } from '../../questions/race/plan/index.js';
import { type ShownCriterion, showInterval } from '../direction.js';
import { columnFormat, halfWidth, typicalSpread } from '../number-text.js';
import type { WorseBy } from '../view/forest.js';
import { atBestText, worseText } from '../view/table-shape.js';

/** Of the raced criterion, estimated in the race, and at once for all rivals at the level of the claim. */
export interface RivalDifference {
  /** The rival's criterion less the winner's, as the criterion is shown: of losses above 0 is worse, of scores below 0. */
  readonly value: number;
  /** Ends of the interval in the same direction; null where there is none. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** The same as costs, above 0 for worse, whatever way is better: for drawings. Ends are null where there is no interval. */
  readonly worse: WorseBy;
  /** What of it belongs to the claim, its better end: `at most 0.016 better`, `not better`; the value itself where there is no interval. */
  readonly text: string;
  /** `from 0.050 better to 0.227 worse`; null where there is no interval. */
  readonly intervalText: string | null;
}

/** Rivals whose differences settle to how many digits all of them are shown. */
const NEAREST = 12;
/** A difference is shown at most this many times finer than its interval. */
const FINER = 10;

/** By rival; null where it is not known. */
export function rivalDifferences(
  { rivals, tolerance }: Pick<RaceAnswer, 'rivals' | 'tolerance'>,
  shownAs: ShownCriterion,
): ReadonlyMap<string, RivalDifference | null> {
  const digits = digitsFor(rivals, tolerance?.value ?? 0);
  /** Of a difference as a cost: above 0 is worse. */
  const said = (cost: number): string => worseText(cost, digits);
  const end = (cost: number): string => (cost === 0 ? '0' : said(cost).replace(/^(worse|better) by (.*)$/, '$2 $1'));
  return new Map(
    rivals.map(({ candidate, difference, interval }) => {
      if (!Number.isFinite(difference)) return [candidate, null];
      const given = 'low' in interval ? interval : null;
      const shown = given === null ? null : showInterval(given, shownAs);
      return [
        candidate,
        {
          value: shownAs.show(difference),
          worse: { value: difference, low: given?.low ?? null, high: given?.high ?? null },
          interval: shown === null || !('low' in shown) ? null : { low: shown.low, high: shown.high },
          text: given === null ? said(difference) : atBestText(given.low, digits),
          intervalText: given === null ? null : `from ${end(given.low)} to ${end(given.high)}`,
        },
      ];
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
