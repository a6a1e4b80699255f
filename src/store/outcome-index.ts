/** @file Which outcome counts for which trial: what every store answers from, whatever it writes to. */
import { FAILURE_STATUSES, type Outcome, RunError, type Trial, trialKey } from '../core/index.js';

/** The outcomes that count, by trial key, in order of arrival. Lookup takes constant time. */
export class OutcomeIndex {
  readonly #byKey = new Map<string, Outcome>();

  /**
   * Says whether the outcome may be appended. Throws a RunError (`outcome-exists`) when its trial has one already that is
   * not a failure.
   */
  requireRoomFor(outcome: Outcome): void {
    const key = trialKey(outcome.trial);
    const present = this.#byKey.get(key);
    if (present === undefined || FAILURE_STATUSES.includes(present.status)) return;
    throw new RunError({
      code: 'outcome-exists',
      what: `Trial ${key} already has an outcome (${present.status}, loss ${present.loss}); the log is append-only.`,
      allowed: 'one outcome per trial; only one that failed or timed out can be superseded',
      fix: 'Ask the store for the outcome of a trial before training it; to train the same again, count up its repeat.',
    });
  }

  add(outcome: Outcome): void {
    const key = trialKey(outcome.trial);
    // A superseding outcome arrives now, not when the failed one did.
    this.#byKey.delete(key);
    this.#byKey.set(key, outcome);
  }

  get(trial: Trial): Outcome | undefined {
    return this.#byKey.get(trialKey(trial));
  }

  all(): readonly Outcome[] {
    return [...this.#byKey.values()];
  }
}
