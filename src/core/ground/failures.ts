/** @file Failed trainings: in one line, by kind, and what is done about each. */
import type { Failure, Outcome } from './outcome.js';

const MOST_CHARACTERS = 200;

/** What interpreters print after the error itself: Node its version, R where it was, Rust a hint; and lines without a word. */
const CLOSINGS = [
  /^Node\.js v\d/,
  /^Calls: /,
  /^Execution halted$/,
  /^note: run with `RUST_BACKTRACE/,
  /^[^\p{L}\d]*$/u,
];

/** What a program says of its own failure. Of any other kind Surefoot says the cause, in the first line; what was printed follows it. */
const TOLD_BY_PROGRAMS: ReadonlySet<string> = new Set(['exception', 'exit-code']);

/**
 * The line that says most. Of what a program says it is the last one that is not indented, which is the error itself in what Python, Node, R
 * and most others print (what stands below it, or above, says where it was). Of a time limit, a signal or a report that cannot be read it
 * is the cause, and not what the program had printed by then.
 * @example failureLine({ kind: 'exit-code', message: "It ended with exit code 1.\n  File ...\nKeyError: 'depth'" }); // KeyError: 'depth'
 */
export function failureLine({ kind, message }: Failure): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  if (!TOLD_BY_PROGRAMS.has(kind)) return (lines[0] ?? kind).trim().slice(0, MOST_CHARACTERS);
  const place = lines.findLastIndex((line) => !/^\s/.test(line) && !CLOSINGS.some((closing) => closing.test(line)));
  const telling = lines[Math.max(0, place)] ?? kind;
  // R puts a long message on a line of its own, indented.
  const more = /^Error in .* : ?$/.test(telling) ? (lines[place + 1] ?? '') : '';
  return `${telling.trim()} ${more.trim()}`.trim().slice(0, MOST_CHARACTERS);
}

/** Equal for failures of one kind: numbers, which differ from training to training, do not count. */
export function failureKind(failure: Failure): string {
  return `${failure.kind}: ${failureLine(failure).replace(/0x[0-9a-f]+|\d+/gi, '#')}`;
}

/** A signal that ended a process, with its likely cause where the process could not say one. */
export function signalText(signal: string): string {
  return signal === 'SIGKILL' ? `${signal}, as the system does where memory runs out` : signal;
}

/** `worst`: an infinite loss. `exclude`: the trial is left out. `stop`: the run ends and says why. */
type FailureAction = 'worst' | 'exclude' | 'stop';

/**
 * A retry trains exactly the same trial (same seeds), so it never changes what a trial would have given; it only helps
 * against what lies outside of it, such as memory taken by somebody else.
 */
export interface FailurePolicy {
  /** Attempts after the first, for kinds that say nothing of their own. */
  readonly retries: number;
  readonly action: FailureAction;
  /** True where the user wrote the action down, so that it holds even where nothing works. */
  readonly isActionWritten?: boolean;
  /**
   * The same for single kinds of failure (`exception`, `lost-worker`, `timeout`, ...). Divergence speaks of the model and
   * not of the machine: without a word of its own (`diverged`) it is not tried again and counts as the worst.
   */
  readonly kinds: Readonly<Record<string, { readonly retries?: number; readonly action?: FailureAction }>>;
}

export const DEFAULT_FAILURE_POLICY: FailurePolicy = { retries: 1, action: 'worst', kinds: {} };

/** Why there is no loss; undefined where there is one. */
export function failureOf(outcome: Outcome): Failure | undefined {
  if (outcome.failure !== undefined) return outcome.failure;
  if (outcome.status !== 'diverged') return undefined;
  return { kind: 'diverged', message: 'The loss is not a finite number.' };
}

/** Whether to try again after `failures` failed attempts (1, 2, ...), the latest of which is `latest`. */
export function shouldRetry(policy: FailurePolicy, latest: Failure, failures: number): boolean {
  const otherwise = latest.kind === 'diverged' ? 0 : policy.retries;
  return failures <= (policy.kinds[latest.kind]?.retries ?? otherwise);
}

/** What an outcome counts as; undefined for one that has a loss. */
export function actionFor(policy: FailurePolicy, outcome: Outcome): FailureAction | undefined {
  const failure = failureOf(outcome);
  if (failure === undefined) return undefined;
  const otherwise = failure.kind === 'diverged' ? 'worst' : policy.action;
  return policy.kinds[failure.kind]?.action ?? otherwise;
}

/** Whether the user has said, and not left to the default, that such a failure counts as the worst. */
export function isWorstAsWritten({ action, isActionWritten = false, kinds }: FailurePolicy, outcome: Outcome): boolean {
  const written = kinds[failureOf(outcome)?.kind ?? '']?.action ?? (isActionWritten ? action : undefined);
  return written === 'worst';
}
