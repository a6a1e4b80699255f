/**
 * @file The constants that all adaptive rules share; their own stand in their files. All were set by simulation (docs/method.md, `npm run bench:calibration`);
 * none is proved.
 */
import type { LossFit } from './fit.js';
import { keepsOnScales } from './loss-scale.js';
import type { RuleTuning } from './rule.js';
import { adaptiveDefinition } from './rules.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import type { ShapeOfCriterion } from './shape.js';

export interface Tuning extends RuleTuning {
  /** Trials of everybody before anything is ordered by what came out. */
  readonly start: number;
}

/** What it takes to rule a candidate out. */
export interface Ruling {
  /** Trainings before any can be: those that every race begins with, and those of a leader. */
  readonly least: number;
  /** So many times the assumed spread; 1 where no candidate is doubted. */
  readonly spreadTimes: number;
}

/** Random candidates whose trials teach the scale, and trials of each of them at the start. */
export const PANEL = 8;
export const OF_PANEL = 3;
/** Degrees of freedom that a pooled scale is worth where candidates' spreads are about alike. */
const ALIKE_DEGREES = 10;
/** Chances of a quantile are the largest of three, and so too large by themselves. */
const GUARDED = 1.3;

export function tuningOf(settings: CompleteAdaptiveSettings, form: ShapeOfCriterion): Tuning {
  const start = Math.min(settings.maxReplicates, form.as === 'spread' ? 3 : settings.start);
  return { start, ...adaptiveDefinition(settings.rule).tune({ ...settings, form }) };
}

export function rulingOf({ candidates, maxReplicates }: CompleteAdaptiveSettings, tuning: Tuning): Ruling {
  const { start, leadFrom, spreadTimes } = tuning;
  const ofPanel = Math.max(start, Math.min(OF_PANEL, maxReplicates));
  const begun = candidates * start + Math.min(PANEL, candidates) * (ofPanel - start);
  return { least: begun + Math.max(0, leadFrom - ofPanel), spreadTimes };
}

/**
 * The level of the chances at a look: more for quantiles; less where the criterion has a spread in it and spreads differ much between
 * candidates. Then the steadiest looks noisier than it is while it has few trials, which the chances do not see.
 */
export function chanceLevelAt({ chanceLevel }: Tuning, form: ShapeOfCriterion, { priorDegrees }: LossFit): number {
  const level = keepsOnScales(form) ? GUARDED * chanceLevel : chanceLevel;
  return form.normal === 0 ? level : level * Math.min(1, priorDegrees / ALIKE_DEGREES) ** 2;
}

/** Looks that count as independent ones at the race's own end. */
export function effectiveLooks(maxReplicates: number): number {
  return maxReplicates <= 20 ? 7 : 8;
}

/** The same where a race is stopped at any look. */
export const ANY_LOOK = 20;
