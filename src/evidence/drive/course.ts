/**
 * @file Drives the fold of a plan over a log: what the log has is taken from it, what is missing is given out, what comes back is logged
 * first and applied then. New decisions are appended; known ones must come out as they did before. Training is done elsewhere: by an
 * executor, or by a caller that asks and tells.
 */
import {
  actionFor,
  type Decision,
  type FailurePolicy,
  type FoldListener,
  failureOf,
  isFailure,
  type Outcome,
  type Plan,
  type Question,
  type RunError,
  runError,
  SALVAGED,
  type Trial,
  TrialFold,
  trialKey,
} from '../../core/index.js';
import { FailingStart } from './failing-start.js';

interface CourseOptions<State> {
  readonly plan: Plan<State>;
  /** What is asked, and the log that it is asked of. */
  readonly question: Question;
  readonly failurePolicy: FailurePolicy;
  /** Trials that may be asked for, present in the log or not. */
  readonly limit?: number | undefined;
  /** Trains failed trials of the log again; decisions that come out differently then take the place of those in the log. */
  readonly retryFailed?: boolean | undefined;
}

/** What a course tells on the way, in order. */
interface CourseListener extends Omit<FoldListener, 'decided'> {
  /** `replayed`: it was in the log already, and has been found again. */
  decided(decision: Decision, replayed: boolean): void;
}

const UNHEARD: CourseListener = { asked: () => {}, decided: () => {}, abandoned: () => {} };

export class Course<State> extends TrialFold<State> {
  readonly #question: Question;
  readonly #failurePolicy: FailurePolicy;
  readonly #decisions: DecisionLog;
  readonly #failingStart: FailingStart;
  /** Keys of logged trials to be trained again. */
  readonly #stale: Set<string>;

  constructor({ plan, question, failurePolicy, limit, retryFailed = false }: CourseOptions<State>) {
    const outcomes = question.outcomes();
    const nothingWorked = outcomes.every(isFailure);
    // All of them while nothing has ever worked.
    const all = retryFailed || (nothingWorked && question.decisions().length === 0);
    const again = outcomes.filter((one) => isFailure(one) && (all || actionFor(failurePolicy, one) === 'stop'));
    const stale = new Set(again.map(({ trial }) => trialKey(trial)));
    super(plan, limit, (trial) => {
      const outcome = stale.has(trialKey(trial)) ? undefined : question.outcome(trial);
      if (outcome !== undefined) question.use(trial);
      return outcome;
    });
    this.#question = question;
    this.#failurePolicy = failurePolicy;
    this.#stale = stale;
    this.#failingStart = new FailingStart(question.header.candidates, !nothingWorked, failurePolicy);
    const isSalvaged = question.notices().some(({ kind }) => kind === SALVAGED);
    this.#decisions = new DecisionLog(question, retryFailed || isSalvaged);
  }

  /** Whether somebody waits for the trial's outcome: it was asked for, not abandoned since, and there is no end. */
  awaits(trial: Trial): boolean {
    return this.end === undefined && this.isOpen(trial);
  }

  /** Whether the trial is neither asked for nor in the log. */
  lacks(trial: Trial): boolean {
    if (this.isOpen(trial)) return false;
    return this.#stale.has(trialKey(trial)) || this.#question.outcome(trial) === undefined;
  }

