/**
 * @file A learning curve of robustness as a plan: its settings; some trials at every sample size, then more wherever it is not yet settled
 * whether the model is stable there, and at the largest size, which all others are compared with.
 */
import { inputError, type Outcome, randomFrom, replicateTrial, type Trial } from '../../../core/index.js';
import { type Criterion, parseCriterion } from '../../../stats/index.js';
import {
  asLosses,
  batchPlan,
  type CommonSettings,
  type NextBatch,
  outcomesOf,
  requireSizesWithin,
  requireWhole,
  type Study,
  studiedValue,
  studyBy,
  toldOfFigure,
} from '../../common/plan/index.js';
import { judgeStability, type StabilityRule, type StabilityTolerance } from './stability.js';

type CurveStudy = Study<CurveSettings>;

/** A size is settled when it is stable in more than this share of resampled curves, or in less than the rest. */
const SETTLED = 0.95;
const RESAMPLES = 400;
const LEVEL = 0.95;

/** Throws an InputError for settings that give no curve. */
export function createCurve(request: CurveRequest): CurveStudy {
  const settings = completeCurve(request);
  const { sizes, trials, first, step, adaptive, criterion, spread, tolerance } = settings;
  const nextBatch: NextBatch = (outcomes, batches) =>
    settings.candidates
      .flatMap((candidate) => trialsToAdd(settings, candidate, outcomes, batches))
      .sort((a, b) => a.streams.init - b.streams.init);
  return studyBy(
    settings,
    {
      fixed: { kind: 'curve' },
      told: { sizes, trials, adaptive, first, step, criterion, spread, tolerance: { ...tolerance } },
    },
    batchPlan(['curve', 'unsettled'], nextBatch),
  );
}

/** Figures of a candidate by size, as losses; without those that the failure policy leaves out. */
export function lossesBySize(
  settings: CurveSettings,
  candidate: string,
  outcomes: readonly Outcome[],
): (readonly number[])[] {
  const { figure } = settings;
  return outcomesBySize(settings, candidate, outcomes).map((own) =>
    asLosses(
      own.map((outcome) => studiedValue(outcome, settings)).filter((value) => value !== undefined),
      figure,
    ),
  );
}

export function outcomesBySize({ sizes }: CurveSettings, candidate: string, outcomes: readonly Outcome[]) {
  const own = outcomesOf(candidate, outcomes);
  return sizes.map((size) => outcomesOf(candidate, own, size));
}

function trialsToAdd(
  settings: CurveSettings,
  candidate: string,
  outcomes: readonly Outcome[],
  batches: number,
): Trial[] {
  const { sizes, trials, first, step } = settings;
  const trained = outcomesBySize(settings, candidate, outcomes).map(({ length }) => length);
  const unsettled = batches === 0 ? sizes.map(() => true) : unsettledSizes(settings, candidate, outcomes, batches);
  return sizes.flatMap((size, index) => {
    const done = trained[index] as number;
    const wanted = batches === 0 ? first : Math.min(trials, done + step);
    if (!unsettled[index] || done >= wanted) return [];
    return Array.from({ length: wanted - done }, (_, more) => replicateTrial(candidate, done + more, size));
  });
}

/** By size; the largest is unsettled as long as any other is. */
function unsettledSizes(
  settings: CurveSettings,
  candidate: string,
  outcomes: readonly Outcome[],
  batches: number,
): boolean[] {
  const losses = lossesBySize(settings, candidate, outcomes);
  if (losses.some(({ length }) => length < 2)) return losses.map(() => true);
  const random = randomFrom('study', settings.seed, candidate, 'curve', batches);
  const { probabilities } = judgeStability(losses, settings.rule, LEVEL, RESAMPLES, random);
  const open = probabilities.map((share) => share < SETTLED && share > 1 - SETTLED);
  const anyOpen = open.some(Boolean);
  return open.map((isOpen, index) => isOpen || (anyOpen && index === open.length - 1));
}

export interface CurveRequest extends CommonSettings {
  /** Training examples, ascending. */
  readonly sizes: readonly number[];
  /** Most trials of a candidate at a size. */
  readonly trials: number;
  /** Name of the criterion that must not exceed its tolerance. */
  readonly criterion: string;
  /** Name of the measure of spread, `std` or `iqr`. */
  readonly spread: string;
  readonly tolerance: StabilityTolerance;
  /** False: train all sizes equally often. */
  readonly adaptive: boolean;
  readonly pool: number | null;
}

export interface CurveSettings extends CurveRequest {
  readonly rule: StabilityRule;
  /** Trials of every size in the first round. */
  readonly first: number;
  /** Trials of every unsettled size in each later round. */
  readonly step: number;
}

const FEWEST = 4;
const FIRST = 5;

/** Throws an InputError for settings that give no curve. */
function completeCurve(request: CurveRequest): CurveSettings {
  const { sizes, trials, adaptive, pool, tolerance } = request;
  requireWhole('trials', trials, FEWEST, 'a spread needs several trainings');
  requireSizesWithin(sizes, pool);
  for (const [name, value] of Object.entries(tolerance)) requireTolerance(name, value);
  const rule = {
    criterion: parseCriterion(request.criterion, toldOfFigure(request.figure)),
    spread: requireSpread(request.spread, request.figure),
    tolerance,
  };
  const first = adaptive ? Math.min(FIRST, trials) : trials;
  const { criterion, spread } = rule;
  return {
    ...request,
    criterion: criterion.name,
    spread: spread.name,
    rule,
    first,
    step: Math.max(1, Math.ceil((trials - first) / 3)),
  };
}

function requireSpread(name: string, figure: string): Criterion {
  const criterion = parseCriterion(name, toldOfFigure(figure));
  if (criterion.kind === 'spread') return criterion;
  throw inputError`not-a-spread: "${name}" does not measure a spread.
    Allowed: std, iqr
    Fix: Choose one of these with --spread.`;
}

function requireTolerance(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw inputError`curve-tolerance: The tolerance of the ${name} is ${value}.
    Allowed: a number above 0, such as 0.1 for a tenth more than at the largest size
    Fix: Correct the tolerance.`;
}
