/**
 * @file Drives the fold of a plan over a log: what the log has is taken from it, what is missing is given out, what comes
 * back is logged first and applied then. Who trains is somebody else's business: an executor, or whoever asks and tells.
 */
import {
  actionFor,
  type Decision,
  type FailurePolicy,
  Fold,
  type FoldEnd,
  type Guess,
  isFailure,
  type Outcome,
  type Plan,
  type Question,
  type RunError,
  SALVAGED,
  type Slot,
  type Trial,
  trialKey,
} from '../../core/index.js';
import { DecisionLog } from './decision-log.js';
import { FailingStart } from './failing-start.js';
import { trialFailed } from './trial-failed.js';

export interface CourseOptions<State> {
  readonly plan: Plan<State>;
  /** What is asked, and the log that it is asked of. */
  readonly question: Question;
  readonly failurePolicy: FailurePolicy;
  /** Trials that may be asked for, present in the log or not. */
  readonly limit?: number | undefined;
  /** Trains failed trials of the log again; decisions that come out differently then take the place of those in the log. */
  readonly retryFailed?: boolean | undefined;
}

/** What a course tells on the way, in order. */
export interface CourseListener {
  /** `logged`: how many of the slots the log had. */
  asked(slots: readonly Slot<Trial>[], logged: number): void;
  /** `replayed`: it was in the log already, and has been found again. */
  decided(decision: Decision, replayed: boolean): void;
  /** Nobody waits any more for trials that were asked for. */
  abandoned(): void;
}

const UNHEARD: CourseListener = { asked: () => {}, decided: () => {}, abandoned: () => {} };

export class Course<State> {
  readonly #options: CourseOptions<State>;
  readonly #fold: Fold<State, Trial, Outcome>;
  readonly #decisions: DecisionLog;
  readonly #failingStart: FailingStart;
  /** Keys of logged trials to be trained again. */
  readonly #stale: Set<string>;
  /** By slot; those from the number of applied ones on may be abandoned yet. */
  readonly #trials: Trial[] = [];
  /** Slots without an outcome, by the key of their trial. */
  readonly #open = new Map<string, number>();

  constructor(options: CourseOptions<State>) {
    const { plan, question, failurePolicy, limit, retryFailed = false } = options;
    this.#options = options;
    this.#fold = new Fold(plan, limit);
    const outcomes = question.outcomes();
    const nothingWorked = outcomes.every(isFailure);
    // All of them while nothing has ever worked.
    const all = retryFailed || (nothingWorked && question.decisions().length === 0);
    const stale = outcomes.filter((one) => isFailure(one) && (all || actionFor(failurePolicy, one) === 'stop'));
    this.#stale = new Set(stale.map(({ trial }) => trialKey(trial)));
    this.#failingStart = new FailingStart(question.header.candidates, !nothingWorked, failurePolicy);
    const isSalvaged = question.notices().some(({ kind }) => kind === SALVAGED);
    this.#decisions = new DecisionLog(question, retryFailed || isSalvaged);
  }

  get state(): State {
    return this.#fold.state;
  }

  get end(): FoldEnd | undefined {
    return this.#fold.end;
  }

  /** Whether a budget left out what the plan asked for. */
  get isShort(): boolean {
    return this.#fold.isShort;
  }

  /** Raises the limit of trials; false where it has left something out already. */
  raise(limit: number): boolean {
    return this.#fold.raise(limit);
  }

  /** Trials without an outcome that somebody waits for. */
  get open(): number {
    return this.#fold.open;
  }

  /** Trials that are likely to be asked for next, in order, so that no more than `most` were asked for without being applied. */
  ahead(most: number): Guess {
    return this.#fold.ahead(most);
  }

  /** Whether somebody waits for the trial's outcome: it was asked for, not abandoned since, and there is no end. */
  awaits(trial: Trial): boolean {
    return this.end === undefined && this.#open.has(trialKey(trial));
  }

  /** Whether the trial is neither asked for nor in the log. */
  lacks(trial: Trial): boolean {
    return !this.#open.has(trialKey(trial)) && this.#logged(trial) === undefined;
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

  /**
   * Asks until outcomes are missing or the end is reached; gives the trials to be trained, in order. Throws a RunError
   * (`decision-differs`) where the log holds other decisions.
   */
  pull(listener = UNHEARD): readonly Trial[] {
    let missing: Trial[] = [];
    for (;;) {
      const { slots, decisions, abandoned } = this.#fold.advance();
      if (abandoned.length > 0) {
        missing = [];
        this.#open.clear();
        listener.abandoned();
      }
      for (const decision of decisions) listener.decided(decision, this.#decisions.take(decision));
      const logged = slots.reduce((count, slot) => count + (this.#settleFromLog(slot, missing) ? 1 : 0), 0);
      if (slots.length > 0) listener.asked(slots, logged);
      if (logged === 0) break;
    }
    if (this.#fold.end !== undefined) this.#nameUsed();
    if (this.#fold.end === 'finished') this.#decisions.requireAllTaken();
    return missing;
  }

  /**
   * Logs outcomes of open trials, durable when it returns, for the next `pull` to apply. Gives the error to end with where
   * nothing works (`every-trial-fails`) or the policy says to stop (`trial-failed`).
   */
  take(outcomes: readonly Outcome[]): RunError | undefined {
    this.#options.question.append(outcomes);
    let error: RunError | undefined;
    for (const outcome of outcomes) {
      const key = trialKey(outcome.trial);
      this.#stale.delete(key);
      const stop = actionFor(this.#options.failurePolicy, outcome) === 'stop' ? trialFailed(outcome) : undefined;
      const stopping = this.#failingStart.see(outcome) ?? stop;
      const slot = this.#open.get(key);
      error ??= stopping;
      // One that ends the run is trained again the next time: it has not been answered.
      if (slot === undefined || stopping !== undefined) continue;
      this.#open.delete(key);
      this.#fold.settle(slot, outcome);
    }
    return error;
  }

  /** Ends it here: what has an outcome up to the first gap is applied. */
  cut(listener = UNHEARD): void {
    for (const decision of this.#fold.cut()) listener.decided(decision, this.#decisions.take(decision));
    this.#nameUsed();
  }

  /** What came in after it mattered must not show in what is reported: it depends on who trained how fast. */
  #nameUsed(): void {
    this.#options.question.useOnly(this.#trials.slice(0, this.#fold.applied), this.#decisions.taken);
  }

  /** Undefined for what the log lacks, or has to be trained again. */
  #logged(trial: Trial): Outcome | undefined {
    return this.#stale.has(trialKey(trial)) ? undefined : this.#options.question.outcome(trial);
  }

  #settleFromLog({ number, ask }: Slot<Trial>, missing: Trial[]): boolean {
    this.#trials[number] = ask;
    const key = trialKey(ask);
    const outcome = this.#logged(ask);
    if (outcome === undefined) {
      this.#open.set(key, number);
      missing.push(ask);
      return false;
    }
    this.#fold.settle(number, outcome);
    return true;
  }
}
