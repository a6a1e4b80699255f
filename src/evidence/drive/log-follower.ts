/**
 * @file Follows a run by its log, from another process: folds what is there, again and again as more comes, trains nothing
 * and writes nothing.
 */
import {
  type Decision,
  type FoldEnd,
  isFailure,
  type Outcome,
  type Plan,
  type Question,
  TrialFold,
} from '../../core/index.js';

interface FollowOptions<State> {
  readonly plan: Plan<State>;
  readonly question: Question;
  /** Trials that may be asked for. */
  readonly limit?: number | undefined;
  /** Whether the plan went by a log that lacked candidates that had joined. */
  readonly isBehind?: () => boolean;
  /** Told of each decision with the state that it was made from, or a few outcomes later. */
  readonly decided?: (state: State, applied: number) => void;
  /** All that was told is void, and is told again. */
  readonly beganAgain?: () => void;
}

/** How far a run is, as its log has it. */
interface Followed<State> {
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
  #fold: TrialFold<State>;
  /** Failed ones that were folded in: the run may train them again. */
  #failures: Outcome[] = [];
  #decisions: Decision[] = [];

  constructor(options: FollowOptions<State>) {
    this.#options = options;
    this.#fold = this.#begin();
  }

  /**
   * Takes what has come since it was called last. `isOver`: nobody goes on, so what has an outcome up to the first gap is
   * applied too. From then on the question uses exactly what was applied.
   */
  follow({ isOver }: { readonly isOver: boolean }): Followed<State> {
    if (this.#mustBeginAgain(isOver)) this.#fold = this.#begin();
    const fold = this.#fold;
    fold.look();
    fold.advance({ asked: () => {}, abandoned: () => {}, decided: (decision) => this.#decide(decision, fold) });
    if (isOver) this.#decisions.push(...fold.cut());
    this.#options.question.useOnly(fold.used, this.#decisions.length);
    const { state, end, isShort } = fold;
    return { state, end, isShort, decisions: [...this.#decisions] };
  }

  #decide(decision: Decision, fold: TrialFold<State>): void {
    this.#decisions.push(decision);
    this.#options.decided?.(fold.state, fold.applied);
  }

  #begin(): TrialFold<State> {
    this.#options.beganAgain?.();
    const { plan, limit, question } = this.#options;
    this.#failures = [];
    this.#decisions = [];
    return new TrialFold(plan, limit, (trial) => {
      const outcome = question.outcome(trial);
      if (outcome !== undefined && isFailure(outcome)) this.#failures.push(outcome);
      return outcome;
    });
  }

  /** A fold that was cut takes nothing more; an outcome that was replaced is folded in for good. */
  #mustBeginAgain(isOver: boolean): boolean {
    const { question, isBehind } = this.#options;
    if (isBehind?.() === true) return true;
    if (this.#fold.end === 'cut') {
      const isMore = this.#fold.openTrials.some((trial) => question.outcome(trial) !== undefined);
      if (isMore || !isOver) return true;
    }
    return this.#failures.some((failure) => question.outcome(failure.trial) !== failure);
  }
}
