/** @file Averages and shares over independent repeats, with their intervals. */
import { studentInterval } from './intervals/student-interval.js';
import { mean } from './moments.js';
import { normalQuantile } from './normal.js';

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly method: 'student-t' | 'wilson' | 'newcombe';
}

/** The mean of at least two values with Student's interval; all three Infinity where a value is. */
export function estimateMean(values: ArrayLike<number>, level: number): Estimate {
  const value = mean(values);
  if (!Number.isFinite(value)) return { value, low: value, high: value, level, method: 'student-t' };
  const [low, high] = studentInterval(values, level);
  return { value, low, high, level, method: 'student-t' };
}

/** A share of independent yes-or-no repeats with Wilson's interval (1927, doi 10.1080/01621459.1927.10502953). */
export function estimateShare(hits: number, repeats: number, level: number): Estimate {
  const value = hits / repeats;
  const square = normalQuantile((1 + level) / 2) ** 2;
  const center = (value + square / (2 * repeats)) / (1 + square / repeats);
  const spread = Math.sqrt((value * (1 - value)) / repeats + square / (4 * repeats * repeats));
  const half = (Math.sqrt(square) * spread) / (1 + square / repeats);
  const low = hits === 0 ? 0 : center - half;
  const high = hits === repeats ? 1 : center + half;
  return { value, low, high, level, method: 'wilson' };
}
