/** @file Events that executors report in addition to outcomes, for the terminal. */
import type { Failure } from '../ground/outcome.js';
import type { Trial } from '../ground/trial.js';

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
  /** Trials are open, and there is nobody to train them. */
  | { readonly kind: 'no-workers'; readonly open: number }
  /** About workers, for people. */
  | { readonly kind: 'note'; readonly text: string }
  /** Told once until it can be reached again. */
  | { readonly kind: 'transport-unreachable'; readonly message: string }
  | { readonly kind: 'transport-reached' };

export type ExecutorListener = (event: ExecutorEvent) => void;
