/** @file A worker's own look at the user's code: what was trained with changed code is never sent. */
import type { Executor } from '../../core/index.js';
import { readLoadedCode, type WatchedCode } from '../../trainers/index.js';
import { codeChanged } from '../code-guard.js';
import { withOutcomeGate } from '../outcome-gate.js';

/** The same executor, which rejects with a RunError (`code-changed`) in place of an outcome once a file has changed. */
export function withUnchangedCode(executor: Executor, code: WatchedCode | undefined): Executor {
  if (code === undefined) return executor;
  const { watch } = code;
  return withOutcomeGate(executor, (outcome) => {
    const loaded = readLoadedCode(outcome.loadedCode);
    const names = new Set([...(loaded === undefined ? [] : watch.take(loaded)), ...watch.look()]);
    if (names.size > 0) throw codeChanged([...names]);
    return outcome;
  });
}
