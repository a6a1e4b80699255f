/**
 * @file Finds the sample size from which on a model is stable: criterion and spread are within a tolerance of their values at the
 * largest size, there and at all larger sizes. Both are first fitted by the non-increasing curve nearest to them, so that
 * one unlucky size decides nothing; how sure the answer is comes from resampling the trials of every size.
 */
import type { Random } from '../../../core/index.js';
import { type Criterion, quantile } from '../../../stats/index.js';

export interface StabilityTolerance {
  /** How much the criterion may exceed its value at the largest size, relative to it. */
  readonly criterion: number;
  /** The same for the spread. */
  readonly spread: number;
}

export interface StabilityRule {
  readonly criterion: Criterion;
  readonly spread: Criterion;
  readonly tolerance: StabilityTolerance;
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
  /** Shares of the resampled curves that a non-decreasing curve is nearer to: what speaks against fitting a falling one. */
  readonly rising: { readonly criterion: number; readonly spread: number };
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
  const rising = { criterion: 0, spread: 0 };
  const starts = Array.from({ length: resamples }, () => {
    const drawn = losses.map((own) =>
      Float64Array.from({ length: own.length }, () => own[random.below(own.length)] as number),
    );
    const curves = fitCurves(drawn, rule);
    if (curves.risingCriterion) rising.criterion += 1 / resamples;
    if (curves.risingSpread) rising.spread += 1 / resamples;
    return stableFrom(curves, rule.tolerance);
  });
  const tail = (1 - level) / 2;
  return {
    from: stableFrom(fit, rule.tolerance),
    low: Math.floor(quantile(starts, tail)),
    high: Math.ceil(quantile(starts, 1 - tail)),
    probabilities: losses.map((_, size) => starts.filter((start) => start <= size).length / resamples),
    criterion: fit.criterion,
    spread: fit.spread,
    rising,
  };
}

interface Curves {
  readonly criterion: readonly number[];
  readonly spread: readonly number[];
  readonly risingCriterion: boolean;
  readonly risingSpread: boolean;
}

function fitCurves(losses: readonly ArrayLike<number>[], rule: StabilityRule): Curves {
  const weights = losses.map(({ length }) => length);
  const smooth = (one: Criterion): Smoothed => {
    const values = losses.map((own) => one.evaluate(own));
    return { fit: fitNonIncreasing(values, weights), isRising: isNearerToRising(values, weights) };
  };
  const [criterion, spread] = [smooth(rule.criterion), smooth(rule.spread)];
  return {
    criterion: criterion.fit,
    spread: spread.fit,
    risingCriterion: criterion.isRising,
    risingSpread: spread.isRising,
  };
}

interface Smoothed {
  readonly fit: readonly number[];
  readonly isRising: boolean;
}

/** The fits fall with the size, so the first size within tolerance is followed by stable ones alone. */
function stableFrom(
  { criterion, spread }: Pick<Curves, 'criterion' | 'spread'>,
  tolerance: StabilityTolerance,
): number {
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

/**
 * The non-increasing curve nearest to the values: pool adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955,
 * doi 10.1214/aoms/1177728423). Weights above 0; a value may be Infinity, which everything it is pooled with becomes.
 */
export function fitNonIncreasing(values: ArrayLike<number>, weights: ArrayLike<number>): number[] {
  const blocks: { value: number; weight: number; count: number }[] = [];
  for (let index = 0; index < values.length; index++) {
    let block = { value: values[index] as number, weight: weights[index] as number, count: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.value < block.value; before = blocks.at(-1)) {
      const weight = before.weight + block.weight;
      const value = (before.value * before.weight + block.value * block.weight) / weight;
      block = { value, weight, count: before.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}

/** Whether the nearest non-decreasing curve is nearer, by weighted squares, than the nearest non-increasing one; finite values. */
function isNearerToRising(values: readonly number[], weights: ArrayLike<number>): boolean {
  if (!values.every(Number.isFinite)) return false;
  const falling = fitNonIncreasing(values, weights);
  const rising = fitNonIncreasing(
    values.map((value) => 0 - value),
    weights,
  ).map((value) => 0 - value);
  return distance(values, rising, weights) < distance(values, falling, weights);
}

function distance(values: readonly number[], fit: readonly number[], weights: ArrayLike<number>): number {
  return values.reduce(
    (sum, value, index) => sum + (weights[index] as number) * (value - (fit[index] as number)) ** 2,
    0,
  );
}
