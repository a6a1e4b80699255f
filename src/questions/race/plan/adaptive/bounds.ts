/**
 * @file Bounds what lies between two candidates, by the thresholds of the race: a verdict's set, its bound and the interval
 * of a difference rest on these same bounds, so that they cannot contradict each other.
 */
import type { Estimates } from './estimates.js';
import { excessOf, leaderError } from './judge.js';
import { LOSSES } from './loss-scale.js';
import type { Thresholds } from './thresholds.js';

/** The criterion of one candidate less that of another, in units of the loss. */
export interface Difference {
  readonly value: number;
  /** Above 0 where the other is worse by the threshold that a set rests on. */
  readonly low: number;
  readonly high: number;
  /**
   * What holds below for all others at once. The threshold of a set looks for the one that may be the best, and among
   * hundreds of poor ones the first trials of a few are unlucky: those are worse, but by less than they look.
   */
  readonly leastForAll: number;
}

export interface Bounds {
  /** Candidate `i` less `pick`; both have an estimate. */
  difference(pick: number, i: number): Difference;
  /** `pick` is within so much of the best; Infinity if a candidate that may be the best has no estimate. */
  bound(pick: number): number;
}

export function createBounds(estimates: Estimates, thresholds: Thresholds): Bounds {
  const { centers, excluded, scale, leftOpen } = estimates;
  if (leftOpen?.allAreEqual) return UNBOUNDED;
  /** The least difference on the scale of the centers: below it `i` as the best of all would be an accident. */
  const least = (pick: number, i: number): number => {
    const { gap, threshold } = excessOf(estimates, thresholds, pick, 0, i);
    return gap - threshold;
  };
  const toUnits = unitsOf(estimates, (pick) => thresholds.worst * leaderError(estimates, thresholds, pick));
  return {
    difference: (pick, i) => {
      const [low, most] = [least(pick, i), -least(i, pick)];
      const gap = (centers[i] as number) - (centers[pick] as number);
      const [leastForAll] = toUnits(pick, Math.min(low, 2 * gap - most), 0);
      const [lowInUnits, high] = toUnits(pick, low, most);
      const theirs = scale.from(centers[i] as number);
      const value = theirs === Number.POSITIVE_INFINITY ? theirs : theirs - scale.from(centers[pick] as number);
      return { value, low: lowInUnits, high, leastForAll };
    },
    bound: (pick) => {
      let lowest = 0;
      for (let i = 0; i < centers.length; i++) {
        if (i === pick || excluded[i] === 1) continue;
        if (Number.isNaN(centers[i] as number)) return Number.POSITIVE_INFINITY;
        lowest = Math.min(lowest, least(pick, i));
      }
      return -toUnits(pick, lowest, 0)[0];
    },
  };
}

/** Of losses that are all equal: it is not known of what size a difference is. */
const UNBOUNDED: Bounds = {
  difference: () => ({
    ...{ value: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
    leastForAll: Number.NEGATIVE_INFINITY,
  }),
  bound: () => Number.POSITIVE_INFINITY,
};

/** From the scale of the centers: what a step on it is worth depends on where the pick is, so that its own bounds count as well. */
function unitsOf({ centers, scale }: Estimates, errorOf: (pick: number) => number) {
  /** Where the pick itself has no upper bound, neither has a step, nor is any step surely a gain. */
  const step = (value: number, by: number, unknown: number): number => {
    const loss = scale.from(value);
    return loss === Number.POSITIVE_INFINITY ? unknown : scale.step(loss, by);
  };
  return (pick: number, low: number, high: number): readonly [low: number, high: number] => {
    if (scale === LOSSES) return [low, high];
    const center = centers[pick] as number;
    const reach = errorOf(pick);
    const [lowest, highest] = [center - reach, center + reach];
    return [
      step(low < 0 ? highest : lowest, low, low < 0 ? Number.NEGATIVE_INFINITY : 0),
      step(high < 0 ? lowest : highest, high, Number.POSITIVE_INFINITY),
    ];
  };
}
