/**
 * @file Finds the sample size from which on a model is stable: criterion and spread are within a tolerance of their values at the
 * largest size, there and at all larger sizes. Both are first fitted by the non-increasing curve nearest to them, so that
 * one unlucky size decides nothing; how sure the answer is comes from resampling the trials of every size.
 */
import type { Random } from '../../core/index.js';
import { type Criterion, quantile } from '../../stats/index.js';
import { fitNonIncreasing } from './isotonic.js';

export interface Tolerance {
  /** How much the criterion may exceed its value at the largest size, relative to it. */
  readonly criterion: number;
  /** The same for the spread. */
  readonly spread: number;
}

export interface StabilityRule {
  readonly criterion: Criterion;
  readonly spread: Criterion;
  readonly tolerance: Tolerance;
}

export interface Stability {
  /** Index of the smallest stable size; that of the largest size when no other is as good. */
  readonly from: number;
  readonly low: number;
  readonly high: number;
  /** By size: share of the resampled curves in which it is stable. */
  readonly probabilities: readonly number[];
  /** The fitted curves, by size. */
  readonly criterion: readonly number[];
  readonly spread: readonly number[];
}

/** `losses` by size in ascending order of sizes, at least two of each. `level` of the interval from `low` to `high`. */
export function judgeStability(
  losses: readonly ArrayLike<number>[],
  rule: StabilityRule,
  level: number,
  resamples: number,
  random: Random,
): Stability {
  const fit = fitCurves(losses, rule);
  const starts = Array.from({ length: resamples }, () => {
    const drawn = losses.map((own) =>
      Float64Array.from({ length: own.length }, () => own[random.below(own.length)] as number),
    );
    return stableFrom(fitCurves(drawn, rule), rule.tolerance);
  });
  const tail = (1 - level) / 2;
  return {
    from: stableFrom(fit, rule.tolerance),
    low: Math.floor(quantile(starts, tail)),
    high: Math.ceil(quantile(starts, 1 - tail)),
    probabilities: losses.map((_, size) => starts.filter((start) => start <= size).length / resamples),
    ...fit,
  };
}

interface Curves {
  readonly criterion: readonly number[];
  readonly spread: readonly number[];
}

function fitCurves(losses: readonly ArrayLike<number>[], rule: StabilityRule): Curves {
  const weights = losses.map(({ length }) => length);
  const smooth = (criterion: Criterion) =>
    fitNonIncreasing(
      losses.map((own) => criterion.evaluate(own)),
      weights,
    );
  return { criterion: smooth(rule.criterion), spread: smooth(rule.spread) };
}

/** The fits fall with the size, so the first size within tolerance is followed by stable ones alone. */
function stableFrom({ criterion, spread }: Curves, tolerance: Tolerance): number {
  const last = criterion.length - 1;
  const within = (curve: readonly number[], size: number, share: number) => {
    const reference = curve[last] as number;
    return (curve[size] as number) <= reference + share * Math.abs(reference);
  };
  if (!Number.isFinite(criterion[last]) || !Number.isFinite(spread[last])) return last;
  for (let size = 0; size < last; size++) {
    if (within(criterion, size, tolerance.criterion) && within(spread, size, tolerance.spread)) return size;
  }
  return last;
}
