/**
 * @file What an interval from few losses has to take for granted. A collapse that n trainings have not shown moves a mean, a spread
 * or a far tail without bound, so that no interval from them holds whatever the distribution is (Bahadur and Savage 1956, doi
 * 10.1214/aoms/1177728077). What can be had is an interval of the trainings that do not collapse, and beside it the share that may
 * (Clopper and Pearson 1934, doi 10.2307/2331986). Whether a statistic needs that is decided by what it bears: the median of
 * twenty losses is not moved by the 14 % that twenty may miss.
 */
import { type CollapseBar, countCollapses } from '../collapse.js';
import type { HoldsUnder, Interval, NoInterval } from './interval.js';
import { shareAtMost } from './share-interval.js';

/** Where nothing is left out: no more than this share of all trainings is worse than the worst of these (Wilks 1941). */
export function noWorseThan(
  losses: ArrayLike<number>,
  collapse: Pick<CollapseBar, 'above'> | undefined,
  confidence: number,
): HoldsUnder {
  const collapsed = collapse === undefined ? null : countCollapses(losses, collapse);
  return { ...collapsesAtMost(0, losses.length, confidence), collapsed };
}

/**
 * With `collapsed` of `of` losses left out, what may be said of all trainings.
 *
 * @example collapsesAtMost(0, 20, 0.95).atMost // 0.139
 */
export function collapsesAtMost(collapsed: number | null, of: number, confidence: number): HoldsUnder {
  return { collapsed, of, atMost: shareAtMost(collapsed ?? 0, of, confidence), confidence };
}

/**
 * An interval that rests on what these losses show, with what it holds under: nothing where the statistic bears as many
 * collapses as there may be.
 */
export function givenCollapses(
  interval: Interval | NoInterval,
  bears: number,
  limit: HoldsUnder,
): Interval | NoInterval {
  return 'reason' in interval || bears >= limit.atMost ? interval : { ...interval, holdsUnder: limit };
}
