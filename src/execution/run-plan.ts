/**
 * @file The only loop: asks a plan for a round, has what is missing of it trained, appends outcomes and decisions, and
 * folds them into the plan's state. A resume is the same fold over a log that is not empty.
 */
import {
  type Executor,
  isFailure,
  type JsonObject,
  type Outcome,
  type Plan,
  type Question,
  type Round,
  RunError,
  type Trial,
  trialKey,
} from '../core/index.js';
import { type Budget, type Share, shareOf } from './budget.js';
import { type Clock, systemClock } from './clock.js';
import { DecisionLog } from './decision-log.js';
import { FailingStart } from './failing-start.js';
import { actionFor, DEFAULT_FAILURE_POLICY, type FailurePolicy } from './failure-policy.js';
import type { RoundProgress, RunEvent, RunHappening, RunStatus } from './run-events.js';
import { Stopwatch } from './stopwatch.js';
import { type Halt, trainUntil } from './train-until.js';
import { trialFailed } from './trial-failed.js';

export interface RunOptions<State> {
  readonly plan: Plan<State>;
  /** What is asked, and the log that it is asked of. */
  readonly question: Question;
  readonly executor: Executor;
  readonly budget: Budget;
  /** Interrupts the run: what is being trained is dropped without an outcome, what is finished stays in the log. */
  readonly signal: AbortSignal;
  /** For the log: what decides whether losses can be bit-identical (surefoot, node, onnxruntime, cpu). */
  readonly environment: JsonObject;
  /** Only what failures count as; trying again is the executor's. */
  readonly failurePolicy?: FailurePolicy;
  /** Trains failed trials of the log again; decisions that come out differently then take the place of those in the log. */
  readonly retryFailed?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  readonly clock?: Clock;
}

export interface RunSummary<State> {
  /**
   * `decided`: one candidate is left. `exhausted`: several are left and no replicates. `budget`: a budget ended before.
   * `interrupted`: the signal aborted.
   */
  readonly status: RunStatus;
  readonly state: State;
  /** True when a budget or an interruption left a divisible round incomplete; the part that is there is in the state. */
  readonly cutShort: boolean;
  /** Trials in the log. */
  readonly trialsLogged: number;
  /** Trials trained in this stretch. */
  readonly trialsTrained: number;
  /** Wall time over all stretches. */
  readonly totalSeconds: number;
}

/**
 * Runs the plan to its end, to the end of a budget, or until interrupted. Rejects with a RunError when no trial can run,
 * when the first trials of ten candidates all fail (`every-trial-fails`), when one fails that the policy says to stop
 * for (`trial-failed`), when the log cannot be written, or when a
 * resume does not make the decisions of the log again (`decision-differs`). Closes neither store nor executor.
 */
export async function runPlan<State>(options: RunOptions<State>): Promise<RunSummary<State>> {
  return new Run(options).run();
}

class Run<State> {
  readonly #options: RunOptions<State>;
  readonly #stopwatch: Stopwatch;
  readonly #decisions: DecisionLog;
  readonly #failingStart: FailingStart;
  readonly #policy: FailurePolicy;
  /** Keys of logged trials to be trained again. */
  readonly #stale: Set<string>;
  #used: number;
  #trained = 0;
  #survivors: number | undefined;

