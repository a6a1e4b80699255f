/**
 * @file How a criterion of losses is shown. With `maximize` a loss is a negated score, so a location of the losses is shown as the
 * mirrored location of the scores (the q3 of the loss is the negated q1 of the score), and a spread is the same for both.
 */
import { scoreOf, turned } from '../core/index.js';
import type { RivalAnswer } from '../questions/race/plan/index.js';
import { type Criterion, toldOf } from '../stats/index.js';
import type { Direction } from './input.js';
import type { ResultInterval } from './result/figure-schema.js';

/** How a criterion on losses is shown. */
export interface ShownCriterion {
  /** Its name on the figures shown: `q1` for the `q3` of negated scores. */
  readonly name: string;
  /** From the criterion of the losses to the figure shown. */
  readonly show: (value: number) => number;
  /** The way in which a shown figure is better. */
  readonly better: 'high' | 'low';
}

/** What is raced: `loss` or `score`, or the metric by its name. */
export function lossWord({
  direction,
  metric,
}: {
  readonly direction: Direction;
  readonly metric?: string | null;
}): string {
  return toldOf(metric, direction).word;
}

const WAYS = {
  minimize: { better: 'low', betterSide: 'below', worseSide: 'above', worse: ['Larger losses', 'loss'], sign: 1 },
  maximize: { better: 'high', betterSide: 'above', worseSide: 'below', worse: ['Lower scores', 'score'], sign: -1 },
} as const;

/** The words for a raced value, and the sign that makes a cost of it. */
export function wayOf({ direction }: { readonly direction: Direction }): (typeof WAYS)[Direction] {
  return WAYS[direction];
}

export function showCriterion({ name, scoreName, kind }: Criterion, direction: Direction): ShownCriterion {
  const shownName = direction === 'maximize' ? scoreName : name;
  const valueDirection = kind === 'spread' ? 'minimize' : direction;
  return {
    name: shownName,
    show: (value) => turned(value, valueDirection),
    better: valueDirection === 'maximize' ? 'high' : 'low',
  };
}

/**
 * Between which values a figure can lie, as it is shown; infinite where nothing bounds it. Losses that are all above 0 are taken for such
 * as cannot be below: `areAbove`.
 */
export function shownBounds(
  { metric, direction }: Parameters<typeof lossWord>[0],
  { isSpread, areAbove }: { readonly isSpread: boolean; readonly areAbove: boolean },
): readonly [low: number, high: number] {
  const open = Number.POSITIVE_INFINITY;
  if (isSpread) return [0, open];
  const [least, most] = scoreOf(metric ?? undefined, direction).costs ?? [
    areAbove && direction === 'minimize' ? 0 : -open,
    open,
  ];
  return direction === 'minimize' ? [least, most] : [turned(most, direction), turned(least, direction)];
}

/** Mirrored ends change places. */
export function showInterval(interval: ResultInterval, shown: ShownCriterion): ResultInterval {
  if ('reason' in interval) return interval;
  const ends = [shown.show(interval.low), shown.show(interval.high)];
  return { ...interval, low: Math.min(...ends), high: Math.max(...ends) };
}

/** How far it is from the winner: a difference of scores is that of losses with the other sign, and so is an effect. */
export function showRival({ difference, interval, effectSize, ...rival }: RivalAnswer, shown: ShownCriterion) {
  return {
    ...rival,
    difference: shown.show(difference),
    interval: showInterval(interval, shown),
    effectSize: shown.show(effectSize),
  };
}

/** Of the winner, where nothing but the race speaks for it. */
export function noIntervalFromChoosing(n: number): ResultInterval {
  return {
    reason: 'these trainings chose it and flatter it, so an interval from them would not hold what it promises',
    n,
  };
}
