/**
 * @file Computes the interval of the difference of two candidates: on common replicates (pairs), or on samples of their own. Means
 * have Student's and Welch's; quartiles and what is made of them the standard error of resampled differences with
 * Student's t; tails and the standard deviation the intervals of the two, joined by the method of variance estimates
 * recovery (MOVER; Zou and Donner 2008, doi 10.1002/sim.3095; Zou 2007, doi 10.1037/1082-989X.12.4.399).
 */
import type { Criterion } from '../criteria/criterion.js';
import { standardDeviation } from '../moments.js';
import { quantile, sorted } from '../quantile.js';
import { criterionInterval } from './criterion-interval.js';
import { collapsesAtMost, givenCollapses, type Interval, intervalBy, type NoInterval } from './interval.js';
import { resampleCriterion } from './resample.js';
import { createError, type WeightedSum } from './standard-error.js';
import { aboutStudent, aboutTwoErrors, studentInterval, welchInterval } from './student-interval.js';

/** From this many replicates on, a comparison by resampling has something to resample. */
export const COMPARISON_MINIMUM_TRIALS = 8;

/** criterion(first) - criterion(second); 0 where both are infinite. */
export function criterionDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { evaluate }: Pick<Criterion, 'evaluate'>,
): number {
  const left = evaluate(first);
  const right = evaluate(second);
  return left === right ? 0 : left - right;
}

/**
 * The interval of {@link criterionDifference} over pairs, from draws of replicate indices with replacement. `together` such
 * intervals hold at once at `level` (Bonferroni's inequality); those of simulated pivots hold each for itself, since their
 * tails go no further than the simulation.
 */
export function differenceInterval(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  level: number,
  draws: readonly Int32Array[],
  together = 1,
): Interval | NoInterval {
  return ofWhatWasSeen(ofPairs(first, second, criterion, level, draws, together), criterion, level);
}

/** Adds to an interval what it needs to hold: none of them is distribution-free. */
function ofWhatWasSeen(
  interval: Interval | NoInterval,
  { statistic }: Criterion,
  level: number,
): Interval | NoInterval {
  return givenCollapses(interval, statistic?.bears ?? 0, collapsesAtMost(null, interval.n, level));
}

function ofPairs(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  level: number,
  draws: readonly Int32Array[],
  together: number,
): Interval | NoInterval {
  const n = first.length;
  const each = 1 - (1 - level) / Math.max(1, together);
  const refused = refuse([first, second], criterion, 'common replicates');
  if (refused !== undefined) return refused;
  const by = criterion.statistic?.error;
  if (by === 'student') {
    const differences = Float64Array.from(
      { length: n },
      (_, pair) => (first[pair] as number) - (second[pair] as number),
    );
    const [low, high] = studentInterval(differences, each);
    if (low === high) return { reason: NO_ERROR, n };
    return heldTogether(intervalBy('student-t', [low, high], level, n), together);
  }
  if (by === 'intervals') {
    const correlation = correlationOf(
      resampleCriterion(first, criterion, draws),
      resampleCriterion(second, criterion, draws),
    );
    return moverInterval(first, second, criterion, level, correlation);
  }
  const error = pairedError(first, second, criterion, draws);
  if (error === Number.POSITIVE_INFINITY) return { reason: UNKNOWN_ERROR, n };
  if (error === 0) return { reason: NO_ERROR, n };
  const ends = aboutStudent(criterionDifference(first, second, criterion), error, n - 1, each);
  return heldTogether(intervalBy('bootstrap-t', ends, level, n), together);
}

function heldTogether(interval: Interval, count: number): Interval {
  return count < 2 ? interval : { ...interval, basis: `${interval.basis}, all ${count} at once` };
}

/** The same for two independent samples, which may differ in size; the interval rests on the smaller count. */
export function independentDifferenceInterval(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  level = 0.95,
): Interval | NoInterval {
  return ofWhatWasSeen(ofSamples(first, second, criterion, level), criterion, level);
}

