/** @file Port: an executor says when and where trials run, and what happens to them meanwhile; and the clock that it waits by. */
import type { Failure, Outcome } from '../ground/outcome.js';
import type { Trial } from '../ground/trial.js';

/** Trials on their way to training, in order; more may come as long as it is open. */
export interface TrialSource {
  /** The next trial; undefined where there is none now. */
  take(): Trial | undefined;
  /**
   * One that may be asked for soon, for a place that stands idle because `take` has none; undefined where there is none now. Absent
   * where nobody guesses.
   */
  takeAhead?(): Trial | undefined;
  /**
   * Those that `choose` picks of the trials that wait now, for a place that trains them together with one that it has. Absent where
   * trials are to be had one by one alone.
   */
  takeAlong?(choose: (waiting: readonly Trial[]) => readonly Trial[]): readonly Trial[];
  /** Resolves with true when there may be another one, with false once there will be none. */
  more(): Promise<boolean>;
}

/**
 * Contract: `execute` takes trials from the source in order, as many at a time as it has places, calls `onOutcome` exactly
 * once for each as soon as its outcome is known (in any order), and resolves after the last of a source that has ended. It
 * retries lost work by itself. When `signal` aborts it starts nothing more, drops what is running without an outcome, and
 * resolves within 2 s. It rejects only when no trial can run at all. One `execute` at a time.
 */
export interface Executor {
  /** Places for trials that run at the same time; what it is now. */
  readonly workers: number;
  execute(trials: TrialSource, onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void>;
  /** Outcomes of these trials are in the log for good, or nobody will log them. Absent where nobody keeps them until then. */
  logged?(trials: readonly Trial[]): void;
  close(): Promise<void>;
}

export type ExecutorEvent =
  /** An attempt failed and the same trial is tried again; `attempt` is the number of the coming one (2, 3, ...). */
  | { readonly kind: 'retry'; readonly trial: Trial; readonly failure: Failure; readonly attempt: number }
  /** A worker process ended on its own; another takes its place. `message` says how it ended. */
  | { readonly kind: 'worker-lost'; readonly pid: number; readonly message: string }
  /** A trial, without a timeout, has taken ten times as long as the longest finished one. */
  | { readonly kind: 'slow'; readonly trial: Trial; readonly seconds: number; readonly longestSeconds: number }
  /** A place could not start its trainer and is given up for this round; the others go on as long as there are any. */
  | { readonly kind: 'place-lost'; readonly message: string }
  /** A machine was lost with a trial, which another one may take; `workers` lost it so far. It is no failure of the trial. */
  | { readonly kind: 'trial-lost'; readonly trial: Trial; readonly workers: readonly string[] }
  /** Places for trials, where workers come and go; told when it is another number than before. */
  | { readonly kind: 'workers'; readonly workers: number }
  /** Trials are open, and there is no worker to train them. */
  | { readonly kind: 'no-workers'; readonly open: number }
  /** About workers, for people. */
  | { readonly kind: 'note'; readonly text: string }
  /** Told once until it can be reached again. */
  | { readonly kind: 'transport-unreachable'; readonly message: string }
  | { readonly kind: 'transport-reached' };

export type ExecutorListener = (event: ExecutorEvent) => void;

export interface Clock {
  /** Milliseconds since 1970 UTC; never goes backwards. */
  nowMs(): number;
  /** Calls back once, after about `delayMs`; the returned function calls it off. */
  after(delayMs: number, callback: () => void): () => void;
}
