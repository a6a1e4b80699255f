/** @file Events of a run: everything a progress display needs, and nothing that it would have to ask for. */
import type { Decision } from '../ground/decision.js';
import type { Outcome } from '../ground/outcome.js';
import type { ExecutorEvent } from './executor.js';

/**
 * How a run, or this stretch of it, ended. `finished`: the plan asks for nothing more. `budget`: a budget ended before.
 * `interrupted`: the signal aborted.
 */
export type RunEnd = 'finished' | 'budget' | 'interrupted';

/** A round on its way: its trials by state. `done` includes the ones that were in the log before. */
export interface RoundProgress {
  readonly number: number;
  readonly phase: string;
  readonly done: number;
  readonly running: number;
  /** Trials of the round that are or will be trained; fewer than the plan asked for when `cut`. */
  readonly total: number;
  /** True when the trial budget holds only a part of the round. */
  readonly cut: boolean;
}

export interface Elapsed {
  /** Wall time of this stretch, in seconds; 0 until it trains its first trial. */
  readonly elapsedSeconds: number;
  /** Wall time over all stretches, in seconds. */
  readonly totalSeconds: number;
}

/** What happens in a run; `RunEvent` adds when. */
export type RunHappening =
  /** `outcomes`: what the log has for the question, asked for yet or not. */
  | {
      readonly kind: 'begun';
      readonly trialsLogged: number;
      readonly workers: number;
      readonly outcomes: readonly Outcome[];
    }
  /** `trialsBefore`: answered in the rounds before it, without those that were abandoned. */
  | {
      readonly kind: 'round-begun';
      readonly round: RoundProgress;
      readonly alreadyLogged: number;
      readonly trialsBefore: number;
    }
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly round: RoundProgress }
  /** `replayed`: it was in the log already, and has been found again. */
  | { readonly kind: 'decision'; readonly decision: Decision; readonly replayed: boolean }
  /** All trials of the round, or of the part of it that the trial budget allows, are in the log. */
  | { readonly kind: 'round-ended'; readonly round: RoundProgress }
  | { readonly kind: 'finished'; readonly end: RunEnd; readonly trialsLogged: number };

export type RunEvent = RunHappening & Elapsed;

/** What a progress display listens to: the loop's events and the executor's. */
export type ProgressEvent = RunEvent | ExecutorEvent;
