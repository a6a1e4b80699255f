/**
 * @file Trials that a plan is likely to ask for soon: given to places that would stand idle, and remembered until it asks. An
 * outcome is logged when it comes, and found there; a failure waits here, since it counts only once it was asked for.
 */
import { isFailure, type Outcome, type Trial, trialKey } from '../core/index.js';
import type { Course } from './course.js';
import { actionFor, type FailurePolicy } from './failure-policy.js';

/** So far ahead of the outcomes applied: more was of no use to 64 places whose trials take very different times. */
export const MOST_AHEAD = 2048;
/** A guess is made anew when outcomes have grown by this share. */
const GROWTH = 0.02;

export class AheadTrials<State> {
  readonly #course: Course<State>;
  readonly #policy: FailurePolicy;
  readonly #isOn: boolean;
  /** Guessed and not taken, from `#next` on. */
  #guessed: readonly Trial[] = [];
  #next = 0;
  /** Outcomes applied from which on another guess is made. */
  #guessAt = 0;
  /** By key: taken and not asked for so far; with its outcome once it is there. */
  readonly #taken = new Map<string, Outcome | undefined>();

  constructor(course: Course<State>, policy: FailurePolicy, isOn: boolean) {
    this.#course = course;
    this.#policy = policy;
    this.#isOn = isOn;
  }

  /** The next one; undefined where there is none now. */
  take(): Trial | undefined {
    if (!this.#isOn || this.#course.end !== undefined) return undefined;
    this.#guess();
    while (this.#next < this.#guessed.length) {
      const trial = this.#guessed[this.#next++] as Trial;
      const key = trialKey(trial);
      if (this.#taken.has(key) || !this.#course.lacks(trial)) continue;
      this.#taken.set(key, undefined);
      return trial;
    }
    return undefined;
  }

  /** Whether nobody has asked for it so far. */
  has(trial: Trial): boolean {
    return this.#taken.has(trialKey(trial));
  }

  /** Keeps the outcome of one of them until it is asked for. Gives whether it is to be logged now. */
  keep(outcome: Outcome): boolean {
    this.#taken.set(trialKey(outcome.trial), outcome);
    return !this.#waits(outcome);
  }

  /** The plan has asked for it: it is one of its own from now on. Gives its outcome where it has one already. */
  ask(trial: Trial): Outcome | undefined {
    const key = trialKey(trial);
    const outcome = this.#taken.get(key);
    this.#taken.delete(key);
    return outcome;
  }

  /** The same where the log has an outcome of it; else nothing has changed. */
  askLogged(trial: Trial): Outcome | undefined {
    const outcome = this.#taken.get(trialKey(trial));
    return outcome === undefined || this.#waits(outcome) ? undefined : this.ask(trial);
  }

  /** Those with an outcome that the log does not have: nobody has asked for them. */
  unlogged(): readonly Trial[] {
    return [...this.#taken.values()].flatMap((outcome) =>
      outcome !== undefined && this.#waits(outcome) ? [outcome.trial] : [],
    );
  }

  #waits(outcome: Outcome): boolean {
    return isFailure(outcome) || actionFor(this.#policy, outcome) === 'stop';
  }

  #guess(): void {
    const { applied } = this.#course;
    if (applied < this.#guessAt) return;
    this.#guessAt = applied + Math.max(1, Math.floor(GROWTH * applied));
    this.#guessed = this.#course.ahead(MOST_AHEAD);
    this.#next = 0;
  }
}
