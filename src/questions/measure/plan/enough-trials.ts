/**
 * @file How many trials would tell which source losses vary most with, if the estimates stayed. Intervals of standard deviations are compared
 * by their logarithms, whose standard errors fall with the root of n - 1 (Bonett 2006, doi 10.1016/j.csda.2004.10.003). Two intervals are
 * apart where the estimates differ by more than both half widths; 0.84 standard errors of the difference are added, so that chance does not
 * undo that in one study of two. Simulated, with deviations 1.25 to 2 times as large as another and 10 to 50 trials to begin with, so many
 * trials told it in 0.91 to 0.99 of studies with normal losses, and in 0.43 to 0.62 with lognormal ones (0.5), whose intervals grow as rare
 * losses are met: an estimate, no promise.
 */

/** What would tell which source leads, if the estimates stayed. */
export interface EnoughToTell {
  /** Of each source alone. */
  readonly trials: number;
  /** Levels of the sources in the crossed design; null for none. */
  readonly crossed: readonly number[] | null;
  /** More than there are, of the candidate. */
  readonly trainings: number;
}

/** A standard deviation with its interval. */
interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** In half widths of 95 %: 0.84 standard errors, beyond which one normal estimate in five falls. */
const MARGIN = 0.8416 / 1.96;
/** Beyond it, more trainings are not worth it. */
const MOST = 10_000;

/**
 * Trials of each source after which the interval of `largest` should lie above those of `others`, to two digits; from `trials` of each. Null where no number up to 10,000 does, or an interval is missing.
 *
 * @example enoughTrials({ value: 2, low: 1.5, high: 2.9 }, [{ value: 1.4, low: 1, high: 2.1 }], 20) // 130
 */
export function enoughTrials(largest: Spread, others: readonly Spread[], trials: number): number | null {
  const below = Math.log(largest.value / largest.low);
  const times = others
    .filter(({ high }) => high > 0)
    .map(({ value, high }) => {
      const above = Math.log(high / value);
      const needed = below + above + MARGIN * Math.hypot(below, above);
      return (needed / Math.log(largest.value / value)) ** 2;
    });
  const enough = roundedUp(1 + (trials - 1) * Math.max(...times));
  return enough > trials && enough <= MOST ? enough : null;
}

/** To two significant digits: an estimate has no more. */
function roundedUp(count: number): number {
  if (!Number.isFinite(count)) return Number.POSITIVE_INFINITY;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

/** Times as many levels that are tried. */
const STEPS = [1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50];

/**
 * One step beyond the first wider design that `tells`, with at most 10,000 trainings by `size`; null where none does. Where `tells` asks
 * whether the expected mean squares would, and these come from a study of 5 x 5 or 7 x 7, such a design told it in 0.42 to 1.00 of simulated
 * studies; from 3 x 3, which estimates next to nothing, in 0.25 to 0.83.
 */
export function enoughLevels(
  levels: readonly number[],
  size: (levels: readonly number[]) => number,
  tells: (levels: readonly number[]) => boolean,
): readonly number[] | null {
  const wider = STEPS.map((times) => levels.map((count) => Math.ceil(times * count)));
  const first = wider.findIndex((one) => size(one) <= MOST && tells(one));
  const next = first < 0 ? undefined : wider[first + 1];
  return next !== undefined && size(next) <= MOST ? next : null;
}
