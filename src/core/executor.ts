/** @file Port: an executor says when and where trials run. */
import type { Outcome } from './outcome.js';
import type { Trial } from './trial.js';

/**
 * Contract: `execute` starts every trial in the given order, as many at a time as it has places, calls `onOutcome`
 * exactly once for each as soon as its outcome is known (in any order), and resolves after the last. It retries lost
 * work by itself. When `signal` aborts it starts nothing more, drops what is running without an outcome, and resolves
 * within 2 s. It rejects only when no trial can run at all. One `execute` at a time.
 */
export interface Executor {
  /** Places for trials that run at the same time. */
  readonly workers: number;
  execute(trials: readonly Trial[], onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
