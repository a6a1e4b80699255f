/** @file The same executor, but for what is done otherwise: what stands around an executor is made by this. */
import type { Executor } from '../../core/index.js';

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
