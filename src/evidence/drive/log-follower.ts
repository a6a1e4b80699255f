/**
 * @file Follows a run by its log, from another process: folds what is there, again and again as more comes, trains nothing
 * and writes nothing.
 */
import {
  type Decision,
  Fold,
  type FoldEnd,
  isFailure,
  type Outcome,
  type Plan,
  type Question,
  type Trial,
} from '../../core/index.js';

export interface FollowOptions<State> {
  readonly plan: Plan<State>;
  readonly question: Question;
  /** Trials that may be asked for. */
  readonly limit?: number | undefined;
}

/** How far a run is, as its log has it. */
export interface Followed<State> {
  /** To be looked at, not kept. */
  readonly state: State;
  /** Undefined while more is asked for. */
  readonly end: FoldEnd | undefined;
  /** Whether a budget left out what the plan asked for. */
  readonly isShort: boolean;
  /** In order; the last of them may not be in the log yet. */
  readonly decisions: readonly Decision[];
}

export class LogFollower<State> {
  readonly #options: FollowOptions<State>;
  #fold: Fold<State, Trial, Outcome>;
  /** By slot; those from the number of applied ones on may be abandoned yet. */
  #trials: Trial[] = [];
  /** Slots without an outcome so far. */
  #open = new Map<number, Trial>();
  /** Failed ones that were folded in: whoever runs may train them again. */
  #failures: Outcome[] = [];
  #decisions: Decision[] = [];

  constructor(options: FollowOptions<State>) {
    this.#options = options;
    this.#fold = new Fold(options.plan, options.limit);
  }

  /**
   * Takes what has come since it was called last. `isOver`: nobody goes on, so what has an outcome up to the first gap is
   * applied too. From then on the question uses exactly what was applied.
   */
  follow({ isOver }: { readonly isOver: boolean }): Followed<State> {
    if (this.#mustBeginAgain(isOver)) this.#begin();
    this.#advance();
    if (isOver) this.#decisions.push(...this.#fold.cut());
    this.#options.question.useOnly(this.#trials.slice(0, this.#fold.applied), this.#decisions.length);
    const { state, end, isShort } = this.#fold;
    return { state, end, isShort, decisions: [...this.#decisions] };
  }

  #begin(): void {
    this.#fold = new Fold(this.#options.plan, this.#options.limit);
    this.#trials = [];
    this.#open = new Map();
    this.#failures = [];
    this.#decisions = [];
  }

  /** A fold that was cut takes nothing more; an outcome that was replaced is folded in for good. */
  #mustBeginAgain(isOver: boolean): boolean {
    const { question } = this.#options;
    if (this.#fold.end === 'cut') {
      const isMore = [...this.#open.values()].some((trial) => question.outcome(trial) !== undefined);
      if (isMore || !isOver) return true;
    }
    return this.#failures.some((failure) => question.outcome(failure.trial) !== failure);
  }

  #advance(): void {
    this.#settle([...this.#open]);
    let isNews: boolean;
    do {
      const { slots, abandoned, decisions } = this.#fold.advance();
      this.#decisions.push(...decisions);
      if (abandoned.length > 0) this.#open.clear();
      for (const { number, ask } of slots) this.#trials[number] = ask;
      isNews = this.#settle(slots.map(({ number, ask }) => [number, ask]));
    } while (isNews);
  }

  /** Whether any of these has an outcome. */
  #settle(asked: readonly (readonly [number, Trial])[]): boolean {
    let isNews = false;
    for (const [number, trial] of asked) {
      const outcome = this.#options.question.outcome(trial);
      if (outcome === undefined) {
        this.#open.set(number, trial);
        continue;
      }
      this.#open.delete(number);
      if (isFailure(outcome)) this.#failures.push(outcome);
      this.#fold.settle(number, outcome);
      isNews = true;
    }
    return isNews;
  }
}
