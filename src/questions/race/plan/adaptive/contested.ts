/** @file Finds the candidates that are contested at a look: by the strict threshold, or by chances that sum to too much. */
import type { Estimates } from './estimates.js';
import { chanceOf, excessOf } from './judge.js';
import type { Thresholds } from './thresholds.js';

/** Below this share of its part of the level a chance is not worth sorting. */
const NEGLIGIBLE = 1e-3;

/**
 * Fills `chances`: each rival's chance of being better than the leader by more than the tolerance; 1 where nothing is known
 * yet, 0 for the leader and for excluded candidates. Without a leader it is 1 for each that may be the best.
 */
export function fillChances(chances: Float64Array, estimates: Estimates, leader: number, tolerance: number): void {
  const { centers, excluded } = estimates;
  for (let i = 0; i < chances.length; i++) {
    if (excluded[i] === 1 || i === leader) chances[i] = 0;
    else if (leader < 0 || Number.isNaN(centers[i] as number)) chances[i] = 1;
    else chances[i] = chanceOf(estimates, leader, tolerance, i);
  }
}

/** Flags of those that are needed so that the chances of all others sum to at most `level`. */
export function contestedBy(chances: Float64Array, level: number): Uint8Array {
  const cut = smallestNeeded(chances, level);
  return Uint8Array.from(chances, (chance) => (chance >= cut ? 1 : 0));
}

/** Flags of those whose lower bound lies within the tolerance of the leader's upper bound. */
export function withinThreshold(
  estimates: Estimates,
  thresholds: Thresholds,
  leader: number,
  tolerance: number,
): Uint8Array {
  return estimates.excluded.map((flag, i) => {
    if (flag === 1 || i === leader) return 0;
    if (leader < 0 || Number.isNaN(estimates.centers[i] as number)) return 1;
    const { gap, threshold } = excessOf(estimates, thresholds, leader, tolerance, i);
    return gap <= threshold ? 1 : 0;
  });
}

function smallestNeeded(chances: Float64Array, level: number): number {
  const negligible = (NEGLIGIBLE * level) / chances.length;
  let sum = 0;
  let small = 0;
  let count = 0;
  for (const chance of chances) {
    sum += chance;
    if (chance > negligible) count++;
    else small += chance;
  }
  if (sum <= level) return Number.POSITIVE_INFINITY;
  const worthSorting = new Float64Array(count);
  let place = 0;
  for (const chance of chances) if (chance > negligible) worthSorting[place++] = chance;
  worthSorting.sort();
  for (const chance of worthSorting) {
    small += chance;
    if (small > level) return chance;
  }
  return Number.POSITIVE_INFINITY;
}
