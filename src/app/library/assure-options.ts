/** @file Declares what `assure` and `expectRobust` take and give. */
import type { AssureAsked } from '../../questions/index.js';
import type { SelectRunOptions } from './select-options.js';
import type { StudyFinding } from './study-options.js';

export interface AssureOptions<Space = unknown> extends SelectRunOptions<Space>, AssureAsked {
  /** Id or label of the candidate; default: the winner of the finished race in `out`, or the only candidate there is. */
  readonly candidate?: string;
  /** The metric that the bar is for, default: `loss`. */
  readonly metric?: string;
}

export interface AssureFinding extends StudyFinding {
  /** `undecided` where the trainings, or a budget, ended before. */
  readonly verdict: 'holds' | 'does not hold' | 'undecided';
  /** The verdict as a sentence, without a full stop. */
  readonly headline: string;
}

export interface ChangeOptions<Space = unknown> extends SelectRunOptions<Space> {
  /** The experiment of the old candidate, or the folder of its run; as `experiment`, of the same data and trainer. */
  readonly against: SelectRunOptions<Space>['experiment'];
  /** Id or label of the new candidate; default: the winner of the finished race in `out`, or the only one. */
  readonly candidate?: string;
  /** The same for the old one; default: the winner of the run named in `against`, or the only one. */
  readonly againstCandidate?: string;
  /** Most pairs of trainings; default 75. */
  readonly trials?: number;
}

export interface ChangeFinding extends StudyFinding {
  /** `undecided` where a budget ended before. */
  readonly verdict: 'real' | 'not shown' | 'undecided';
  /** The verdict as a sentence, without a full stop. */
  readonly headline: string;
}

/**
 * Thrown by `expectRobust`: test runners show it as an assertion that failed, as they know these by their fields. It is none of Node's
 * own class, whose types not every user has.
 */
export class NotRobustError extends Error {
  override readonly name = 'NotRobustError';
  readonly code = 'ERR_ASSERTION';
  /** The verdict. */
  readonly actual: string;
  readonly expected = 'holds';
  readonly operator = 'expectRobust';
  readonly finding: AssureFinding;

  constructor(finding: AssureFinding) {
    super(finding.headline);
    this.actual = finding.verdict;
    this.finding = finding;
  }
}
