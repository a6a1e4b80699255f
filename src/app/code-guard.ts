/** @file Stands between trials and the log: no loss of changed code is ever logged unseen. */
import { type Executor, type Outcome, RunError } from '../core/index.js';
import { type CodeWatch, readLoadedCode } from '../trainers/index.js';

/**
 * The same executor, which looks at the user's code before it gives an outcome: once a file has changed, `execute` ends
 * without it and rejects with a RunError (`code-changed`).
 */
export function withCodeGuard(executor: Executor, watch: CodeWatch): Executor {
  return {
    workers: executor.workers,
    execute: async (trials, onOutcome, signal) => {
      const changed = new AbortController();
      const take = ({ loadedCode, ...outcome }: Outcome) => {
        if (changed.signal.aborted) return;
        const loaded = readLoadedCode(loadedCode);
        const names = new Set([...(loaded === undefined ? [] : watch.take(loaded)), ...watch.look()]);
        if (names.size > 0) changed.abort(codeChanged([...names]));
        else onOutcome(outcome);
      };
      await executor.execute(trials, take, AbortSignal.any([signal, changed.signal]));
      if (changed.signal.aborted) throw changed.signal.reason;
    },
    close: () => executor.close(),
  };
}

function codeChanged(names: string[]): RunError {
  return new RunError({
    code: 'code-changed',
    what: `The trainer's code has changed while it was training: ${names.sort().join(', ')}. What was being trained is dropped, no loss of it is in the log.`,
    allowed: 'the same code from the first trial to the last',
    fix:
      'Put it back and run the same command again. Or go on with the changed code: with --accept-changed-code beside the ' +
      'losses of before, or from the beginning with --fresh.',
  });
}
