/** @file Stands between trials and the log: no loss of changed code is ever logged unseen. */
import { once } from 'node:events';
import { type Executor, type Outcome, runError, type Store } from '../../core/index.js';
import { type CodeState, type CodeWatch, readLoadedCode, type WatchedCode } from '../../trainers/index.js';
import { codeOf, otherVersions } from '../folder/code-history.js';
import { alteredExecutor, withOutcomeGate } from './outcome-gate.js';

interface CodeGuardOptions {
  readonly code: WatchedCode;
  /** Gets the code of outcomes. */
  readonly store: Store;
  /** Told when packages have other versions than they had in the log, once. */
  readonly onOtherVersions: (differences: readonly string[]) => void;
}

/**
 * The same executor, which looks at the user's code before it gives an outcome, and gives each the number of its code.
 * Once a file has changed, `execute` ends without the outcome and rejects with a RunError (`code-changed`).
 */
export function withCodeGuard(executor: Executor, options: CodeGuardOptions): Executor {
  const { code, store } = options;
  const { watch } = code;
  let isAsked = false;
  const numberOf = numbering(options);
  const gated = withOutcomeGate(executor, ({ loadedCode, ...outcome }) => {
    requireUnchanged(watch, loadedCode);
    return { ...outcome, code: numberOf(watch.state) };
  });
  return alteredExecutor(gated, {
    execute: async (source, onOutcome, signal) => {
      // Before the first training: what is logged knows the versions, however soon the run is killed.
      const answer = isAsked ? undefined : code.askVersions?.().then((versions) => watch.noteVersions(versions));
      isAsked = true;
      if (answer !== undefined && !signal.aborted) await Promise.race([answer, once(signal, 'abort')]);
      return gated.execute(source, onOutcome, signal);
    },
  });

  function numbering({ onOtherVersions }: CodeGuardOptions): (state: CodeState) => number {
    const before = codeOf(store.outcomes(), store.codes()).versions;
    let last: { readonly state: CodeState; readonly number: number } | undefined;
    let isTold = false;
    return (state) => {
      if (last?.state !== state) {
        last = { state, number: store.recordCode({ ...state }) };
        const differences = isTold ? [] : otherVersions(before, state.versions);
        isTold ||= differences.length > 0;
        if (differences.length > 0) onOtherVersions(differences);
      }
      return last.number;
    };
  }
}

/** Looks at the files that are watched, and at those that a trial has loaded. @throws RunError (`code-changed`) */
export function requireUnchanged(watch: CodeWatch, loadedCode: Outcome['loadedCode']): void {
  const loaded = readLoadedCode(loadedCode);
  const names = new Set([...(loaded === undefined ? [] : watch.take(loaded)), ...watch.look()]);
  if (names.size > 0)
    throw runError`code-changed: The trainer's code has changed while it was training: ${[...names].sort().join(', ')}. Trainings under way were dropped; the log holds none of their losses.
      Allowed: the same code from the first training to the last
      Fix: Put it back and run the same command again. Or go on with the changed code: with --accept-changed-code and the earlier losses, or from the beginning with --fresh.`;
}
