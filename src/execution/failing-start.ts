/** @file Notices that nothing works at all, so that a run with a broken trainer stops early and says why. */
import { isFailure, type Outcome, RunError, trialKey } from '../core/index.js';

const CANDIDATES = 3;
const FAILURES = 3;

/** Watches the outcomes of a run until one of them is not a failure. */
export class FailingStart {
  readonly #candidates: number;
  readonly #failed = new Set<string>();
  readonly #failures: Outcome[] = [];
  #over: boolean;

  /** `over`: something has worked before. `candidates`: how many the run has; with fewer than three, all of them count. */
  constructor(candidates: number, over: boolean) {
    this.#candidates = Math.min(CANDIDATES, candidates);
    this.#over = over;
  }

  /** The error to stop with, once the first trials of three candidates have all failed. */
  see(outcome: Outcome): RunError | undefined {
    if (this.#over) return undefined;
    if (!isFailure(outcome)) {
      this.#over = true;
      return undefined;
    }
    this.#failed.add(outcome.trial.candidate);
    this.#failures.push(outcome);
    if (this.#failed.size < this.#candidates || this.#failures.length < FAILURES) return undefined;
    return nothingWorks(this.#failures);
  }
}

function nothingWorks(failures: readonly Outcome[]): RunError {
  const [first] = failures as readonly [Outcome];
  const failure = first.failure ?? { kind: first.status, message: 'no message' };
  return new RunError({
    code: 'every-trial-fails',
    what: `The first ${failures.length} trials all failed. The first, ${trialKey(first.trial)}, with ${failure.kind}:\n${failure.message}`,
    allowed: 'single failures; they are retried and counted',
    fix: 'Correct the trainer, then run the same command again: these trials will be trained anew. Where just these candidates cannot be trained, put one that can before them.',
  });
}