  /**
   * Asks until outcomes are missing or the end is reached; gives the trials to be trained, in order. Throws a RunError
   * (`decision-differs`) where the log holds other decisions.
   */
  pull(listener = UNHEARD): readonly Trial[] {
    const missing = this.advance({
      asked: (slots, logged) => listener.asked(slots, logged),
      abandoned: () => listener.abandoned(),
      decided: (decision) => listener.decided(decision, this.#decisions.take(decision)),
    });
    if (this.end !== undefined) this.nameUsed();
    if (this.end === 'finished') this.#decisions.requireAllTaken();
    return missing;
  }

  /**
   * Logs outcomes of open trials, durable when it returns, for the next `pull` to apply. Gives the error to end with where
   * nothing works (`every-trial-fails`) or the policy says to stop (`trial-failed`).
   */
  take(outcomes: readonly Outcome[]): RunError | undefined {
    this.#question.append(outcomes);
    let error: RunError | undefined;
    for (const outcome of outcomes) {
      this.#stale.delete(trialKey(outcome.trial));
      const stop = actionFor(this.#failurePolicy, outcome) === 'stop' ? trialFailed(outcome) : undefined;
      const stopping = this.#failingStart.see(outcome) ?? stop;
      error ??= stopping;
      // One that ends the run is trained again the next time: it has not been answered.
      if (stopping === undefined) this.settle(outcome);
    }
    return error;
  }

  /** Ends it here: what has an outcome up to the first gap is applied. */
  override cut(listener = UNHEARD): readonly Decision[] {
    const decisions = super.cut();
    for (const decision of decisions) listener.decided(decision, this.#decisions.take(decision));
    this.nameUsed();
    return decisions;
  }

  /** What came in after it mattered, up to now, must not show in what is reported: it depends on who trained how fast. */
  nameUsed(): void {
    this.#question.useOnly(this.used, this.#decisions.taken);
  }
}

function trialFailed(outcome: Outcome): RunError {
  const { kind, message } = failureOf(outcome) ?? { kind: outcome.status, message: '' };
  return runError`trial-failed: Training ${trialKey(outcome.trial)} failed with ${kind}, and the experiment stops the run then:\n${message}
    Allowed: without \`action: stop\` for ${kind} the run goes on
    Fix: Correct the trainer, then run the same command again: it trains this again. Or change \`failures\`.`;
}

/** Goes through the decisions of a run in order, from the first. */
class DecisionLog {
  readonly #question: Question;
  #known: readonly Decision[];
  #next = 0;

  readonly #mayReplace: boolean;

  /** `mayReplace`: outcomes have changed since, so other decisions take the place of those in the log. */
  constructor(question: Question, mayReplace = false) {
    this.#mayReplace = mayReplace;
    this.#question = question;
    this.#known = question.decisions();
  }

  /** How many were taken so far. */
  get taken(): number {
    return this.#next;
  }

  /** Takes the next decision; true when the log had it. Throws a RunError (`decision-differs`) when it had another. */
  take(decision: Decision): boolean {
    const known = this.#known[this.#next];
    this.#next++;
    if (known === undefined) {
      this.#question.appendDecision(decision);
      return false;
    }
    if (isSame(known, decision)) return true;
    if (!this.#mayReplace) throw decisionDiffers(this.#next, known, describeAgainst(known, decision));
    this.#question.appendDecision(decision);
    this.#known = [];
    return false;
  }

  /** Throws a RunError (`decision-differs`) when the log holds decisions that have not been made again. */
  requireAllTaken(): void {
    const left = this.#known[this.#next];
    if (left !== undefined && !this.#mayReplace) throw decisionDiffers(this.#next + 1, left, 'no further decision');
  }
}

/** A member that is undefined equals one that is absent. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b || (Number.isNaN(a) && Number.isNaN(b));
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  for (const key in one) if (!isSame(one[key], other[key])) return false;
  for (const key in other) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
}

function describe({ round, rule, incumbent, eliminated }: Decision): string {
  const leaving = eliminated.length === 0 ? 'none eliminated' : `eliminated ${eliminated.join(', ')}`;
  return `${rule} after round ${round}: ${leaving}; best ${incumbent}`;
}

/** What was decided now, and where that reads the same, what of it is not. */
function describeAgainst(known: Decision, now: Decision): string {
  const told = describe(now);
  if (told !== describe(known)) return told;
  const names = [...new Set([...Object.keys(known), ...Object.keys(now)])] as (keyof Decision)[];
  return `with other values of ${names.filter((name) => !isSame(known[name], now[name])).join(', ')}`;
}

function decisionDiffers(number: number, known: Decision, now: string): RunError {
  return runError`decision-differs: Decision ${number} in the log (${describe(known)}) comes out differently from the same outcomes (${now}).
    Allowed: a resume that repeats the decisions of the log
    Fix: If you used --retry-failed before, use it again. Otherwise go on with the Surefoot version that the log names, or start again with --fresh.`;
}
