/**
 * @file Computes the interval of a criterion from one candidate's losses. Quantiles have Nyblom's as soon as it exists; what
 * has no distribution-free interval at any count (Bahadur and Savage 1956, doi 10.1214/aoms/1177728077) has one that is
 * calibrated on named distributions; the extremes have none. Nothing is drawn at random: equal losses, equal interval.
 */
import { type CollapseBar, exceptionsOf } from '../collapse.js';
import type { Criterion } from '../criteria/criterion.js';
import { sorted } from '../quantile.js';
import { calibratedPivot } from './calibrated-pair.js';
import { collapsesAtMost, givenCollapses } from './holds-under.js';
import { DISTRIBUTION_FREE, type Interval, intervalBy, type NoInterval, tailStatement } from './interval.js';
import { nyblomInterval, nyblomMinimum } from './nyblom.js';
import { shareInterval } from './share-interval.js';

/** What is known of the losses beside their values. */
interface KnownOfLosses {
  /** Between which values every loss lies: what an interval claims beyond is taken away, which costs no coverage. */
  readonly range?: readonly [low: number, high: number] | undefined;
  /** Above it a training collapsed; absent without a bar. */
  readonly collapse?: Pick<CollapseBar, 'above'> | undefined;
}

/**
 * The interval of `criterion` at `level`, or why there is none. Losses are finite or Infinity. By order statistics it is one of
 * all trainings, whatever their distribution. Any other is one of all trainings while the criterion bears as many collapses
 * as these losses may have missed, and else one of the trainings that do not collapse: `holdsUnder` says so.
 */
export function criterionInterval(
  losses: ArrayLike<number>,
  criterion: Criterion,
  level = 0.95,
  { range, collapse }: KnownOfLosses = {},
): Interval | NoInterval {
  const interval = intervalGiven(losses, criterion, level, collapse);
  if (range === undefined || 'reason' in interval || criterion.statistic?.isBounded !== true) return interval;
  const [low, high] = range;
  return { ...interval, low: Math.max(low, interval.low), high: Math.min(high, interval.high) };
}

function intervalGiven(
  losses: ArrayLike<number>,
  criterion: Criterion,
  level: number,
  collapse: KnownOfLosses['collapse'],
): Interval | NoInterval {
  const ofAll = unboundedInterval(losses, criterion, level);
  const { statistic } = criterion;
  if (statistic === undefined || ('low' in ofAll && DISTRIBUTION_FREE.has(ofAll.method))) return ofAll;
  const exceptions = exceptionsOf(losses, collapse);
  const others = Float64Array.from(losses).filter((loss) => !exceptions.includes(loss));
  const limit = collapsesAtMost(exceptions.collapsed, losses.length, level);
  if (others.length === losses.length) return givenCollapses(ofAll, statistic.bears, limit);
  const isBorne = statistic.bears >= limit.atMost && 'low' in ofAll && Number.isFinite(ofAll.high - ofAll.low);
  return isBorne ? ofAll : givenCollapses(unboundedInterval(others, criterion, level), 0, limit);
}

function unboundedInterval(losses: ArrayLike<number>, criterion: Criterion, level: number): Interval | NoInterval {
  const n = losses.length;
  const { name, statistic } = criterion;
  const none = (reason: string): NoInterval => ({ reason, n });
  if (n < criterion.minimumTrials) return none(`the ${name} needs at least ${criterion.minimumTrials} trials`);
  const value = criterion.evaluate(losses);
  if (!Number.isFinite(value)) return none(`the ${name} is infinite because of diverged trials`);
  if (statistic === undefined) return none(`only the values of the ${name} are known`);
  const range = statistic.pivot.calibrated(level);
  const ordered = sorted(losses);
  if (statistic.error === 'student' && arePasses(ordered)) {
    const [low, high] = shareInterval(Math.round(Math.abs(value) * n), n, level);
    return intervalBy('clopper-pearson', value < 0 ? [-high, -low] : [low, high], level, n);
  }
  const { probability } = statistic;
  if (probability !== undefined) {
    if (probability === 0 || probability === 1) {
      const reason = `the ${name} of ${n} trials says nothing certain about that of more`;
      return { reason, n, beyond: tailStatement(n, level) };
    }
    const least = nyblomMinimum(probability, level);
    if (n >= least) return intervalBy('nyblom', nyblomInterval(ordered, probability, level), level, n);
    if (n < range.least || n > range.most) return none(tooFew(name, Math.min(least, range.least), n));
    // A scale from infinite losses would be infinite: what is certain without one is one end.
    if (ordered[n - 1] === Number.POSITIVE_INFINITY) {
      return intervalBy('nyblom', nyblomInterval(ordered, probability, level), level, n);
    }
  }
  if (range.least === Number.POSITIVE_INFINITY) return none(`intervals are not calibrated for the ${name}`);
  if (n < range.least) return none(tooFew(name, range.least, n));
  const { pivot, pair } = calibratedPivot(statistic, n, level);
  const { estimate, scale } = pivot.measure(ordered);
  if (!(scale > 0)) return none(`the losses do not vary where the ${name} lies`);
  const [low, high] = pair;
  const ends: readonly [number, number] = pivot.logarithmic
    ? [value * Math.exp(-high * scale), value * Math.exp(-low * scale)]
    : [estimate - high * scale, estimate - low * scale];
  return intervalBy('calibrated-t', ends, level, n);
}

/** Whether losses are 0 and 1, or negated scores 0 and -1, and some of each. */
function arePasses(ordered: Float64Array): boolean {
  const [first, last] = [ordered[0] as number, ordered[ordered.length - 1] as number];
  const isUnit = (first === 0 && last === 1) || (first === -1 && last === 0);
  return isUnit && ordered.every((loss) => loss === first || loss === last);
}

function tooFew(name: string, least: number, n: number): string {
  return `the ${name} has an interval from ${least} trials on, there are ${n}`;
}
