/**
 * @file `default` and `strict`: rules that decide trial by trial and keep an error probability over all of their looks, as
 * calibrated by simulation (docs/method.md).
 */
import type { AdaptiveDefinition, TunedRace } from './rule.js';

/** Share of delta that the chances may sum to: less with few candidates, and for spreads. */
const FEW_CANDIDATES = 30;
const CAUTIOUS_SHARE = 0.3;
const SHARE_OF_MANY = 0.6;

/** Where the best has three to five times the spread of the others, about a third is missed of what is without it (docs/method.md). */
const SPREAD_TIMES = 2.5;

/** Chances of being better, summed, at a calibrated level; with a tolerance of 0 it races as `strict`. */
export const byChances = corrected(({ criterion, tolerance }) => {
  const isZero = tolerance.kind === 'absolute' && tolerance.value === 0;
  // With a tail criterion a lucky leader's spread looks small along with its mean, which chances of pairs do not see.
  return isZero || criterion.kind === 'tail' ? 'threshold' : 'chances';
});

/** The threshold for the least favourable field. */
export const strict = corrected(() => 'threshold');

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
