/** @file How far a run has come, and how a race looked at some moment, as values for every display: the terminal, the page of a run that goes on, a program. */
import type { Outcome, RunEnd } from '../../core/index.js';
import type { Assessment, JointFigure, LossOf, RaceFacts } from '../../questions/race/plan/index.js';
import { showCriterion } from '../direction.js';
import type { Direction } from '../input.js';

/** What is known of a run before its first event. */
export interface ProgressFacts {
  readonly work: PlannedWork;
  /** Limits of the whole run, over all of its stretches. */
  readonly budget: { readonly trials?: number; readonly minutes?: number };
}

export type PlannedWork =
  | {
      readonly kind: 'race';
      readonly facts: RaceFacts;
      /** Replicates up to which a tie is separated; absent where it is not. */
      readonly separate?: number;
      /** What an outcome counts as: Infinity for the worst, NaN to leave it out. */
      readonly lossOf: LossOf;
      /** What is raced in place of that, where it is none of a training alone. */
      readonly joint?: JointFigure;
      /** `maximize` where losses are negated scores; `minimize` by default. */
      readonly direction?: Direction;
      /** What is raced, by its name; the loss where absent. */
      readonly metric?: string;
    }
  /** `trials`: all that it asks for, or at most. `metric`: what is studied, by its name; the loss where absent. */
  | {
      readonly kind: 'study';
      readonly trials: number;
      readonly isExact: boolean;
      readonly metric?: string;
      /** Its value in an outcome; undefined where that is left out. */
      readonly valueOf: (outcome: Outcome) => number | undefined;
    };

/** JSON keeps all of it: what is infinite or not known is null. */
export interface RunProgress {
  /** `preparing` until the run begins; then what it does, or how it ended. */
  readonly state: 'preparing' | 'running' | RunEnd;
  /** The plan's name for it (`warm-up`, `race`, `final`, `measure`, ...); empty before the first trial. */
  readonly phase: string;
  /** 1-based number of the round, where the plan counts rounds; 0 before the first. */
  readonly round: number;
  /** Wall time in seconds: of this stretch, and of all stretches. */
  readonly elapsedSeconds: number;
  readonly totalSeconds: number;
  readonly workers: number;
  readonly trials: ProgressCounts;
  /** Trials a second, of late; null before the first of this stretch. */
  readonly throughput: number | null;
  /** What is left of the whole run; null before anything is known, and after its end. */
  readonly remaining: Remaining | null;
  /** The four that lead, the winner so far first; empty in a study, and before anybody has trials enough. */
  readonly leaders: readonly Leader[];
  /** Rivals that may still be better than the leader; null in a study. */
  readonly contested: number | null;
  /** Decisions so far. */
  readonly decisions: number;
  /** The last five, newest first. */
  readonly failures: readonly FailureNote[];
  /** Attempts that were made again, and worker processes that were lost, in this stretch. */
  readonly retries: number;
  readonly workersLost: number;
}

interface ProgressCounts {
  /** Asked for and answered, in this stretch or before. */
  readonly done: number;
  /** Being trained now. */
  readonly running: number;
  /** Of this stretch. */
  readonly failed: number;
  readonly diverged: number;
}

/**
 * `exact`: the plan's own number. `range`: an estimate that nine of ten runs kept to, see
 * `remaining.ts`. `at-most`: a bound
 * that holds whatever the losses are; `least` is 0 then or what is certain to come.
 */
export interface Remaining {
  readonly kind: 'exact' | 'range' | 'at-most';
  readonly trials: Span;
  /** At the pace of late, and no longer than the budget; null before there is a pace. */
  readonly seconds: Span | null;
}

export interface Span {
  readonly least: number;
  readonly most: number;
}

export interface Leader {
  readonly candidate: string;
  /** Criterion so far, as it is shown; null where it is infinite. */
  readonly value: number | null;
  /** Losses behind the value. */
  readonly trials: number;
}

export interface FailureNote {
  readonly candidate: string;
  /** Of the stream of weights: the replicate, in a race. */
  readonly replicate: number;
  readonly kind: string;
  readonly message: string;
  /** When, as seconds of wall time since this stretch began. */
  readonly atSeconds: number;
}

export interface Outlook {
  /** Trainings that it rests on. */
  readonly trainings: number;
  readonly leader: string;
  /** The leader's criterion, as it is shown; null where it is infinite. */
  readonly value: number | null;
  /** The leader is within so much of the best; null where nothing bounds it. */
  readonly bound: number | null;
  /** By candidate: the chance to be better than the leader by more than the tolerance, the largest first; small ones are left out. */
  readonly chances: readonly (readonly [candidate: string, chance: number])[];
}

/** More are not looked at. */
const MOST_CHANCES = 24;
const LEAST_CHANCE = 0.001;

/** Undefined while nobody leads. */
export function outlookOf(
  { candidates, criterion }: RaceFacts,
  { verdict, chances }: Assessment,
  direction: Direction = 'minimize',
): Outlook | undefined {
  const leader = candidates[verdict.leader];
  if (leader === undefined) return undefined;
  const known = Array.from(chances ?? [], (chance, index) => [candidates[index] as string, chance] as const);
  return {
    trainings: verdict.outcomes,
    leader,
    value: finite(showCriterion(criterion, direction).show(verdict.leaderValue)),
    bound: finite(verdict.bound),
    chances: known
      .filter(([, chance]) => chance >= LEAST_CHANCE)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_CHANCES),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
