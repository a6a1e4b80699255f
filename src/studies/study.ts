/**
 * @file What all studies share: a plan whose state is the outcomes so far, and how a study reads one figure from an outcome.
 * Studies ask how losses are distributed, so nobody is eliminated and there are no decisions.
 */
import { type Applied, InputError, isFailure, type JsonObject, type Outcome, type Plan } from '../core/index.js';

export interface StudyState {
  /** Rounds applied so far. */
  readonly rounds: number;
  /** In the order of the plan's rounds. */
  readonly outcomes: readonly Outcome[];
}

export interface Study<Settings> extends Plan<StudyState> {
  readonly settings: Settings;
  /** Everything that the study was told, for the report. */
  readonly description: JsonObject;
  /** The part of it that a resume must bring again; how many trials there are may change. */
  readonly fixed: JsonObject;
}

/** What every study is told. */
export interface CommonSettings {
  readonly candidates: readonly string[];
  /** `loss`, or the name of a metric of which smaller is better. */
  readonly figure: string;
  /** Of the experiment; seeds the resampling of intervals. */
  readonly seed: number;
}

export const INITIAL_STATE: StudyState = { rounds: 0, outcomes: [] };

export function applyToStudy(state: StudyState, outcomes: readonly Outcome[]): Applied<StudyState> {
  return { state: { rounds: state.rounds + 1, outcomes: [...state.outcomes, ...outcomes] }, decisions: [] };
}

/**
 * What a study makes of an outcome: undefined where it failed, which speaks of the machine; Infinity where it diverged or
 * has no such metric.
 */
export function figureOf(outcome: Outcome, figure: string): number | undefined {
  if (isFailure(outcome)) return undefined;
  if (outcome.status !== 'completed') return Number.POSITIVE_INFINITY;
  if (figure === 'loss') return outcome.loss;
  const value = Object.hasOwn(outcome.metrics, figure) ? outcome.metrics[figure] : undefined;
  return value === undefined || !Number.isFinite(value) ? Number.POSITIVE_INFINITY : value;
}

/** Refuses a figure that none of the completed outcomes has. */
export function requireFigure(outcomes: readonly Outcome[], figure: string): void {
  const completed = outcomes.filter(({ status }) => status === 'completed');
  if (figure === 'loss' || completed.length === 0 || completed.some(({ metrics }) => Object.hasOwn(metrics, figure)))
    return;
  const known = [...new Set(completed.flatMap(({ metrics }) => Object.keys(metrics)))];
  throw new InputError({
    code: 'unknown-metric',
    what: `The trials have no metric "${figure}".`,
    allowed: ['loss', ...known].join(', '),
    fix: 'Choose one of these with --metric.',
  });
}

export function requireWhole(setting: string, value: number, least: number, why: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new InputError({
    code: `study-${setting.toLowerCase()}`,
    what: `${setting} is ${value}.`,
    allowed: `a whole number, at least ${least}: ${why}`,
    fix: `Change ${setting}.`,
  });
}
