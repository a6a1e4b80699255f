/**
 * @file Shares what all studies do: a plan whose state is the outcomes so far, how a study reads one figure from an outcome, and what it is set beside.
 * Studies ask how losses are distributed, so none is eliminated and there are no decisions.
 */
import {
  type Baseline,
  DEFAULT_FAILURE_POLICY,
  type Direction,
  type FailurePolicy,
  figureGiven,
  hasGiven,
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
import { compareWithValue, lossUnder, type ToldOf, toldOf } from '../../../stats/index.js';

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
  const value = figureGiven(outcome, figure);
  return value === undefined || !Number.isFinite(value) ? worst : compared(value);
}

/** Refuses a figure that none of the completed outcomes has. */
export function requireStudied(outcomes: readonly Outcome[], figure: string): void {
  const completed = outcomes.filter(({ status }) => status === 'completed');
  if (completed.length === 0 || completed.some((outcome) => hasGiven(outcome, figure))) return;
  const known = [...new Set(completed.flatMap(({ metrics }) => Object.keys(metrics)))];
  throw inputError`unknown-metric: The trainings have no ${figure === 'loss' ? 'loss of their own' : `metric "${figure}"`}.
    Allowed: ${(figure === 'loss' ? known : ['loss', ...known]).join(', ')}
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

// Samples drawn without replacement from a pool that is not much larger vary less than samples from the whole
// population: the variance of a mean is smaller by 1 - n / N (finite population correction; Cochran 1977, Sampling
// Techniques, 3rd ed., section 2.6). For losses this holds to first order, as far as they depend on the sample like a mean.

export interface FinitePool {
  readonly sampleSize: number;
  readonly pool: number;
  /** Of the sampling variance there would be with fresh examples, the share that is seen: 1 - n / N. */
  readonly seen: number;
}

/** Null where the size of the pool is not known. `sampleSize` 0 = the whole pool. */
export function finitePoolOf(sampleSize: number, pool: number | null): FinitePool | null {
  if (pool === null) return null;
  const size = sampleSize === 0 ? pool : sampleSize;
  return { sampleSize: size, pool, seen: 1 - size / pool };
}

/** One baseline for the trainings that share a loss and a sample size. */
export interface StudyBaseline extends Pick<Baseline, 'name' | 'kind' | 'replicates'> {
  /** Ids of the candidates that have this loss. */
  readonly candidates: readonly string[];
  /** Training examples of a sample; 0 = the whole pool. */
  readonly sampleSize: number;
  /** The figure that is studied, on the selection set: the mean over `replicates` samples. */
  readonly value: number;
}

/** A set of trainings beside one of its baselines. */
export interface BesideBaseline extends Pick<StudyBaseline, 'name' | 'kind' | 'value'> {
  /** Trainings with a better figure. */
  readonly better: number;
  /** True where most trainings are better beyond doubt: by a sign test at 5 %, or all of a few. */
  readonly beaten: boolean;
}

/** Beside the baselines that are for all of these outcomes; none where there are no outcomes. */
export function besideBaselines(
  outcomes: readonly Outcome[],
  values: readonly number[],
  baselines: readonly StudyBaseline[],
  { figure, direction }: Pick<Studied, 'figure' | 'direction'>,
): readonly BesideBaseline[] {
  if (values.length === 0) return [];
  const losses = asLosses(values, figure, direction);
  const isFor = ({ candidates, sampleSize }: StudyBaseline): boolean =>
    outcomes.every(({ trial }) => trial.fidelity.sampleSize === sampleSize && candidates.includes(trial.candidate));
  return baselines.filter(isFor).map(({ name, kind, value }) => {
    const { better, isMostly } = compareWithValue(losses, asLosses([value], figure, direction)[0] as number);
    return { name, kind, value, better, beaten: isMostly };
  });
}

/** The trivial one that these trainings are not shown to be better than; undefined where they are. */
export function unbeatenIn(beside: readonly BesideBaseline[]): BesideBaseline | undefined {
  return beside.find(({ kind, beaten }) => kind === 'trivial' && !beaten);
}
