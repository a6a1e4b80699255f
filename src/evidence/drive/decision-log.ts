/** @file Decisions on their way into the log: new ones are appended, known ones must come out as they did before. */
import { type Decision, type Question, RunError } from '../../core/index.js';

/** Goes through the decisions of a run in order, from the first. */
export class DecisionLog {
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
    if (!this.#mayReplace) throw decisionDiffers(this.#next, known, describe(decision));
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

function decisionDiffers(number: number, known: Decision, now: string): RunError {
  return new RunError({
    code: 'decision-differs',
    what: `Decision ${number} in the log (${describe(known)}) comes out differently from the same outcomes (${now}).`,
    allowed: 'a resume that repeats the decisions of the log',
    fix: 'If you used --retry-failed before, use it again. Otherwise use the Surefoot version that began this run (the log names it), or start again with --fresh.',
  });
}
