/**
 * @file How many trials would settle a tie, if the estimates stayed. Errors fall with the root of the trials; what few trials leave
 * open of shares has its own law.
 */
import type { Estimates } from './estimates.js';
import { type ErrorShares, excessOf } from './judge.js';
import type { Thresholds } from './thresholds.js';

/** No race has more. */
const MOST_TRIALS = 2 ** 31;

interface Tie {
  readonly leader: number;
  readonly rival: number;
  /** On the scale of the centers. */
  readonly tolerance: number;
  /** Trials of each candidate. */
  readonly applied: Int32Array;
}

/**
 * Trials of the rival, and as many of the leader; at least those it has. Infinity = never; NaN where it cannot be told, because a
 * spread is compared that is not known: its estimate, and not the error alone, moves with every trial.
 */
export function trialsToSettle(
  estimates: Estimates,
  thresholds: Thresholds,
  { leader, rival, tolerance, applied }: Tie,
): number {
  const { unseen, finite, leftOpen } = estimates;
  if (unseen[rival] === 1 || unseen[leader] === 1) return Number.NaN;
  const { gap, threshold } = excessOf(estimates, thresholds, leader, tolerance, rival);
  if (!(gap > 0)) return Number.POSITIVE_INFINITY;
  const trials = applied[rival] as number;
  if (leftOpen === undefined) return Math.max(trials, Math.ceil(trials * (threshold / gap) ** 2));

  /** Of the standard error that is left when the candidate has so many trials. */
  const shareAt = (candidate: number, goal: number): number => {
    const now = finite[candidate] as number;
    return Math.sqrt(now / (now + Math.max(0, goal - (applied[candidate] as number))));
  };
  const isSettled = (goal: number): boolean => {
    const shares: ErrorShares = { rival: shareAt(rival, goal), leader: shareAt(leader, goal), trials: goal };
    const then = excessOf(estimates, thresholds, leader, tolerance, rival, shares);
    return then.gap >= then.threshold;
  };
  let high = Math.max(1, trials);
  while (!isSettled(high)) {
    if (high >= MOST_TRIALS) return Number.POSITIVE_INFINITY;
    high *= 2;
  }
  let low = Math.max(1, trials);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isSettled(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
