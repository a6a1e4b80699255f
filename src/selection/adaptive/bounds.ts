/**
 * @file Bounds what lies between two candidates, by the thresholds of the race: a verdict's set, its certificate and the interval
 * of a difference rest on these same bounds, so that they cannot contradict each other.
 */
import type { Estimates } from './estimates.js';
import { criterionAt, excessOf, leaderError } from './judge.js';
import type { ShapeOfCriterion } from './shape.js';
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
  /** `pick` is within so much of the best; Infinity where somebody who may be the best has no estimate. */
  certificate(pick: number): number;
}

export function createBounds(estimates: Estimates, thresholds: Thresholds, form: ShapeOfCriterion): Bounds {
  const { centers, excluded } = estimates;
  /** The least difference on the scale of the centers: below it `i` as the best of all would be an accident. */
  const least = (pick: number, i: number): number => {
    const { gap, threshold } = excessOf(estimates, thresholds, pick, 0, i);
    return gap - threshold;
  };
  const toUnits = unitsOf(form, estimates, thresholds);
  return {
    difference: (pick, i) => {
      const [low, most] = [least(pick, i), -least(i, pick)];
      const gap = (centers[i] as number) - (centers[pick] as number);
      const [leastForAll] = toUnits(pick, Math.min(low, 2 * gap - most), 0);
      const [lowInUnits, high] = toUnits(pick, low, most);
      const value = criterionAt(form, centers[i] as number) - criterionAt(form, centers[pick] as number);
      return { value, low: lowInUnits, high, leastForAll };
    },
    certificate: (pick) => {
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

/** From the scale of the centers: a spread's is logarithmic, so that the bounds of the pick's own spread count as well. */
function unitsOf({ kind }: ShapeOfCriterion, estimates: Estimates, thresholds: Thresholds) {
  return (pick: number, low: number, high: number): readonly [low: number, high: number] => {
    if (kind === 'location') return [low, high];
    const center = estimates.centers[pick] as number;
    const reach = thresholds.worst * leaderError(estimates, thresholds, pick);
    const [lowest, highest] = [Math.exp(center - reach), Math.exp(center + reach)];
    return [(low < 0 ? highest : lowest) * Math.expm1(low), (high < 0 ? lowest : highest) * Math.expm1(high)];
  };
}
