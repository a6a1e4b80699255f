/**
 * @file Runs a plan to its end: what its course asks for is trained by an executor, what comes back is logged in groups,
 * applied, and told. A resume is the same over a log that is not empty.
 */
import {
  AheadTrials,
  type Clock,
  DEFAULT_FAILURE_POLICY,
  type Decision,
  type Executor,
  type FailurePolicy,
  type JsonObject,
  type Outcome,
  type Plan,
  type Question,
  type RunEnd,
  RunError,
  type RunEvent,
  type RunHappening,
  runError,
  type Slot,
  type Trial,
  TrialQueue,
} from '../../core/index.js';
import { Course } from './course.js';
import { StageProgress } from './stage-progress.js';
import { type Budget, Stopwatch, systemClock } from './stopwatch.js';
import { type Halt, Training } from './training.js';

export interface RunOptions<State> {
  readonly plan: Plan<State>;
  /** What is asked, and the log that it is asked of. */
  readonly question: Question;
  readonly executor: Executor;
  readonly budget: Budget;
  /** Of the budget of trials, so many are for trainings that are not the plan's; 0 where absent. */
  readonly besides?: number | undefined;
  /** Interrupts the run: what is being trained is dropped without an outcome, what is finished stays in the log. */
  readonly signal: AbortSignal;
  /** For the log: what decides whether losses can be bit-identical (surefoot, node, onnxruntime, cpu). */
  readonly environment: JsonObject;
  /** Only what failures count as; trying again is the executor's. */
  readonly failurePolicy?: FailurePolicy;
  /** Trains failed trials of the log again; decisions that come out differently then take the place of those in the log. */
  readonly retryFailed?: boolean;
  /**
   * Outcomes that arrive within this time share one transaction of the log: a disk takes some hundred transactions a
   * second. Default 0. Nothing waits for it when nothing else could arrive meanwhile.
   */
  readonly groupMs?: number;
  /**
   * Places that the plan leaves idle train what it needs next, and what it is likely to ask for soon; what it never asks for is evidence
   * in the log, and nothing of the plan rests on it. So much of that there may be, as a share of the trials used, at least 0; a quarter
   * where absent.
   */
  readonly ahead?: number | undefined;
  readonly onEvent?: (event: RunEvent) => void;
  readonly clock?: Clock;
}

interface RunSummary<State> {
  readonly end: RunEnd;
  /** Why no place could go on, where that interrupted it and something was trained before. */
  readonly stoppedBy?: RunError;
  readonly state: State;
  /** Whether the budget of trials left out what the plan asked for. */
  readonly isShort: boolean;
  /** What the plan has left of it; Infinity without one. */
  readonly left: number;
  /** Trials asked for that have an outcome, trained now or in the log before. */
  readonly trialsLogged: number;
  /** Trials trained in this stretch, asked for or not. */
  readonly trialsTrained: number;
  /** Wall time over all stretches. */
  readonly totalSeconds: number;
}

/** At this many outcomes the log writes them without waiting for more. */
const MOST_GROUPED = 256;

/**
 * Runs the plan to its end, to the end of a budget, or until interrupted. Rejects with a RunError when not one trial can be run,
 * when the first trials of ten candidates all fail (`every-trial-fails`), when a trial fails that the policy says to stop for
 * (`trial-failed`), when the log cannot be written, or when a resume does not make the decisions of the log again
 * (`decision-differs`). Closes neither store nor executor.
 */
export async function runPlan<State>(options: RunOptions<State>): Promise<RunSummary<State>> {
  return new Run(options).run();
}

