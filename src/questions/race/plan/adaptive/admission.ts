/** @file Port: who may win a race at all, by what its trainings show beside what is raced. Trials of all teach it, also of those who may not. */
import type { Outcome } from '../../../../core/index.js';
import type { RequirementAnswer } from '../race-answer.js';

export interface Admission {
  /** For a race from its beginning. */
  begin(): Admitted;
}

/** Candidates go by their index. Owned by the fold. */
export interface Admitted {
  /** Takes the next outcome of a candidate, before the race does. */
  take(candidate: number, outcome: Outcome): void;
  /** Why it cannot win as things stand; undefined where it may. */
  refusal(candidate: number): string | undefined;
  /** What is known of the one that is chosen; -1: of nobody. */
  answer(chosen: number): RequirementAnswer;
}
