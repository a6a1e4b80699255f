/** @file What sets a rule that decides trial by trial apart from the others of its kind; each has a file of its own beside this. */
import type { Criterion } from '../../../../stats/index.js';

export type Tolerance =
  | { readonly kind: 'absolute'; readonly value: number }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'retraining'; readonly share: number };

export interface AdaptiveDefinition {
  /** False where repeated looks inflate the chance that it goes by, and nothing corrects for them: it claims nothing then. */
  readonly correctsForLooks: boolean;
  tune(race: TunedRace): RuleTuning;
}

/** What a rule goes by. */
export interface TunedRace {
  readonly candidates: number;
  readonly criterion: Criterion;
  readonly delta: number;
  readonly tolerance: Tolerance;
  readonly maxReplicates: number;
  /** The criterion as the race sees it, with its value for the standard normal. */
  readonly form: { readonly as: 'location' | 'spread'; readonly normal: number; readonly isDeviation?: true };
}

export interface RuleTuning {
  /** A look is taken when outcomes have grown by this share. */
  readonly growth: number;
  /** Trials before a candidate may lead. */
  readonly leadFrom: number;
  /** What makes a candidate contested: the strict threshold, or chances that sum to too much. */
  readonly judgeBy: 'threshold' | 'chances';
  /** What the chances of those left out may sum to. */
  readonly chanceLevel: number;
  /**
   * Before it ends, candidates with fewer than five trainings that would stay in with so many times their assumed spread are trained on;
   * 1 = none. See doubt.ts.
   */
  readonly spreadTimes: number;
  /** Asks ahead of the outcomes applied: at most this share of what was asked. */
  readonly windowShare: number;
}
