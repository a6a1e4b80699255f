/** @file A worker's own look at the user's code: what was trained with changed code is never sent. */
import type { Executor } from '../../core/index.js';
import type { WatchedCode } from '../../trainers/index.js';
import { requireUnchanged } from './code-guard.js';
import { withOutcomeGate } from './outcome-gate.js';

/** The same executor, which rejects with a RunError (`code-changed`) in place of an outcome once a file has changed. */
export function withUnchangedCode(executor: Executor, code: WatchedCode | undefined): Executor {
  if (code === undefined) return executor;
  return withOutcomeGate(executor, (outcome) => {
    requireUnchanged(code.watch, outcome.loadedCode);
    return outcome;
  });
}
