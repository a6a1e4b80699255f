/**
 * @file Trials that a plan asks for next, or is likely to: given to places that would stand idle, no more than may turn out not to be
 * needed, and remembered until it asks. An outcome is logged when it comes, and found there; a failure waits here, since it
 * counts only once it was asked for.
 */
import { actionFor, DEFAULT_FAILURE_POLICY, type FailurePolicy } from '../ground/failures.js';
import { isFailure, type Outcome } from '../ground/outcome.js';
import { type Trial, trialKey } from '../ground/trial.js';
import { DEFAULT_AHEAD_SHARE } from './plan.js';
import type { TrialFold } from './trial-fold.js';

/** The number of trials ahead of the outcomes applied: more was of no use to 64 places whose trials take very different times. */
const MOST_AHEAD = 2048;
/** A guess is made anew when outcomes have grown by this share. */
const GROWTH = 0.02;

/** What it asks of a fold. */
type FoldAhead = Pick<TrialFold<unknown>, 'end' | 'hasAbandoned' | 'asked' | 'applied' | 'ahead'>;

interface AheadOptions {
  /** Of the trials used, so many may be left that were not needed; 0: none; a quarter where absent. */
  readonly share?: number | undefined;
  /** Whether a trial is neither asked for nor known. */
  readonly lacks: (trial: Trial) => boolean;
  /** Which outcomes end a run once they are asked for: such are kept until then. */
  readonly policy?: FailurePolicy;
  /** Trained for the same question by earlier stretches, asked for or not. */
  readonly trained?: readonly Trial[];
}

export class AheadTrials {
  readonly #fold: FoldAhead;
  readonly #lacks: (trial: Trial) => boolean;
  readonly #policy: FailurePolicy;
  readonly #share: number;
  /** Guessed and not taken, from `#next` on; the first `#needed` are asked for whatever comes back. */
  #guessed: readonly Trial[] = [];
  #next = 0;
  #needed = 0;
  /** Outcomes applied from which on another guess is made. */
  #guessAt = 0;
  /** By key: taken and not asked for so far; with its outcome once it is there. */
  readonly #taken = new Map<string, Outcome | undefined>();
  /** Keys of those, and of what earlier stretches have trained and the plan has not asked for so far. */
  readonly #unasked: Set<string>;
  /** How many of these may turn out not to be needed. */
  #atRisk = 0;
  #mostAtRisk = 0;

  constructor(fold: FoldAhead, options: AheadOptions) {
    const { share = DEFAULT_AHEAD_SHARE, lacks, policy = DEFAULT_FAILURE_POLICY, trained = [] } = options;
    this.#fold = fold;
    this.#lacks = lacks;
    this.#policy = policy;
    this.#share = share;
    this.#unasked = new Set(trained.map(trialKey));
  }

  /** The next one; undefined where there is none now. */
  take(): Trial | undefined {
    // What was guessed before the plan gave up what it had asked for is of no use after it.
    if (this.#fold.end !== undefined || this.#fold.hasAbandoned) return undefined;
    this.#guess();
    for (; this.#next < this.#guessed.length; this.#next++) {
      const trial = this.#guessed[this.#next] as Trial;
      const key = trialKey(trial);
      if (this.#taken.has(key) || !this.#lacks(trial)) continue;
      const isNeeded = this.#next < this.#needed;
      if (!isNeeded && this.#atRisk + 1 > this.#mostAtRisk) return undefined;
      if (!isNeeded) this.#atRisk++;
      this.#next++;
      this.#taken.set(key, undefined);
      this.#unasked.add(key);
      return trial;
    }
    return undefined;
  }

  /** Whether the plan has not asked for it so far. */
  has(trial: Trial): boolean {
    return this.#taken.has(trialKey(trial));
  }

  /** Keeps the outcome of one of them until it is asked for. Gives whether to log it now. */
  keep(outcome: Outcome): boolean {
    this.#taken.set(trialKey(outcome.trial), outcome);
    return !this.#waits(outcome);
  }

  /** The plan has asked for it: it is one of its own from now on. Gives its outcome where it has one already. */
  ask(trial: Trial): Outcome | undefined {
    const key = trialKey(trial);
    const outcome = this.#taken.get(key);
    this.#taken.delete(key);
    this.#unasked.delete(key);
    return outcome;
  }

  /** The same where the log has an outcome of it; else it is waited for. */
  askLogged(trial: Trial): Outcome | undefined {
    this.#unasked.delete(trialKey(trial));
    const outcome = this.#taken.get(trialKey(trial));
    return outcome === undefined || this.#waits(outcome) ? undefined : this.ask(trial);
  }

  /** Those with an outcome that the log does not have: the plan has not asked for them. */
  unlogged(): readonly Trial[] {
    return [...this.#taken.values()].flatMap((outcome) =>
      outcome !== undefined && this.#waits(outcome) ? [outcome.trial] : [],
    );
  }

  #waits(outcome: Outcome): boolean {
    return isFailure(outcome) || actionFor(this.#policy, outcome) === 'stop';
  }

  #guess(): void {
    const { applied } = this.#fold;
    if (applied < this.#guessAt) return;
    this.#guessAt = applied + Math.max(1, Math.floor(GROWTH * applied));
    const { needed, likely, certain } = this.#fold.ahead(MOST_AHEAD);
    this.#guessed = [...needed, ...likely];
    this.#needed = needed.length;
    this.#next = 0;
    // Should the plan end at the first moment at which it can, what was asked for beyond that is not needed either.
    this.#mostAtRisk = this.#share * certain - Math.max(0, this.#fold.asked - certain);
    const neededKeys = new Set(needed.map(trialKey));
    this.#atRisk = 0;
    for (const key of this.#unasked) if (!neededKeys.has(key)) this.#atRisk++;
  }
}
