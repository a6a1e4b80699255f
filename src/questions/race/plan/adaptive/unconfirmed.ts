/**
 * @file Whether fresh trials bear out what a verdict rested on: the criterion of the choice, as far as the trials of the race
 * knew it. A verdict that they contradict is provisional, whatever its error probability was.
 */
import { type Criterion, criterionInterval } from '../../../../stats/index.js';
import type { Unconfirmed } from '../race-answer.js';
import { type AdaptiveVerdict, LEADER_LEVEL } from './verdict.js';

/** Null where the fresh losses of the leader do not lie beyond what was known of it by more than the tolerance. */
export function unconfirmedBy(
  fresh: Float64Array,
  criterion: Criterion,
  { leaderValue, leaderHigh, tolerance }: AdaptiveVerdict,
): Unconfirmed | null {
  const low = lowEnd(fresh, criterion);
  if (!(low > leaderHigh + tolerance)) return null;
  return { expected: leaderValue, expectedWorst: leaderHigh, freshBest: low, level: LEADER_LEVEL, n: fresh.length };
}

/** Fresh losses that are all equal have no interval, and from so many on need none. */
const ENOUGH = 8;

/** Of the interval of the criterion; NaN where there is none. */
function lowEnd(losses: Float64Array, criterion: Criterion): number {
  if (losses.length < criterion.minimumTrials) return Number.NaN;
  const value = criterion.evaluate(losses);
  if (value === Number.POSITIVE_INFINITY) return value;
  const interval = criterionInterval(losses, criterion, LEADER_LEVEL);
  if (!('reason' in interval)) return interval.low;
  return losses.length >= ENOUGH && losses.every((loss) => loss === losses[0]) ? value : Number.NaN;
}
