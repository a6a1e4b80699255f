/** @file The axis of trials per candidate, on which the choice's trials after the race take little of the width. */
import type { ScaleOptions } from '@observablehq/plot';

export interface RoundScale {
  readonly options: ScaleOptions;
  readonly start: number;
  readonly end: number;
  readonly ticks: readonly number[];
}

/** Of the width, at most this is given to trials after the race. */
const LEG_SHARE = 0.24;

/**
 * `rounds` = the last trial, `lastDecision` = the race's last, `from` and `to` = the ends of the axis in pixels,
 * `most` = how many ticks fit.
 */
export function roundScale(
  rounds: number,
  lastDecision: number | null,
  [from, to]: readonly [number, number],
  most: number,
): RoundScale {
  const [start, end] = rounds > 1 ? [0.9, rounds + 0.1] : [0.5, 1.5];
  const leg = lastDecision === null ? 0 : (end - lastDecision) / (end - start);
  if (lastDecision === null || leg <= LEG_SHARE) {
    return {
      options: { type: 'linear', domain: [start, end] },
      start,
      end,
      ticks: roundTicks(rounds, most),
    };
  }
  const split = from + (to - from) * (1 - LEG_SHARE);
  const sparse = roundTicks(rounds, Math.max(2, (most * LEG_SHARE) / leg));
  const gap = ((end - lastDecision) / LEG_SHARE) * 0.05;
  return {
    options: { type: 'linear', domain: [start, lastDecision, end], range: [from, split, to] },
    start,
    end,
    ticks: [...roundTicks(lastDecision, most * (1 - LEG_SHARE)), ...sparse.filter((tick) => tick > lastDecision + gap)],
  };
}

/** Whole numbers from 1, at most about `most` of them. */
export function roundTicks(rounds: number, most: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => rounds / size <= most) ?? Math.ceil(rounds / most);
  const multiples = Array.from({ length: Math.floor(rounds / step) }, (_, index) => (index + 1) * step);
  return step >= 5 ? [1, ...multiples] : multiples;
}
