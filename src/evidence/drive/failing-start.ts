/** @file Notices that nothing works at all, so that a run with a broken trainer stops early and says why. */
import {
  type Candidate,
  type Failure,
  type FailurePolicy,
  failureKind,
  failureLine,
  isFailure,
  isWorstAsWritten,
  type Outcome,
  type RunError,
  runError,
} from '../../core/index.js';

/** One trial each of so many candidates says that it is the trainer. */
const CANDIDATES = 10;
/** Fewer failures than this may be chance, however few candidates there are. */
const FAILURES = 3;

/** At most this many ways to fail are told. */
const MOST_CAUSES = 5;

type Named = Pick<Candidate, 'id' | 'label'>;

/** Watches the outcomes of a run until one of them is not a failure. */
export class FailingStart {
  readonly #candidates: readonly Named[];
  readonly #most: number;
  readonly #policy: FailurePolicy;
  readonly #failed = new Set<string>();
  readonly #failures: Outcome[] = [];
  #over: boolean;

  /** `over`: something has worked before. `candidates`: of the run; with fewer than ten, all of them count. */
  constructor(candidates: readonly Named[], over: boolean, policy: FailurePolicy) {
    this.#candidates = candidates;
    this.#most = Math.min(CANDIDATES, candidates.length);
    this.#over = over;
    this.#policy = policy;
  }

  /**
   * The error to stop with, once nothing has worked and trials of ten candidates, or of all where there are fewer, and three
   * trials at least have failed. Failures that the user has written to count as the worst are none of these.
   */
  see(outcome: Outcome): RunError | undefined {
    if (this.#over) return undefined;
    if (!isFailure(outcome)) {
      this.#over = true;
      return undefined;
    }
    if (isWorstAsWritten(this.#policy, outcome)) return undefined;
    this.#failed.add(outcome.trial.candidate);
    this.#failures.push(outcome);
    if (this.#failed.size < this.#most || this.#failures.length < FAILURES) return undefined;
    return nothingWorks(this.#failures, this.#failed.size, this.#candidates);
  }
}

function nothingWorks(failures: readonly Outcome[], count: number, candidates: readonly Named[]): RunError {
  const [first] = failures as readonly [Outcome];
  const { message } = failureOf(first);
  const whose = count === 1 ? 'one candidate' : `${count} candidates`;
  const { candidate: id, streams } = first.trial;
  const label = candidates.find((candidate) => candidate.id === id)?.label;
  const name = label === undefined || label === '' || label === id ? id : `${label} (${id})`;
  const { isOne, text } = causesOf(failures);
  // What one line says has been said.
  const more = isOne && !message.trim().includes('\n') ? '.' : `:\n${message}`;
  return runError`every-trial-fails: Nothing works: the first ${failures.length} trainings, of ${whose}, all failed${text}\nThe first was replicate ${streams.init} of ${name}${more}
    Fix: Correct the trainer, then run the same command again: it trains these again. \`surefoot log\` with the run folder lists the failures. To count them as the worst instead, write \`failures: { action: worst }\` in the experiment.`;
}

/** Each once, most frequent first. */
function causesOf(failures: readonly Outcome[]): { readonly isOne: boolean; readonly text: string } {
  const causes = new Map<string, { count: number; readonly text: string }>();
  for (const failure of failures.map(failureOf)) {
    const known = causes.get(failureKind(failure)) ?? { count: 0, text: `${failure.kind}: ${failureLine(failure)}` };
    causes.set(failureKind(failure), { ...known, count: known.count + 1 });
  }
  const sorted = [...causes.values()].sort((a, b) => b.count - a.count);
  if (sorted.length === 1) return { isOne: true, text: ` the same way, ${sorted[0]?.text}` };
  const shown = sorted.slice(0, MOST_CAUSES).map(({ count, text }) => `\n  ${count} with ${text}`);
  const more = sorted.length - shown.length;
  const rest = more === 0 ? '' : `\n  and ${more} more ways`;
  return { isOne: false, text: `, in ${sorted.length} ways:${shown.join('')}${rest}` };
}

function failureOf({ failure, status }: Outcome): Failure {
  return failure ?? { kind: status, message: 'no message' };
}
