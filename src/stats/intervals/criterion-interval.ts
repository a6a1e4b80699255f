/**
 * @file Computes the interval of a criterion from one candidate's losses. Quantiles have Nyblom's as soon as it exists; what
 * has no distribution-free interval at any count (Bahadur and Savage 1956, doi 10.1214/aoms/1177728077) has one that is
 * calibrated on named distributions; the extremes have none. Nothing is drawn at random: equal losses, equal interval.
 */
import type { CollapseBar } from '../collapse.js';
import type { Criterion } from '../criteria/criterion.js';
import { sorted } from '../quantile.js';
import { calibratedPivot } from './calibrated-pair.js';
import {
  DISTRIBUTION_FREE,
  givenCollapses,
  type Interval,
  intervalBy,
  type NoInterval,
  noWorseThan,
  tailStatement,
} from './interval.js';
import { nyblomInterval, nyblomMinimum, shareInterval } from './share-interval.js';

/** What is known of the losses beside their values. */
interface KnownOfLosses {
  /** Between which values every loss lies: what an interval claims beyond is taken away, which costs no coverage. */
  readonly range?: readonly [low: number, high: number] | undefined;
  /** Above it a training collapsed; absent without a bar. */
  readonly collapse?: Pick<CollapseBar, 'above'> | undefined;
}

/**
 * The interval of `criterion` at `level`, or why there is none. Losses are finite or Infinity, and all of them count, as they do in the
 * criterion: it lies in its interval. By order statistics it is one of all trainings, whatever their distribution. Any other is one of all
 * trainings while the criterion bears as many worse ones as these losses may have missed, and else one of trainings no worse than the
 * worst of these: `holdsUnder` says so. Where some losses are infinite it has no upper end.
 *
 * @example criterionInterval([0.1, 0.2, 0.2, 0.3, Infinity], parseCriterion('mean')) // from below 0.23 to Infinity
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
  // What has no upper end has none because some losses are beyond every range.
  return { ...interval, low: Math.max(low, interval.low), high: upTo(high, interval.high) };
}

function upTo(high: number, end: number): number {
  return end === Number.POSITIVE_INFINITY ? end : Math.min(high, end);
}

function intervalGiven(
  losses: ArrayLike<number>,
  criterion: Criterion,
  level: number,
  collapse: KnownOfLosses['collapse'],
): Interval | NoInterval {
  const { statistic } = criterion;
  const ordered = sorted(losses);
  const isFromBelow = endsInfinite(ordered) && statistic?.probability === undefined;
  const interval = (isFromBelow ? fromBelow : unboundedInterval)(ordered, criterion, level);
  if ('reason' in interval || statistic === undefined) return interval;
  if (!Number.isFinite(interval.high - interval.low)) return { ...interval, open: openBecause(ordered) };
  if (DISTRIBUTION_FREE.has(interval.method)) return interval;
  return givenCollapses(interval, statistic.bears, noWorseThan(ordered, collapse, level));
}

/**
 * Of losses some of which are infinite, by anything but a quantile, which has order statistics. One end is certain: with these as bad as the
 * worst of the others the criterion would be no larger. How much larger it is cannot be said.
 */
function fromBelow(ordered: Float64Array, criterion: Criterion, level: number): Interval | NoInterval {
  const n = ordered.length;
  const worst = ordered.findLast(Number.isFinite);
  if (worst === undefined) return { reason: `all ${n} losses are infinite`, n };
  const bounded = ordered.map((loss) => Math.min(loss, worst));
  const interval = unboundedInterval(bounded, criterion, level);
  return 'reason' in interval ? interval : { ...interval, high: Number.POSITIVE_INFINITY };
}

function unboundedInterval(ordered: Float64Array, criterion: Criterion, level: number): Interval | NoInterval {
  const n = ordered.length;
  const { name, statistic } = criterion;
  const none = (reason: string): NoInterval => ({ reason, n });
  if (n < criterion.minimumTrials) return none(`the ${name} needs at least ${criterion.minimumTrials} trainings`);
  if (statistic === undefined) return none(`only the values of the ${name} are known`);
  const value = criterion.evaluate(ordered);
  const range = statistic.pivot.calibrated(level);
  if (statistic.error === 'student' && arePasses(ordered)) {
    const [low, high] = shareInterval(Math.round(Math.abs(value) * n), n, level);
    return intervalBy('clopper-pearson', value < 0 ? [-high, -low] : [low, high], level, n);
  }
  const { probability } = statistic;
  if (probability !== undefined) {
    if (probability === 0 || probability === 1) {
      if (!Number.isFinite(value)) return none(`the ${name} is infinite, as losses are`);
      const reason = `the ${name} of ${n} trainings says nothing certain about that of more`;
      return { reason, n, beyond: tailStatement(n, level) };
    }
    const least = nyblomMinimum(probability, level);
    if (n >= least) return intervalBy('nyblom', nyblomInterval(ordered, probability, level), level, n);
    if (n < range.least || n > range.most) return none(tooFew(name, Math.min(least, range.least), n));
    // A scale from infinite losses would be infinite: what is certain without one is one end.
    if (endsInfinite(ordered)) return intervalBy('nyblom', nyblomInterval(ordered, probability, level), level, n);
  }
  if (range.least === Number.POSITIVE_INFINITY) return none(`intervals are not calibrated for the ${name}`);
  if (n < range.least) return none(tooFew(name, range.least, n));
  const { pivot, pair } = calibratedPivot(statistic, n, level);
  const { estimate, scale, reach } = pivot.measure(ordered);
  if (!(scale > 0)) return none(`the losses do not vary where the ${name} lies`);
  const [down, up] = [pair[1] * scale * (reach?.[0] ?? 1), -pair[0] * scale * (reach?.[1] ?? 1)];
  const ends: readonly [number, number] = pivot.logarithmic
    ? [value * Math.exp(-down), value * Math.exp(up)]
    : [estimate - down, estimate + up];
  return intervalBy('calibrated-t', ends, level, n);
}

function openBecause(ordered: Float64Array): string {
  const infinite = ordered.filter((loss) => loss === Number.POSITIVE_INFINITY).length;
  const n = ordered.length;
  return infinite === 0 ? `${n} losses do not bound it on that side` : `${infinite} of the ${n} losses are infinite`;
}

function endsInfinite(ordered: Float64Array): boolean {
  return ordered[ordered.length - 1] === Number.POSITIVE_INFINITY;
}

/** Whether losses are 0 and 1, or negated scores 0 and -1, and some of each. */
function arePasses(ordered: Float64Array): boolean {
  const [first, last] = [ordered[0] as number, ordered[ordered.length - 1] as number];
  const isUnit = (first === 0 && last === 1) || (first === -1 && last === 0);
  return isUnit && ordered.every((loss) => loss === first || loss === last);
}

function tooFew(name: string, least: number, n: number): string {
  return `the ${name} has an interval from ${least} trainings on, there are ${n}`;
}
