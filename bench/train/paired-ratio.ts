/** @file How many times as long one side takes as another, from rounds in which they followed each other. */
import type { Time } from './trainee.js';

/** A median of paired ratios, with an interval for it that needs no law: two of the ratios in order. */
export interface Ratio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const LEVEL = 0.95;

/** Of `others` over `ours`, round by round. */
export function pairedRatio(ours: readonly Time[], others: readonly Time[], by: keyof Time): Ratio {
  const ratios = others.map((time, round) => time[by] / (ours[round] as Time)[by]).sort((a, b) => a - b);
  const rank = rankOf(ratios.length);
  return { value: median(ratios), low: ratios[rank] as number, high: ratios[ratios.length - 1 - rank] as number };
}

/** The largest rank, counted from 0 at both ends, whose interval holds the median often enough; 0 where none does. */
function rankOf(count: number): number {
  let [rank, outside, ways] = [0, 0, 1];
  for (let below = 0; below < count / 2; below++) {
    outside += (2 * ways) / 2 ** count;
    if (outside > 1 - LEVEL) break;
    rank = below;
    ways *= (count - below) / (below + 1);
  }
  return rank;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
