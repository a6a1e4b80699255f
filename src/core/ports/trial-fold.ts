/**
 * @file Drives the fold of a plan that asks for trials: what is known of them is settled at once, what is not stays open. The run
 * loop, followers, and callers that ask and tell differ in what they know, and in where they put what they learn.
 */
import type { Decision } from '../ground/decision.js';
import type { Outcome } from '../ground/outcome.js';
import { type Trial, trialKey } from '../ground/trial.js';
import { Fold, type FoldEnd, type Slot } from './fold.js';
import type { Guess, Plan } from './plan.js';

/** What is told on the way, in order. */
export interface FoldListener {
  /** `known`: of how many of the slots the outcome was known. */
  asked(slots: readonly Slot<Trial>[], known: number): void;
  decided(decision: Decision): void;
  /** Trials that were asked for are no longer needed. */
  abandoned(): void;
}

export class TrialFold<State> {
  readonly #fold: Fold<State, Trial, Outcome>;
  readonly #outcomeOf: (trial: Trial) => Outcome | undefined;
  /** By slot; those from the number of applied ones on may be abandoned yet. */
  readonly #trials: Trial[] = [];
  /** Slots without an outcome, by the key of their trial. */
  readonly #open = new Map<string, number>();

  /** `limit`: trials that may be asked for. `outcomeOf`: what is known of a trial that is asked for. */
  constructor(plan: Plan<State>, limit: number | undefined, outcomeOf: (trial: Trial) => Outcome | undefined) {
    this.#fold = new Fold(plan, limit);
    this.#outcomeOf = outcomeOf;
  }

  /** To be looked at, not kept. */
  get state(): State {
    return this.#fold.state;
  }

  /** Undefined while more is asked for. */
  get end(): FoldEnd | undefined {
    return this.#fold.end;
  }

  /** What is left of the limit. */
  get left(): number {
    return this.#fold.left;
  }

  /** Whether a budget left out what the plan asked for. */
  get isShort(): boolean {
    return this.#fold.isShort;
  }

  get hasAbandoned(): boolean {
    return this.#fold.hasAbandoned;
  }

  /** Open trials that are still needed. */
  get open(): number {
    return this.#fold.open;
  }

  /** The same, one by one. */
  get openTrials(): readonly Trial[] {
    return Array.from(this.#open.values(), (slot) => this.#trials[slot] as Trial);
  }

  /** Trials that are likely to be asked for next, in order, so that no more than `most` were asked for without being applied. */
  ahead(most: number): Guess {
    return this.#fold.ahead(most);
  }

  /** Whether the trial is asked for, not abandoned since, and has no outcome. */
  isOpen(trial: Trial): boolean {
    return this.#open.has(trialKey(trial));
  }

  /** Trials asked for so far; those that were abandoned are none of them. */
  get asked(): number {
    return this.#fold.asked;
  }

  /** Outcomes applied. */
  get applied(): number {
    return this.#fold.applied;
  }

  /** Trials asked for that have an outcome. */
  get answered(): number {
    return this.#fold.asked - this.#fold.open;
  }

  /** What the state rests on, in order. */
  get used(): readonly Trial[] {
    return this.#trials.slice(0, this.#fold.applied);
  }

  /** Asks until outcomes are missing or the end is reached; gives the trials that lack one, in order. */
  advance(listener: FoldListener): readonly Trial[] {
    let missing: Trial[] = [];
    for (;;) {
      const { slots, decisions, abandoned } = this.#fold.advance();
      if (abandoned.length > 0) {
        missing = [];
        this.#open.clear();
        listener.abandoned();
      }
      for (const decision of decisions) listener.decided(decision);
      const known = slots.reduce((count, slot) => count + (this.#settleKnown(slot, missing) ? 1 : 0), 0);
      if (slots.length > 0) listener.asked(slots, known);
      if (known === 0) return missing;
    }
  }

  /** Takes the outcome of an open trial, for the next `advance` to apply; of any other nothing follows. */
  settle(outcome: Outcome): void {
    const key = trialKey(outcome.trial);
    const slot = this.#open.get(key);
    if (slot === undefined) return;
    this.#open.delete(key);
    this.#fold.settle(slot, outcome);
  }

  /** Settles what has become known of open trials meanwhile. */
  look(): void {
    for (const trial of this.openTrials) {
      const outcome = this.#outcomeOf(trial);
      if (outcome !== undefined) this.settle(outcome);
    }
  }

  /** Ends it here: what has an outcome up to the first gap is applied. */
  cut(): readonly Decision[] {
    return this.#fold.cut();
  }

  #settleKnown({ number, ask }: Slot<Trial>, missing: Trial[]): boolean {
    this.#trials[number] = ask;
    const outcome = this.#outcomeOf(ask);
    if (outcome === undefined) {
      this.#open.set(trialKey(ask), number);
      missing.push(ask);
      return false;
    }
    this.#fold.settle(number, outcome);
    return true;
  }
}