  constructor(options: RunOptions<State>) {
    const { question, executor, budget, environment, clock = systemClock } = options;
    this.#options = options;
    const outcomes = question.outcomes();
    const nothingWorked = outcomes.every(isFailure);
    this.#policy = options.failurePolicy ?? DEFAULT_FAILURE_POLICY;
    // All of them while nothing has ever worked.
    const all = options.retryFailed === true || (nothingWorked && question.decisions().length === 0);
    const stale = outcomes.filter((one) => isFailure(one) && (all || actionFor(this.#policy, one) === 'stop'));
    this.#stale = new Set(stale.map(({ trial }) => trialKey(trial)));
    this.#used = outcomes.length - this.#stale.size;
    this.#failingStart = new FailingStart(question.header.candidates.length, !nothingWorked, this.#policy);
    this.#decisions = new DecisionLog(question, options.retryFailed === true);
    this.#stopwatch = new Stopwatch({
      question,
      clock,
      workers: executor.workers,
      environment,
      limitSeconds: (budget.minutes ?? Number.POSITIVE_INFINITY) * 60,
    });
  }

  async run(): Promise<RunSummary<State>> {
    try {
      this.#tell({ kind: 'begun', trialsLogged: this.#used, workers: this.#options.executor.workers });
      return await this.#fold();
    } finally {
      this.#stopwatch.stop();
    }
  }

  async #fold(): Promise<RunSummary<State>> {
    const { plan, budget } = this.#options;
    let state = plan.initialState;
    for (;;) {
      const next = plan.planNext(state);
      if (next.kind === 'finished') {
        this.#decisions.requireAllTaken();
        return this.#finish(next.reason, state, false);
      }
      const left = (budget.trials ?? Number.POSITIVE_INFINITY) - this.#used;
      const share = shareOf(next, (trial) => this.#loggedOutcome(trial) !== undefined, left);
      if (share === undefined) return this.#finish('budget', state, false);
      const halt = await this.#train(next, share);
      const whole = halt === undefined && !share.cut;
      if (!whole && !next.divisible) return this.#finish(halt ?? 'budget', state, false);

      const outcomes = this.#loggedPrefix(share.trials);
      for (const outcome of outcomes) {
        const error = this.#stopFor(outcome);
        if (error !== undefined) throw error;
      }
      const applied = outcomes.length === 0 ? { state, decisions: [] } : plan.applyOutcomes(state, outcomes);
      state = applied.state;
      // What follows from a part of a round is not decided: a larger budget must find the log open for the whole.
      if (!whole) return this.#finish(halt === 'interrupted' ? halt : this.#cutStatus(), state, true);
      for (const decision of applied.decisions) {
        this.#survivors = decision.survivors.length;
        this.#tell({ kind: 'decision', decision, replayed: this.#decisions.take(decision) });
      }
    }
  }

  /** Has the missing trials of a round trained; says why when that was ended before the last of them. */
  async #train(round: Round, share: Share): Promise<Halt | undefined> {
    const { executor, signal } = this.#options;
    const { number, phase } = round;
    const total = share.trials.length;
    const alreadyLogged = total - share.missing.length;
    const progress = (done: number, running: number): RoundProgress => ({
      number,
      phase,
      done,
      running: Math.min(running, total - done),
      total,
      cut: share.cut,
    });
    this.#tell({ kind: 'round-begun', round: progress(alreadyLogged, 0), alreadyLogged });
    let done = alreadyLogged;
    if (share.missing.length > 0) {
      if (signal.aborted) return 'interrupted';
      if (this.#stopwatch.expired) return 'budget';
      this.#stopwatch.start();
      const halt = await trainUntil({
        executor,
        trials: share.missing,
        signal,
        stopwatch: this.#stopwatch,
        onOutcome: (outcome) => {
          this.#append(outcome);
          done++;
          this.#tell({ kind: 'outcome', outcome, round: progress(done, executor.workers) });
          return this.#failingStart.see(outcome) ?? this.#stopFor(outcome);
        },
      });
      if (done < total) {
        if (halt !== undefined) return halt;
        throw lostTrials(total - done);
      }
    }
    this.#tell({ kind: 'round-ended', round: progress(done, 0) });
    return undefined;
  }

  #append(outcome: Outcome): void {
    this.#options.question.append([outcome]);
    if (this.#stale.size > 0) this.#stale.delete(trialKey(outcome.trial));
    this.#used++;
    this.#trained++;
  }

  #loggedOutcome(trial: Trial): Outcome | undefined {
    if (this.#stale.size > 0 && this.#stale.has(trialKey(trial))) return undefined;
    return this.#options.question.outcome(trial);
  }

  /** The outcomes of the trials, in their order, up to the first that has none. */
  #loggedPrefix(trials: readonly Trial[]): Outcome[] {
    const outcomes: Outcome[] = [];
    for (const trial of trials) {
      const outcome = this.#loggedOutcome(trial);
      if (outcome === undefined) break;
      outcomes.push(outcome);
    }
    return outcomes;
  }

  /** The error to end with, where the policy says to stop for this outcome. */
  #stopFor(outcome: Outcome): RunError | undefined {
    return actionFor(this.#policy, outcome) === 'stop' ? trialFailed(outcome) : undefined;
  }

  /** What a round that a budget cut means: the rest of it could not have changed who won, once only one is left. */
  #cutStatus(): RunStatus {
    return this.#survivors === 1 ? 'decided' : 'budget';
  }

  #finish(status: RunStatus, state: State, cutShort: boolean): RunSummary<State> {
    const trialsLogged = this.#used;
    this.#tell({ kind: 'finished', status, cutShort, trialsLogged });
    const { totalSeconds } = this.#stopwatch.elapsed();
    return { status, state, cutShort, trialsLogged, trialsTrained: this.#trained, totalSeconds };
  }

  #tell(happening: RunHappening): void {
    this.#options.onEvent?.({ ...happening, ...this.#stopwatch.elapsed() });
  }
}

function lostTrials(count: number): RunError {
  return new RunError({
    code: 'lost-trials',
    what: `The executor ended without giving the outcomes of ${count} trials.`,
    allowed: 'an executor that keeps its contract: one outcome for each trial',
    fix: 'Run the same command again: finished trials are kept.',
  });
}
