/**
 * @file What few trials leave open of a comparison that no variance shows: of losses that are all equal, of losses with two values, and
 * of rare collapses, which a candidate that has not shown one may have as often as its trials cannot rule out.
 */
import type { Thresholds } from './thresholds.js';

/** Candidate `i` beside the leader, on the scale of the centers. */
interface Pair {
  readonly leader: number;
  readonly i: number;
  /** How much worse `i` looks, the tolerance included. */
  readonly gap: number;
  readonly tolerance: number;
  /** The number of trials that both are taken to have, with losses as those seen; those they have where absent. */
  readonly trials?: number | undefined;
}

export interface LeftOpen {
  /** True where it says all there is to say of a comparison; elsewhere whichever speaks more for the rival counts, this or variances. */
  readonly isAll: boolean;
  /** True where no loss of the race differs from another: it is not known of what size a difference would be. */
  readonly allAreEqual: boolean;
  /** Chance that `i` is better than the leader by more than the tolerance. */
  chance(pair: Pair): number;
  /** Below it, that gap leaves open that `i` is the best. */
  threshold(pair: Pair, thresholds: Thresholds): number;
  /** The interval of the candidate at this level, upwards alone where all are equal; undefined where it does not say all. */
  ends?(i: number, level: number): readonly [low: number, high: number];
}