class Run<State> {
  readonly #options: RunOptions<State>;
  readonly #course: Course<State>;
  readonly #stopwatch: Stopwatch;
  readonly #training: Training;
  readonly #ahead: AheadTrials;
  readonly #queue = new TrialQueue([], () => this.#ahead.take());
  readonly #stage = new StageProgress();
  #arrived: Outcome[] = [];
  /** Trials that were taken and brought back. */
  #back = 0;
  #trained = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RunOptions<State>) {
    const { plan, question, executor, budget, environment, signal, retryFailed, clock = systemClock } = options;
    const { failurePolicy = DEFAULT_FAILURE_POLICY } = options;
    this.#options = options;
    // What is not the plan's own is taken off its limit.
    const limit = budget.trials === undefined ? undefined : budget.trials - (options.besides ?? 0);
    this.#course = new Course({ plan, question, failurePolicy, retryFailed, limit });
    const trained = question.unusedOutcomes().map(({ trial }) => trial);
    this.#ahead = new AheadTrials(this.#course, {
      share: options.ahead,
      lacks: (trial) => this.#course.lacks(trial),
      policy: failurePolicy,
      trained,
    });
    this.#stopwatch = new Stopwatch({
      question,
      clock,
      workers: executor.workers,
      environment,
      limitSeconds: (budget.minutes ?? Number.POSITIVE_INFINITY) * 60,
      underWay: () => Math.max(0, this.#running),
    });
    this.#training = new Training({
      executor,
      source: this.#queue,
      onStop: () => this.#queue.end(),
      signal,
      stopwatch: this.#stopwatch,
      onOutcome: (outcome) => this.#arrive(outcome),
    });
  }

  async run(): Promise<RunSummary<State>> {
    try {
      const { question, executor } = this.#options;
      const outcomes = question.outcomes();
      this.#tell({ kind: 'begun', trialsLogged: outcomes.length, workers: executor.workers, outcomes });
      this.#pull();
      const halt = this.#course.end === undefined ? await this.#train() : undefined;
      if (halt instanceof RunError && this.#trained === 0) throw halt;
      if (this.#course.end === undefined) {
        if (halt === undefined) throw lostTrials(this.#course.open);
        this.#course.cut(this.#listener);
      }
      return this.#finish(halt);
    } finally {
      this.#queue.end();
      this.#options.executor.logged?.(this.#ahead.unlogged());
      clearTimeout(this.#timer);
      this.#stopwatch.stop();
    }
  }

  /** Trials that an executor has taken and not brought back. */
  get #running(): number {
    return this.#queue.taken - this.#back;
  }

  async #train(): Promise<Halt | undefined> {
    if (this.#options.signal.aborted) return 'interrupted';
    if (this.#stopwatch.expired) return 'budget';
    this.#stopwatch.start();
    try {
      const halt = await this.#training.run();
      this.#logArrived();
      return halt;
    } catch (error) {
      this.#logLast();
      throw error;
    }
  }

  /** What had arrived when it was ended is finished all the same. */
  #logArrived(): void {
    if (this.#arrived.length > 0) this.#log();
  }

  /** The same where an error ends it, which is what is told then. */
  #logLast(): void {
    try {
      this.#logArrived();
    } catch {
      // One error is enough.
    }
  }

  #arrive(outcome: Outcome): void {
    this.#back++;
    if (this.#ahead.has(outcome.trial) && !this.#ahead.keep(outcome)) return;
    this.#arrived.push(outcome);
    const { groupMs = 0 } = this.#options;
    const isIdle = this.#queue.length === 0 && this.#running <= 0;
    if (groupMs === 0 || isIdle || this.#arrived.length >= MOST_GROUPED) this.#flush();
    else this.#timer ??= setTimeout(() => this.#training.attempt(() => this.#flush()), groupMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#arrived.length === 0) return;
    this.#log();
    this.#pull();
    if (this.#course.end !== undefined && this.#running > 0) this.#training.stop();
  }

  #log(): void {
    const outcomes = this.#arrived;
    this.#arrived = [];
    // What was abandoned, or is not asked for yet, is evidence and no progress of the stage in hand.
    const awaited = outcomes.filter(({ trial }) => this.#course.awaits(trial));
    const error = this.#course.take(outcomes);
    this.#options.executor.logged?.(outcomes.map(({ trial }) => trial));
    this.#trained += outcomes.length;
    for (const outcome of awaited) {
      this.#stage.answer();
      this.#tellOutcome(outcome);
    }
    if (error !== undefined) throw error;
  }

  #tellOutcome(outcome: Outcome): void {
    // Places go on with the next trial at once.
    this.#tell({ kind: 'outcome', outcome, round: this.#stage.progress(this.#options.executor.workers) });
  }

  #pull(): void {
    for (const trial of this.#course.pull(this.#listener)) {
      if (!this.#ahead.has(trial)) {
        this.#queue.push([trial]);
        continue;
      }
      const outcome = this.#ahead.ask(trial);
      if (outcome !== undefined) this.#arrived.push(outcome);
    }
    if (this.#arrived.length > 0) {
      this.#log();
      this.#pull();
      return;
    }
    this.#queue.aheadChanged();
    if (this.#course.end === undefined) return;
    this.#endStage();
    // What was asked for and never taken would be trained for nobody.
    this.#queue.clear();
    this.#queue.end();
  }

  readonly #listener = {
    asked: (slots: readonly Slot<Trial>[], logged: number): void => {
      const [{ stage }] = slots as readonly [Slot<Trial>];
      if (this.#stage.isOf(stage)) {
        this.#stage.extend(slots.length, logged, this.#course.isShort);
      } else {
        this.#endStage();
        this.#stage.begin(stage, slots.length, logged, this.#course.isShort);
        const trialsBefore = this.#course.answered - logged;
        this.#tell({ kind: 'round-begun', round: this.#stage.progress(0), alreadyLogged: logged, trialsBefore });
      }
      for (const { ask } of slots) {
        const outcome = this.#ahead.askLogged(ask);
        if (outcome !== undefined) this.#tellOutcome(outcome);
      }
    },
    abandoned: (): void => this.#queue.clear(),
    decided: (decision: Decision, replayed: boolean): void => {
      this.#endStage();
      this.#tell({ kind: 'decision', decision, replayed });
    },
  };

  /** Once, and only when all of it is there. */
  #endStage(): void {
    if (this.#stage.end()) this.#tell({ kind: 'round-ended', round: this.#stage.progress(0) });
  }

  #finish(halt: Halt | undefined): RunSummary<State> {
    // The end was reached before the executor was done.
    this.#course.nameUsed();
    const { end: foldEnd, answered: trialsLogged, state, isShort, left } = this.#course;
    // An end that was reached is one, whatever came with it: the log alone tells the same.
    const cut = halt instanceof RunError ? 'interrupted' : (halt ?? 'budget');
    const end = ({ finished: 'finished', limit: 'budget', cut } as const)[foldEnd ?? 'cut'];
    this.#tell({ kind: 'finished', end, trialsLogged });
    const { totalSeconds } = this.#stopwatch.elapsed();
    const stoppedBy = end === 'interrupted' && halt instanceof RunError ? { stoppedBy: halt } : {};
    return { end, ...stoppedBy, state, isShort, left, trialsLogged, trialsTrained: this.#trained, totalSeconds };
  }

  #tell(happening: RunHappening): void {
    this.#options.onEvent?.({ ...happening, ...this.#stopwatch.elapsed() });
  }
}

function lostTrials(count: number): RunError {
  return runError`lost-trials: The executor ended without the outcomes of ${count} trainings.
    Allowed: an executor that keeps its contract: one outcome for each training
    Fix: Run the same command again: finished trainings are kept.`;
}
