/**
 * @file The constants of the adaptive rules. All were set by simulation (docs/method.md, `npm run bench:calibration`);
 * none is proved.
 */
import type { Fit } from './fit.js';
import type { Leadership } from './judge.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import type { ShapeOfCriterion } from './shape.js';

export interface Tuning extends Leadership {
  /** A look is taken when outcomes have grown by this share. */
  readonly growth: number;
  /** Random candidates that get three trials at the start, whose trials teach the scale. */
  readonly panel: number;
  /** Lowest candidates after the first trials that get three. */
  readonly seeds: number;
  /** Who is contested: by the strict threshold, or by chances that sum to too much. */
  readonly judgeBy: 'threshold' | 'chances';
  /** What the chances of those left out may sum to. */
  readonly chanceLevel: number;
  /** Asks ahead of the outcomes applied: at most this share of what was asked. */
  readonly windowShare: number;
  /** Trials of everybody before anything is ordered by what came out. */
  readonly start: number;
}

const PANEL = 8;
const SEEDS = 8;
/** Share of delta that the chances may sum to: less with few candidates, and for spreads. */
const FEW_CANDIDATES = 30;
const CAUTIOUS_SHARE = 0.3;
const SHARE_OF_MANY = 0.6;
/** Degrees of freedom that a pooled scale is worth where candidates' spreads are about alike. */
const ALIKE_DEGREES = 10;

export function tuningOf(
  { rule, delta, criterion, maxReplicates, candidates }: CompleteAdaptiveSettings,
  { as, normal }: ShapeOfCriterion,
): Tuning {
  const shared = {
    seeds: SEEDS,
    start: Math.min(maxReplicates, as === 'spread' ? 3 : 1),
    leadBy: 1,
  };
  // The level of others falls with how much spreads differ, which is unknown among few: they need no share of their own.
  const isCentral = normal === 0;
  // Of a spread nothing is pooled: its errors are the candidates' own, and skewed where losses are.
  const isCautious = as === 'spread' || (isCentral && candidates < FEW_CANDIDATES);
  if (rule === 'fast') {
    // Fast saves the panel where others' later trials will teach the scale.
    const needsPanel = candidates <= 2 * PANEL || maxReplicates < 4;
    return {
      ...shared,
      growth: 0.005,
      panel: needsPanel ? PANEL : 0,
      leadFrom: Math.min(3, maxReplicates),
      judgeBy: 'chances',
      chanceLevel: delta,
      windowShare: 1 / 40,
    };
  }
  return {
    ...shared,
    growth: 0.05,
    panel: PANEL,
    leadFrom: Math.min(5, maxReplicates),
    // With a tail criterion a lucky leader's spread looks small along with its mean, which chances of pairs do not see.
    judgeBy: rule === 'strict' || criterion.kind === 'tail' ? 'threshold' : 'chances',
    chanceLevel: delta * (isCautious ? CAUTIOUS_SHARE : SHARE_OF_MANY),
    windowShare: 1 / 10,
  };
}

/**
 * The level of the chances at a look: less where the criterion has a spread in it and spreads differ much between
 * candidates. Then the steadiest looks noisier than it is while it has few trials, which the chances do not see.
 */
export function chanceLevelAt({ chanceLevel }: Tuning, { normal }: ShapeOfCriterion, { priorDegrees }: Fit): number {
  return normal === 0 ? chanceLevel : chanceLevel * Math.min(1, priorDegrees / ALIKE_DEGREES) ** 2;
}

/** Looks that count as independent ones at the race's own end. */
export function effectiveLooks(maxReplicates: number): number {
  return maxReplicates <= 20 ? 7 : 8;
}

/** The same where a race is stopped at any look. */
export const ANY_LOOK = 20;
