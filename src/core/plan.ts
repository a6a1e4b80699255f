/**
 * @file Port: a plan asks for trials and takes outcomes. A race is a plan, a study is a plan; the loop in
 * `execution/run-plan.ts` drives any of them. State is a fold over outcomes, which makes resume, replay and live
 * racing the same computation.
 */
import type { Decision } from './decision.js';
import type { Outcome } from './outcome.js';
import type { Trial } from './trial.js';

/** Trials that belong together: their outcomes are applied at once, in this order, whatever order they arrive in. */
export interface Round {
  readonly kind: 'round';
  /** 1-based count of rounds of this plan. */
  readonly number: number;
  /** For people: `warm-up`, `race`, `final`, ... */
  readonly phase: string;
  readonly trials: readonly Trial[];
  /**
   * True when the outcomes are worth having without the rest of the round (extra replicates of a winner); false when a
   * decision needs all of them, so that a budget too small for the whole round starts none of it.
   */
  readonly divisible: boolean;
}

/** Nothing more to train: `decided` = one candidate is left; `exhausted` = no more replicates, several left. */
export interface Finished {
  readonly kind: 'finished';
  readonly reason: 'decided' | 'exhausted';
}

export interface Applied<State> {
  readonly state: State;
  /** What follows from the round, in order; empty when nothing was to be decided. */
  readonly decisions: readonly Decision[];
}

/**
 * Contract: both functions are pure and total; `planNext` depends on the state alone; `applyOutcomes` gets exactly the
 * outcomes of the round that `planNext` returned for this state, in its order. Where a divisible round was cut by a
 * budget it gets a prefix-closed subset, and is not called again with the rest in the same process.
 */
export interface Plan<State> {
  readonly initialState: State;
  planNext(state: State): Round | Finished;
  applyOutcomes(state: State, outcomes: readonly Outcome[]): Applied<State>;
}
