/** @file How sure a criterion is: its interval from one candidate's losses. */
import type { Random } from '../core/index.js';
import { bootstrapInterval, drawReplicates, valuesAt } from './bootstrap.js';
import type { Criterion } from './criterion.js';
import { mean, standardDeviation } from './moments.js';
import { studentTwoSidedQuantile } from './student.js';

/** From this many trials on a bootstrap over replicates has something to resample. */
export const BOOTSTRAP_MINIMUM_TRIALS = 8;

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Confidence level, e.g. 0.95. */
  readonly level: number;
  /** `student-t`, `bootstrap-bca` or `bootstrap-percentile`. */
  readonly method: string;
  /** Losses it rests on. */
  readonly n: number;
}

/** Why there is no interval. */
export interface NoInterval {
  readonly reason: string;
  readonly n: number;
}

export interface IntervalOptions {
  /** Default 0.95. */
  readonly level?: number;
  /** Default 10000. */
  readonly resamples?: number;
  readonly random: Random;
}

/**
 * The interval of `criterion` on `losses`. Below 8 losses: Student's t for the mean (from 2 on), none for the others.
 * From 8 on: a bootstrap over replicates, BCa where it is defined. None while the criterion itself is infinite.
 */
export function criterionInterval(
  losses: ArrayLike<number>,
  criterion: Criterion,
  { level = 0.95, resamples = 10_000, random }: IntervalOptions,
): Interval | NoInterval {
  const n = losses.length;
  const none = (reason: string): NoInterval => ({ reason, n });
  if (n < Math.max(2, criterion.minimumTrials)) return none(`an interval needs at least 2 trials, there are ${n}`);
  const value = criterion.evaluate(losses);
  if (!Number.isFinite(value)) return none(`the ${criterion.name} is infinite because of diverged trials`);
  if (n >= BOOTSTRAP_MINIMUM_TRIALS) {
    const figure = (indices: Int32Array): number => criterion.evaluate(valuesAt(losses, indices));
    return { ...bootstrapInterval(n, figure, level, drawReplicates(n, resamples, random)), level, n };
  }
  if (criterion.name !== 'mean') return none(tooFewForBootstrap(criterion, n));
  return studentInterval(losses, level);
}

/** Student's interval of the mean of at least two finite values. */
export function studentInterval(values: ArrayLike<number>, level: number): Interval {
  const n = values.length;
  const center = mean(values);
  const half = (studentTwoSidedQuantile(1 - level, n - 1) * standardDeviation(values)) / Math.sqrt(n);
  return { low: center - half, high: center + half, level, method: 'student-t', n };
}

export function tooFewForBootstrap({ name }: Criterion, n: number): string {
  return `with fewer than ${BOOTSTRAP_MINIMUM_TRIALS} trials only the mean has an interval; the ${name} rests on ${n}`;
}
