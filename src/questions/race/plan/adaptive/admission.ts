/** @file Port: which candidates may win a race at all, by what their trainings show beside what is raced. Trials of all teach it, also of those that may not. */
import type { Outcome } from '../../../../core/index.js';
import type { RaceAnswer } from '../answer-schema.js';
import type { Estimates } from './estimates.js';

export interface Admission {
  /** For a race from its beginning. */
  begin(): Admitted;
}

/** Candidates go by their index. Owned by the fold. */
export interface Admitted {
  /** Takes the next outcome of a candidate, before the race does. */
  take(candidate: number, outcome: Outcome): void;
  /** Sets the flag of each candidate that cannot win as things stand; those that are set already cannot win for other reasons. */
  exclude(excluded: Uint8Array): void;
  /** Why it cannot win as things stand, where those that are flagged cannot for whatever reason; undefined where it may by what is required. */
  refusal(candidate: number, excluded: Uint8Array): string | undefined;
  /**
   * The candidate whose trainings are needed to tell whether the leader may win, or another one has to: the leader itself, or the next.
   * -1 where no training tells more.
   */
  pursued(leader: number, estimates: Pick<Estimates, 'centers' | 'excluded'>): number;
  /** What is known of the one that is chosen (-1: of none), and of the others; flags as {@link refusal} takes them. */
  answer(chosen: number, excluded: Uint8Array): Pick<RaceAnswer, 'requirement' | 'requirements'>;
}
