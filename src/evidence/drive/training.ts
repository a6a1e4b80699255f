/** @file Has an executor train until it is done, told to stop, or out of time. */
import { type Executor, type Outcome, RunError, type TrialSource } from '../../core/index.js';
import type { Stopwatch } from './stopwatch.js';

/** Why training was ended from outside: the wall time is used up, somebody interrupts, or no place can go on. */
export type Halt = 'budget' | 'interrupted' | RunError;

interface TrainingOptions {
  readonly executor: Executor;
  readonly source: TrialSource;
  /** Called once nobody waits for more, so that the source can end. */
  readonly onStop: () => void;
  readonly signal: AbortSignal;
  readonly stopwatch: Stopwatch;
  /** What it throws ends the training, and `run` rejects with it. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Longer than any run; what a timer takes at most. */
const FOR_LONG_MS = 2 ** 31 - 1;

export class Training {
  readonly #options: TrainingOptions;
  readonly #ending = new AbortController();
  #halt: Halt | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: TrainingOptions) {
    this.#options = options;
  }

  /** Resolves with the reason when something ended it before the source did. */
  async run(): Promise<Halt | undefined> {
    const { executor, source, signal, stopwatch } = this.#options;
    const interrupt = () => this.#end('interrupted');
    signal.addEventListener('abort', interrupt, { once: true });
    stopwatch.onExpiry(() => this.#end('budget'));
    // What a trainer waits for need not keep the process alive, and a run does not end in silence.
    const awake = setInterval(() => {}, FOR_LONG_MS);
    try {
      await executor.execute(source, (outcome) => this.#take(outcome), this.#ending.signal);
    } catch (error) {
      // Others are defects.
      if (!(error instanceof RunError)) throw error;
      this.#halt ??= error;
    } finally {
      clearInterval(awake);
      signal.removeEventListener('abort', interrupt);
      stopwatch.onExpiry(() => {});
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#halt;
  }

  /** Drops what is still running: nobody waits for it. */
  stop(): void {
    this.#ending.abort();
    this.#options.onStop();
  }

  /** Calls `step`; what it throws ends the training. For work that no outcome brings about, such as a timer's. */
  attempt(step: () => void): void {
    if (this.#ending.signal.aborted) return;
    // An executor calls from its own event handlers, where nobody would catch what is thrown here.
    try {
      step();
      this.#options.stopwatch.check();
    } catch (error) {
      this.#failure ??= { error };
      this.stop();
    }
  }

  #take(outcome: Outcome): void {
    this.attempt(() => this.#options.onOutcome(outcome));
  }

  #end(why: Halt): void {
    this.#halt ??= why;
    this.stop();
  }
}
