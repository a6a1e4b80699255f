/** @file Looks at the first outcome of a run before it is logged, where a question may ask for what no trial has. */
import type { Executor, Outcome } from '../core/index.js';

/**
 * The same executor, which shows its first completed outcome to `check`: what that throws ends `execute`, which rejects
 * with it, and nothing of that outcome is given.
 */
export function checkingFirstOutcome(executor: Executor, check: (outcomes: readonly Outcome[]) => void): Executor {
  let isChecked = false;
  return {
    get workers() {
      return executor.workers;
    },
    execute: async (source, onOutcome, signal) => {
      const refused = new AbortController();
      const take = (outcome: Outcome) => {
        if (refused.signal.aborted) return;
        if (!isChecked && outcome.status === 'completed') {
          try {
            check([outcome]);
            isChecked = true;
          } catch (error) {
            refused.abort(error);
            return;
          }
        }
        onOutcome(outcome);
      };
      await executor.execute(source, take, AbortSignal.any([signal, refused.signal]));
      if (refused.signal.aborted) throw refused.signal.reason;
    },
    close: () => executor.close(),
  };
}
