/** @file Trials through an executor, until all are done or one of the reasons to stop earlier comes up. */
import type { Executor, Outcome, RunError, Trial } from '../core/index.js';
import type { Stopwatch } from './stopwatch.js';

/** Why training was ended: the wall time is used up, or somebody interrupts. */
export type Halt = 'budget' | 'interrupted';

export interface TrainUntilOptions {
  readonly executor: Executor;
  readonly trials: readonly Trial[];
  readonly signal: AbortSignal;
  readonly stopwatch: Stopwatch;
  /** Takes an outcome; an error that it returns or throws ends the training, and `trainUntil` rejects with it. */
  readonly onOutcome: (outcome: Outcome) => RunError | undefined;
}

/** Resolves with the reason when training was told to stop, however many trials had been done by then. */
export async function trainUntil(options: TrainUntilOptions): Promise<Halt | undefined> {
  const { executor, trials, signal, stopwatch, onOutcome } = options;
  const ending = new AbortController();
  let halt: Halt | undefined;
  let failure: { readonly error: unknown } | undefined;
  const end = (why: Halt) => {
    halt ??= why;
    ending.abort();
  };
  const fail = (error: unknown) => {
    failure ??= { error };
    ending.abort();
  };
  const take = (outcome: Outcome) => {
    if (ending.signal.aborted) return;
    // An executor calls from its own event handlers, where nobody would catch what is thrown here.
    try {
      const error = onOutcome(outcome);
      if (error !== undefined) fail(error);
      stopwatch.check();
    } catch (error) {
      fail(error);
    }
  };
  const interrupt = () => end('interrupted');
  signal.addEventListener('abort', interrupt, { once: true });
  stopwatch.onExpiry(() => end('budget'));
  try {
    await executor.execute(trials, take, ending.signal);
  } finally {
    signal.removeEventListener('abort', interrupt);
    stopwatch.onExpiry(() => {});
  }
  if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
  return halt;
}
