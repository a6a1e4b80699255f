/**
 * @file Port: a plan asks for trials and takes what came of them. A race is a plan, a study is a plan; the fold in
 * `fold.ts` drives any of them: a run, a caller that asks and tells, a replay, a resume.
 */
import type { Decision } from '../ground/decision.js';
import type { Outcome } from '../ground/outcome.js';
import type { Trial } from '../ground/trial.js';

/** More to train, in this order. */
export interface Asked<Ask = Trial> {
  readonly kind: 'asked';
  /** One or more. */
  readonly asks: readonly Ask[];
  /** What they belong to, for people. */
  readonly stage: Stage;
  /**
   * True when some of these are worth having without the rest (extra replicates of a winner); false when a decision needs
   * all of them, so that a budget too small for all starts none.
   */
  readonly divisible: boolean;
  /** True where nothing that is pending matters any more: it is neither waited for nor applied. A limit is charged for it all the same. */
  readonly abandons?: boolean;
  /** True where these may take what the plan keeps of a limit ({@link Plan.reserve}). */
  readonly fromReserve?: boolean;
}

export interface Stage {
  /** 1-based count of stages of this phase or of this plan; with the phase it names the stage. */
  readonly number: number;
  /** `warm-up`, `race`, `final`, ... */
  readonly phase: string;
}

/** Nothing to ask for until this many more outcomes are applied; at least 1, at most as many as are pending. */
export interface Wait {
  readonly kind: 'wait';
  readonly outcomes: number;
}

/** Nothing more to ask for, and nothing that is still pending can change that. */
export interface Finished {
  readonly kind: 'finished';
}

export interface Applied<State> {
  readonly state: State;
  /** What follows, in order; empty when nothing was to be decided. */
  readonly decisions: readonly Decision[];
}

/**
 * Contract: all functions are deterministic and total. A state belongs to the fold: `apply` may change the one that
 * it is given, which is not used again. `next` changes nothing; `pending` holds what was asked for and is not applied yet,
 * in order. `apply` takes the next outcomes in the order in which they were asked for; it makes no difference whether
 * they come one by one or in slices, and decisions follow from the outcomes applied so far alone.
 *
 * `Ask` and `Outcome` are trials and their outcomes; a replay asks for columns of a table instead.
 */
export interface Plan<State, Ask = Trial, Answer = Outcome> {
  /** How far asks may run ahead: ask number n (0, 1, ...) sees the first n - window(n) outcomes applied, and no more. */
  window(asked: number): number;
  /** A fresh state. */
  begin(): State;
  /** `isCut`: a limit has left out what it asked for; from then on only what is taken from the reserve is asked. */
  next(state: State, pending: readonly Ask[], isCut?: boolean): Asked<Ask> | Wait | Finished;
  apply(state: State, answers: readonly Answer[]): Applied<State>;
  /** What it keeps of a limit for what it asks for last, at most the limit; nothing where absent. */
  reserve?(limit: number): number;
  /**
   * What it would ask for after what is pending if it had to say now, at most `most`: for places that would stand idle. It
   * changes nothing, and nothing rests on it. Absent where nobody can tell.
   */
  ahead?(state: State, pending: readonly Ask[], most: number): Guess<Ask>;
}

/** What a plan asks for next, or is likely to; each in the order of asking, and none in both. */
export interface Guess<Ask = Trial> {
  /** Whatever comes back. */
  readonly needed: readonly Ask[];
  /** What the plan asks for next if nothing changes; it may end before, or ask for something else. */
  readonly likely: readonly Ask[];
  /** The number of outcomes that are applied in all before the plan can end; those applied so far are among them. */
  readonly certain: number;
}

/**
 * How many trainings may turn out not to be needed, as a share of those that are used: what may be allowed at most, and what
 * is where nobody says anything.
 */
export const MOST_AHEAD_SHARE = 4;
export const DEFAULT_AHEAD_SHARE = 0.25;

/** Asks as far ahead as the plan answers: for plans that wait by themselves. */
export function unlimitedWindow(asked: number): number {
  return asked;
}
