/**
 * @file The constants that all adaptive rules share; their own stand in their files. All were set by simulation (docs/method.md, `npm run bench:calibration`);
 * none is proved.
 */
import type { LossFit } from './fit.js';
import { keepsOnScales } from './loss-scale.js';
import { adaptiveDefinition, type RuleTuning } from './rules.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import type { ShapeOfCriterion } from './shape.js';

export interface Tuning extends RuleTuning {
  /** Trials of each candidate before anything is ordered by what came out. */
  readonly start: number;
  /** Random candidates whose trials teach the scale. */
  readonly panel: number;
  /** Whether the level of the chances falls with how much scales differ. */
  readonly countsLikeness: boolean;
}

/** What it takes to rule a candidate out. */
export interface Ruling {
  /** Trainings before any can be: those that every race begins with, and those of a leader. */
  readonly least: number;
  /** How many times the assumed spread is taken; 1 where no candidate is doubted. */
  readonly spreadTimes: number;
}

/** Candidates of the panel, and trials of each of them at the start. */
export const PANEL = 8;
export const OF_PANEL = 3;
/** Degrees of freedom that a pooled scale is worth where candidates' spreads are about alike. */
const ALIKE_DEGREES = 10;
/** Chances of a quantile are the largest of three, and so too large by themselves. */
const GUARDED = 1.3;

/**
 * The level of the chances is more for quantiles; and less where the criterion has a spread in it and spreads differ much between
 * candidates. Then the steadiest looks noisier than it is while it has few trials, which the chances do not see.
 */
export function tuningOf(settings: CompleteAdaptiveSettings, form: ShapeOfCriterion): Tuning {
  const { maxReplicates, without } = settings;
  const tuned = adaptiveDefinition(settings.rule).tune({ ...settings, form });
  const isGuarded = keepsOnScales(form) && !without.has('guarded-level');
  return {
    ...tuned,
    start: Math.min(maxReplicates, form.as === 'spread' ? 3 : settings.start),
    panel: without.has('panel') ? 0 : PANEL,
    chanceLevel: (isGuarded ? GUARDED : 1) * tuned.chanceLevel,
    countsLikeness: form.normal !== 0 && !without.has('likeness-level'),
    spreadTimes: without.has('doubt') ? 1 : tuned.spreadTimes,
  };
}

export function rulingOf({ candidates, maxReplicates }: CompleteAdaptiveSettings, tuning: Tuning): Ruling {
  const { start, panel, leadFrom, spreadTimes } = tuning;
  const ofPanel = Math.max(start, Math.min(OF_PANEL, maxReplicates));
  const begun = candidates * start + Math.min(panel, candidates) * (ofPanel - start);
  return { least: begun + Math.max(0, leadFrom - ofPanel), spreadTimes };
}

/** At a look. */
export function chanceLevelAt({ chanceLevel, countsLikeness }: Tuning, { priorDegrees }: LossFit): number {
  return countsLikeness ? chanceLevel * Math.min(1, priorDegrees / ALIKE_DEGREES) ** 2 : chanceLevel;
}

/** Looks that count as independent ones at the race's own end. */
export function effectiveLooks(maxReplicates: number): number {
  return maxReplicates <= 20 ? 7 : 8;
}

/** The same where a race is stopped at any look. */
export const ANY_LOOK = 20;
