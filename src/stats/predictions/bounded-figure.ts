/** @file A figure of predictions with its interval, or with the reason why it has none. */

/** JSON can hold it as it is. */
export interface BoundedFigure {
  readonly value: number;
  /** Null where there is no interval; `reason` then says why. */
  readonly low: number | null;
  readonly high: number | null;
  /** Confidence level of the interval, 0 ... 1. */
  readonly level: number;
  /** For people, without a full stop. */
  readonly reason?: string;
}

/** With its interval, cut to where the figure can lie: what is cut away costs no coverage. */
export function boundedFigure(
  value: number,
  [low, high]: readonly [number, number],
  level: number,
  [least, most]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): BoundedFigure {
  const cut = (end: number): number => Math.min(most, Math.max(least, end));
  return { value, low: cut(low), high: cut(high), level };
}

/** Without an interval. */
export function unboundedFigure(value: number, level: number, reason: string): BoundedFigure {
  return { value, low: null, high: null, level, reason };
}
