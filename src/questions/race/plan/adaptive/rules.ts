/** @file The rules that decide trial by trial: what one says, the default in its two forms, and the fast one. */
import type { Criterion } from '../../../../stats/index.js';

const fast: AdaptiveDefinition = {
  correctsForLooks: false,
  tune: ({ delta, maxReplicates }) => ({
    growth: 0.005,
    leadFrom: Math.min(3, maxReplicates),
    judgeBy: 'chances',
    chanceLevel: delta,
    spreadTimes: 1,
    // Every outcome may be the one that ends it: further ones would be for nothing.
    windowShare: 0,
  }),
};

// `default` and `strict`: rules that decide trial by trial and keep an error probability over all of their looks, as
// calibrated by simulation (docs/method.md).

/** Share of delta that the chances may sum to: less with few candidates, and for spreads. */
const FEW_CANDIDATES = 30;
const CAUTIOUS_SHARE = 0.3;
const SHARE_OF_MANY = 0.6;

/** Where the best has three to five times the spread of the others, about a third is missed of what is without it (docs/method.md). */
const SPREAD_TIMES = 2.5;

/** Chances of being better, summed, at a calibrated level; with a tolerance of 0 it races as `strict`. */
const byChances = corrected(({ criterion, tolerance }) => {
  const isZero = tolerance.kind === 'absolute' && tolerance.value === 0;
  // With a tail criterion a lucky leader's spread looks small along with its mean, which chances of pairs do not see.
  return isZero || criterion.kind === 'tail' ? 'threshold' : 'chances';
});

/** The threshold for the least favourable field. */
const strict = corrected(() => 'threshold');

function corrected(judgeBy: (race: TunedRace) => 'threshold' | 'chances'): AdaptiveDefinition {
  return {
    correctsForLooks: true,
    tune: (race) => {
      const { delta, candidates, maxReplicates, form } = race;
      // The level of others falls with how much spreads differ, which is unknown among few: they need no share of their own.
      const isCentral = form.normal === 0;
      // Of a deviation nothing but tails is pooled: its errors are the candidates' own, and skewed where losses are.
      const isCautious = form.isDeviation === true || (isCentral && candidates < FEW_CANDIDATES);
      return {
        growth: 0.05,
        leadFrom: Math.min(5, maxReplicates),
        judgeBy: judgeBy(race),
        chanceLevel: delta * (isCautious ? CAUTIOUS_SHARE : SHARE_OF_MANY),
        spreadTimes: SPREAD_TIMES,
        windowShare: 1 / 10,
      };
    },
  };
}

const DEFINITIONS = { default: byChances, strict, fast };

export type AdaptiveRuleName = keyof typeof DEFINITIONS;

export const ADAPTIVE_RULES: readonly AdaptiveRuleName[] = Object.keys(DEFINITIONS) as AdaptiveRuleName[];

export function isAdaptiveRule(name: string): name is AdaptiveRuleName {
  return Object.hasOwn(DEFINITIONS, name);
}

export function adaptiveDefinition(name: AdaptiveRuleName): AdaptiveDefinition {
  return DEFINITIONS[name];
}

export type Tolerance =
  | { readonly kind: 'absolute'; readonly value: number }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'retraining'; readonly share: number };

interface AdaptiveDefinition {
  /** False where repeated looks inflate the chance that it goes by, and nothing corrects for them: it claims nothing then. */
  readonly correctsForLooks: boolean;
  tune(race: TunedRace): RuleTuning;
}

/** What a rule goes by. */
interface TunedRace {
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
