/**
 * @file Lets outcomes of an executor through a gate before they are told: the one way to refuse one. No loss of changed code is ever logged
 * unseen.
 */
import { once } from 'node:events';
import { type Candidate, type Executor, type Outcome, runError, type Store, type Trial } from '../../core/index.js';
import { type CodeState, readLoadedCode, type Watch, type WatchedCode } from '../../trainers/index.js';
import { candidateLookup } from '../../work/here/index.js';
import { codeOf, otherVersions } from '../folder/code-history.js';

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

/**
 * The same executor, which looks at the user's code before it gives an outcome, and gives each the number of its code in the log.
 * Once a file has changed, `execute` ends without the outcome and rejects with a RunError (`code-changed`).
 * @param onOtherVersions told when packages have other versions than they had in the log, once of each
 */
export function withCodeGuard(
  executor: Executor,
  code: WatchedCode,
  store: Store,
  candidates: readonly Candidate[],
  onOtherVersions: (differences: readonly string[]) => void,
): Executor {
  const { learnVersions } = code;
  const watchOf = watchByTrial(code, candidates);
  const before = codeOf(store.outcomes(), store.codes()).versions;
  const numbers = new Map<CodeState, number>();
  const told = new Set<string>();
  let isAsked = false;
  const numberOf = (state: CodeState): number => {
    const known = numbers.get(state);
    if (known !== undefined) return known;
    const number = store.recordCode({ ...state });
    numbers.set(state, number);
    const differences = otherVersions(before, state.versions).filter((one) => !told.has(one));
    for (const one of differences) told.add(one);
    if (differences.length > 0) onOtherVersions(differences);
    return number;
  };
  const gated = withOutcomeGate(executor, ({ loadedCode, ...outcome }) => {
    const own = watchOf(outcome.trial);
    requireUnchanged(own, loadedCode);
    return { ...outcome, code: numberOf(own.state) };
  });
  return alteredExecutor(gated, {
    execute: async (source, onOutcome, signal) => {
      // Before the first training: what is logged knows the versions, however soon the run is killed.
      const answer = isAsked ? undefined : learnVersions?.();
      isAsked = true;
      if (answer !== undefined && !signal.aborted) await Promise.race([answer, once(signal, 'abort')]);
      return gated.execute(source, onOutcome, signal);
    },
  });
}

/** The files that a trial rests on; the candidates may grow. */
export function watchByTrial({ watch, of }: WatchedCode, candidates: readonly Candidate[]): (trial: Trial) => Watch {
  if (of === undefined) return () => watch;
  const candidateOf = candidateLookup(candidates);
  return (trial) => of(candidateOf(trial)) ?? watch;
}

/** Looks at the files that are watched, and at those that a trial has loaded. @throws RunError (`code-changed`) */
export function requireUnchanged(watch: Watch, loadedCode: Outcome['loadedCode']): void {
  const loaded = readLoadedCode(loadedCode);
  const names = new Set([...(loaded === undefined ? [] : watch.take(loaded)), ...watch.look()]);
  if (names.size > 0)
    throw runError`code-changed: The trainer's code has changed while it was training: ${[...names].sort().join(', ')}. Trainings under way were dropped; the log holds none of their losses.
      Allowed: the same code from the first training to the last
      Fix: Put it back and run the same command again. Or go on with the changed code: with --accept-changed-code and the earlier losses, or from the beginning with --fresh.`;
}
