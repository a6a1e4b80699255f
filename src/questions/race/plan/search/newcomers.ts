/**
 * @file Port: where a searching race gets candidates that are not there yet. The race says which kind it wants and chooses among what it
 * is shown; the keeper of the log remembers which it chose, so that the race is the same again.
 */
import type { Newcomer } from './field.js';

/** A configuration that may join. */
export interface Draft {
  /** By axis of the places of the others. */
  readonly places: ArrayLike<number>;
}

/** Draws configurations: equal names give equal drafts. Undefined where a draw leads to what may not take part, or takes part already. */
export interface DraftSource {
  /** Near a candidate, by its id, or a draft; `width`: of a step of a number, as a share of its range on its scale. */
  near(from: string | Draft, width: number, ...names: (string | number)[]): Draft | undefined;
  anywhere(...names: (string | number)[]): Draft | undefined;
}

/** A look at which candidates may join. */
export interface JoiningLook {
  /** Applied so far: no other look has as many. */
  readonly outcomes: number;
  /** At most so many join. */
  readonly most: number;
  /** The candidates that were tried, the best first; `estimate`: of the criterion, by own trials and settings, in units of the loss. */
  tried(): readonly { readonly id: string; readonly trials: number; readonly estimate: number }[];
  /** What the race itself proposes, different drafts. */
  propose(source: DraftSource): readonly Draft[];
}

/** What came of a look. */
export interface Joined {
  readonly newcomers: readonly Newcomer[];
  /** How many the user's own proposer gave that may not take part. */
  readonly refused: number;
}

export interface Newcomers {
  /** What joins at this look: what joined before where that is known, else what it proposes, remembered from now on. */
  joining(look: JoiningLook): Joined;
}
