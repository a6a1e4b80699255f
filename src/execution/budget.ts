/** @file How much a run may use, over all of its stretches. */
import type { Round, Trial } from '../core/index.js';

export interface Budget {
  /** Trials in the log, however they ended; no limit when absent. */
  readonly trials?: number;
  /** Wall time; no limit when absent. */
  readonly minutes?: number;
}

/** The part of a round that may be trained. */
export interface Share {
  /** A prefix of the round's trials, in its order. */
  readonly trials: readonly Trial[];
  /** Those of them that are not in the log. */
  readonly missing: readonly Trial[];
  readonly cut: boolean;
}

/** What of a round fits when `left` more trials may be trained; undefined when that is less than the round needs. */
export function shareOf(round: Round, isLogged: (trial: Trial) => boolean, left: number): Share | undefined {
  const missing: Trial[] = [];
  for (const [index, trial] of round.trials.entries()) {
    if (isLogged(trial)) continue;
    if (missing.length >= left) {
      return round.divisible ? { trials: round.trials.slice(0, index), missing, cut: true } : undefined;
    }
    missing.push(trial);
  }
  return { trials: round.trials, missing, cut: false };
}
