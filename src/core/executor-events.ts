/** @file Events that executors report besides outcomes, for the terminal. */
import type { Failure } from './outcome.js';
import type { Trial } from './trial.js';

export type ExecutorEvent =
  /** An attempt failed and the same trial is tried again; `attempt` is the number of the coming one (2, 3, ...). */
  | { readonly kind: 'retry'; readonly trial: Trial; readonly failure: Failure; readonly attempt: number }
  /** A worker process ended on its own; another takes its place. `message` says how it ended. */
  | { readonly kind: 'worker-lost'; readonly pid: number; readonly message: string }
  /** A trial, without a timeout, has taken ten times as long as the longest finished one. */
  | { readonly kind: 'slow'; readonly trial: Trial; readonly seconds: number; readonly longestSeconds: number }
  /** A place could not start its trainer and is given up for this round; the others go on as long as there are any. */
  | { readonly kind: 'place-lost'; readonly message: string };

export type ExecutorListener = (event: ExecutorEvent) => void;