function ofSamples(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  level: number,
): Interval | NoInterval {
  const { name, statistic } = criterion;
  const n = Math.min(first.length, second.length);
  const refused = refuse([first, second], criterion, 'trainings of each');
  if (refused !== undefined) return refused;
  if (statistic === undefined) return { reason: `only the values of the ${name} are known`, n };
  const { id, error: by, weights } = statistic;
  if (by === 'student') {
    const [low, high] = welchInterval(first, second, level);
    return low === high ? { reason: NO_ERROR, n } : intervalBy('welch-t', [low, high], level, n);
  }
  if (by === 'intervals') return moverInterval(first, second, criterion, level, 0);
  if (weights === undefined) return { reason: `the error of the ${name} is not known`, n };
  const errors = [ownErrorOf(first, { id, weights }), ownErrorOf(second, { id, weights })] as const;
  if (!errors.every(Number.isFinite)) return { reason: UNKNOWN_ERROR, n };
  if (errors.every((error) => error === 0)) return { reason: NO_ERROR, n };
  const difference = criterionDifference(first, second, criterion);
  return intervalBy('bootstrap-t', aboutTwoErrors(difference, errors, [first.length, second.length], level), level, n);
}

/**
 * Standard error of the difference from resampled pairs, with the factor sqrt(n / (n - 1)) that makes it unbiased for a
 * mean; from their middle 68.3 % where diverged trials make some infinite, Infinity where that does not help.
 */
export function pairedError(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  draws: readonly Int32Array[],
): number {
  const n = first.length;
  const left = resampleCriterion(first, criterion, draws);
  const right = resampleCriterion(second, criterion, draws);
  const differences = left.map((value, draw) => (value === right[draw] ? 0 : value - (right[draw] as number)));
  const factor = Math.sqrt(n / (n - 1));
  if (differences.every(Number.isFinite)) return factor * standardDeviation(differences);
  const [low, high] = [quantile(differences, 0.158655), quantile(differences, 0.841345)];
  return Number.isFinite(low) && Number.isFinite(high) ? (factor * (high - low)) / 2 : Number.POSITIVE_INFINITY;
}

const UNKNOWN_ERROR = 'too many trainings diverged to say how sure the difference is';
/** Equal losses of passes and failures would else make an interval without width. */
const NO_ERROR = 'it has not varied yet, which says nothing of how sure the difference is';

function refuse(
  samples: readonly [ArrayLike<number>, ArrayLike<number>],
  criterion: Criterion,
  counted: string,
): NoInterval | undefined {
  const { name, statistic, evaluate, minimumTrials } = criterion;
  const n = Math.min(samples[0].length, samples[1].length);
  const least = statistic?.error === 'student' ? 2 : COMPARISON_MINIMUM_TRIALS;
  if (n >= minimumTrials && !samples.every((losses) => Number.isFinite(evaluate(losses)))) {
    return { reason: `the ${name} is infinite because of diverged trainings`, n };
  }
  if (n < least) {
    return { reason: `a difference of the ${name} has an interval from ${least} ${counted} on, there are ${n}`, n };
  }
  return undefined;
}

/** The interval of a difference from those of the two, given how their estimates are correlated. */
function moverInterval(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  criterion: Criterion,
  level: number,
  correlation: number,
): Interval | NoInterval {
  const n = Math.min(first.length, second.length);
  const left = criterionInterval(first, criterion, level);
  const right = criterionInterval(second, criterion, level);
  if ('reason' in left) return { reason: left.reason, n };
  if ('reason' in right) return { reason: right.reason, n };
  const [e1, e2] = [criterion.evaluate(first), criterion.evaluate(second)];
  const join = (a: number, b: number): number => {
    const [own, other] = [Math.max(0, a), Math.max(0, b)];
    if (own === Number.POSITIVE_INFINITY || other === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return Math.sqrt(Math.max(0, own * own + other * other - 2 * correlation * own * other));
  };
  const ends = [
    e1 - e2 - join(e1 - left.low, right.high - e2),
    e1 - e2 + join(left.high - e1, e2 - right.low),
  ] as const;
  return ends.some(Number.isFinite) ? intervalBy('mover', ends, level, n) : { reason: UNKNOWN_ERROR, n };
}

/** Of resampled criteria; 0 where one does not vary, or diverged trials make some infinite. */
function correlationOf(first: Float64Array, second: Float64Array): number {
  const deviations = [standardDeviation(first), standardDeviation(second)] as const;
  const product = deviations[0] * deviations[1];
  if (!(product > 0) || product === Number.POSITIVE_INFINITY) return 0;
  const sums = first.map((value, draw) => value / deviations[0] - (second[draw] as number) / deviations[1]);
  return Math.max(-1, Math.min(1, 1 - standardDeviation(sums) ** 2 / 2));
}

function ownErrorOf(losses: ArrayLike<number>, statistic: WeightedSum): number {
  const ordered = sorted(losses);
  if (ordered[ordered.length - 1] === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return createError(statistic, ordered.length)(ordered);
}
