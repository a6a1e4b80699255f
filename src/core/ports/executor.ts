/** @file Port: an executor says when and where trials run. */
import type { Outcome } from '../ground/outcome.js';
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
