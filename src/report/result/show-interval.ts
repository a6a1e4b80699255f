/** @file Turns intervals on losses into the user's direction, and says why trials of the race give none. */
import type { Interval, NoInterval } from '../../stats/index.js';
import type { ShownCriterion } from '../direction.js';
import type { ResultInterval } from './answer-schema.js';

/** Mirrored ends change places. */
export function showInterval(interval: Interval | NoInterval, shown: ShownCriterion): ResultInterval {
  if ('reason' in interval) return interval;
  const ends = [shown.show(interval.low), shown.show(interval.high)];
  return { ...interval, low: Math.min(...ends), high: Math.max(...ends) };
}

/** Of the choice, where nothing but the race speaks for it. */
export function noIntervalFromChoosing(n: number): ResultInterval {
  return {
    reason: 'these trials chose it and flatter it, so an interval from them would not hold what it promises',
    n,
  };
}
