/** @file Lets outcomes of an executor through a gate before they are told: the one way to refuse one. */
import type { Executor, Outcome } from '../../core/index.js';

/**
 * The same executor, whose outcomes go through `pass`, which gives what is handed on. What `pass` throws ends `execute`,
 * which rejects with it; that outcome and all after it are not given.
 */
export function withOutcomeGate(executor: Executor, pass: (outcome: Outcome) => Outcome): Executor {
  return alteredExecutor(executor, {
    execute: async (source, onOutcome, signal) => {
      const refused = new AbortController();
      const take = (outcome: Outcome) => {
        if (refused.signal.aborted) return;
        let passed: Outcome;
        try {
          passed = pass(outcome);
        } catch (error) {
          refused.abort(error);
          return;
        }
        onOutcome(passed);
      };
      await executor.execute(source, take, AbortSignal.any([signal, refused.signal]));
      if (refused.signal.aborted) throw refused.signal.reason;
    },
  });
}

interface OutcomeChecks {
  check(outcomes: readonly Outcome[]): void;
}

/** Shows the first completed outcome to `check`, which may throw. */
export function checkingOutcomes(executor: Executor, checks: OutcomeChecks): Executor {
  let isChecked = false;
  return withOutcomeGate(executor, (outcome) => {
    if (!isChecked && outcome.status === 'completed') {
      checks.check([outcome]);
      isChecked = true;
    }
    return outcome;
  });
}

/** How it executes, and how it is closed where that is another matter, too. */
type Changes = Pick<Executor, 'execute'> & Partial<Pick<Executor, 'close'>>;

/** All that is not given is left to `executor`, as it is at the time. */
export function alteredExecutor(executor: Executor, changes: Changes): Executor {
  return {
    get workers() {
      return executor.workers;
    },
    logged: (trials) => executor.logged?.(trials),
    close: () => executor.close(),
    ...changes,
  };
}
