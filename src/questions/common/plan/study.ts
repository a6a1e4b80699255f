/**
 * @file Shares what all studies do: a plan whose state is the outcomes so far, and how a study reads one figure from an outcome.
 * Studies ask how losses are distributed, so none is eliminated and there are no decisions.
 */
import {
  DEFAULT_FAILURE_POLICY,
  type Direction,
  type FailurePolicy,
  inputError,
  isFailure,
  type JsonObject,
  type Outcome,
  type Plan,
  replicateTrial,
  scoreOf,
  type Trial,
  unlimitedWindow,
} from '../../../core/index.js';
import { lossUnder, type ToldOf, toldOf } from '../../../stats/index.js';

export interface StudyState {
  /** In the order in which they were asked for. */
  readonly outcomes: Outcome[];
}

interface BatchState extends StudyState {
  /** Batches that are complete. */
  batches: number;
  /** The batch in hand; empty when there is nothing more to ask for. */
  batch: readonly Trial[];
  /** Outcomes of it that have been applied. */
  taken: number;
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
  /** `loss`, or the name of a metric; of one that has no known direction smaller is better, unless `direction` says otherwise. */
  readonly figure: string;
  readonly direction?: Direction | undefined;
  /** Of the experiment; seeds the resampling of intervals. */
  readonly seed: number;
  /** What failures count as; the worst where absent. */
  readonly failurePolicy?: FailurePolicy;
}

/** What decides which value a study takes from an outcome. */
export type Studied = Pick<CommonSettings, 'figure' | 'direction' | 'failurePolicy'>;

/** What a study asks for when all of its batches so far are complete; nothing when it is over. */
export type NextBatch = (outcomes: readonly Outcome[], batches: number) => readonly Trial[];

/** A plan that asks batch by batch; every outcome of a batch is worth having without the rest. */
export function batchPlan(phases: readonly [first: string, later: string], nextBatch: NextBatch): Plan<BatchState> {
  return {
    window: unlimitedWindow,
    begin: () => ({ outcomes: [], batches: 0, batch: nextBatch([], 0), taken: 0 }),
    next: ({ batch, batches, taken }, pending) => {
      if (pending.length > 0) return { kind: 'wait', outcomes: pending.length };
      const asks = batch.slice(taken);
      if (asks.length === 0) return { kind: 'finished' };
      const phase = batches === 0 ? phases[0] : phases[1];
      return { kind: 'asked', asks, stage: { number: batches + 1, phase }, divisible: true };
    },
    apply: (state, outcomes) => {
      for (const outcome of outcomes) {
        state.outcomes.push(outcome);
        if (++state.taken < state.batch.length) continue;
        state.batch = nextBatch(state.outcomes, ++state.batches);
        state.taken = 0;
      }
      return { state, decisions: [] };
    },
  };
}

/** A plan that asks for all of its trials at once. */
export function wholePlan(phase: string, trials: readonly Trial[]): Plan<BatchState> {
  return batchPlan([phase, phase], (_, batches) => (batches === 0 ? trials : []));
}

/** A study of these settings by this plan. `fixed`: what a resume must bring again, its kind first; `told`: what else the report says. */
export function studyBy<Settings extends CommonSettings>(
  settings: Settings,
  { fixed, told }: { readonly fixed: JsonObject; readonly told: JsonObject },
  plan: Plan<BatchState>,
): Study<Settings> & Plan<BatchState> {
  const { figure } = settings;
  return { settings, description: { ...fixed, figure, ...told }, fixed, ...plan };
}

/** Replicate by replicate, `count` of them: all candidates of one follow each other. */
export function replicateBlocks(
  candidates: readonly string[],
  from: number,
  count: number,
  sampleSize: number,
): readonly Trial[] {
  return Array.from({ length: count }, (_, more) =>
    candidates.map((candidate) => replicateTrial(candidate, from + more, sampleSize)),
  ).flat();
}

/** Outcomes of a candidate, at a sample size where one is named, in order of replicates. */
export function outcomesOf(candidate: string, outcomes: readonly Outcome[], size?: number): readonly Outcome[] {
  return outcomes
    .filter(({ trial }) => trial.candidate === candidate && (size === undefined || trial.fidelity.sampleSize === size))
    .sort((a, b) => a.trial.streams.init - b.trial.streams.init);
}

export function isHigherBetter(figure: string): boolean {
  return scoreOf(figure).direction === 'maximize';
}

/** How criteria of the figure are named: `q1 of the accuracy`. */
export function toldOfFigure(figure: string): ToldOf {
  return toldOf(figure, scoreOf(figure).direction);
}

/** Values of a figure as losses: smaller is better. The same function leads back. */
export function asLosses(values: readonly number[], figure: string, direction?: Direction): readonly number[] {
  return values.map(scoreOf(figure, direction).cost);
}

/**
 * What a study makes of an outcome: undefined where the failure policy leaves it out; infinite, the worst, where it counts without a
 * loss, or has no such metric.
 */
export function studiedValue(
  outcome: Outcome,
  { figure, direction, failurePolicy = DEFAULT_FAILURE_POLICY }: Studied,
): number | undefined {
  if (Number.isNaN(lossUnder(failurePolicy, outcome))) return undefined;
  const { worst, compared } = scoreOf(figure, direction);
  if (outcome.status !== 'completed') return worst;
  if (figure === 'loss') return outcome.loss;
  const value = Object.hasOwn(outcome.metrics, figure) ? outcome.metrics[figure] : undefined;
  return value === undefined || !Number.isFinite(value) ? worst : compared(value);
}

/** Refuses a figure that none of the completed outcomes has. */
export function requireStudied(outcomes: readonly Outcome[], figure: string): void {
  const completed = outcomes.filter(({ status }) => status === 'completed');
  if (figure === 'loss' || completed.length === 0 || completed.some(({ metrics }) => Object.hasOwn(metrics, figure)))
    return;
  const known = [...new Set(completed.flatMap(({ metrics }) => Object.keys(metrics)))];
  throw inputError`unknown-metric: The trainings have no metric "${figure}".
    Allowed: ${['loss', ...known].join(', ')}
    Fix: Choose one of these with --metric.`;
}

export function requireWhole(setting: string, value: number, least: number, why: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw inputError`study-${setting.toLowerCase()}: ${setting} is ${value}.
    Allowed: a whole number, at least ${least}: ${why}
    Fix: Change ${setting}.`;
}

/** Those of the candidates that have outcomes, none of which is a training that worked; one that diverged has worked, badly. */
export function neverWorkedAmong(candidates: readonly string[], outcomes: readonly Outcome[]): readonly string[] {
  const tried = new Set(outcomes.map(({ trial }) => trial.candidate));
  const worked = new Set(outcomes.filter((outcome) => !isFailure(outcome)).map(({ trial }) => trial.candidate));
  return candidates.filter((candidate) => tried.has(candidate) && !worked.has(candidate));
}

/** All others. */
export function comparedAmong(candidates: readonly string[], outcomes: readonly Outcome[]): readonly string[] {
  const left = new Set(neverWorkedAmong(candidates, outcomes));
  return candidates.filter((candidate) => !left.has(candidate));
}
