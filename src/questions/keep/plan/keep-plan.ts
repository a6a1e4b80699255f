/**
 * @file Two versions on common replicates as a plan: is the new one to be kept? It is trained up to the next look, the old one as far as a look
 * needs it; trainings of the old one that are there already take part.
 */
import { inputError, type Outcome, replicateTrial, scoreOf, type Trial } from '../../../core/index.js';
import { parseCriterion, toldOf } from '../../../stats/index.js';
import {
  batchPlan,
  type CommonSettings,
  outcomesOf,
  requireWhole,
  type Studied,
  type Study,
  studiedValue,
  studyBy,
} from '../../common/plan/index.js';
import {
  type Compared,
  firstLook,
  judgeVersions,
  type KeepJudgement,
  type KeepLook,
  LEAST_OLD,
  lookAt,
  pairsOf,
  type VersionCosts,
} from './keep-rule.js';

export interface KeepRequest extends CommonSettings {
  /** The new one, and the old one that it is set against. */
  readonly candidates: readonly string[];
  /** Name of the criterion, as races take it. */
  readonly criterion: string;
  /** A change that gains nothing is kept at most so often, over all looks. */
  readonly error: number;
  /** What a gain has to be to be worth it, in units of the figure; absent: half the noise of one training. */
  readonly smallest?: number | undefined;
  /** One change that is asked about by itself, and not one of many in a session. */
  readonly careful: boolean;
  /** Most trainings of the new version. */
  readonly trials: number;
  /** Trainings of the old version that are there before, on the first replicates. */
  readonly known?: number | undefined;
  readonly sampleSize: number;
}

export type KeepStudy = Study<KeepRequest>;

/** A change that is kept at this error is called real, and only likely where more was allowed. */
export const REAL_ERROR = 0.05;

/** The first replicate of these trainings, as of those of a promise: races have chosen by lower ones. */
const KEEP_FROM = 2_000_000;

/** Throws an InputError for settings that ask nothing. */
export function createKeep(request: KeepRequest): KeepStudy {
  const { candidates, figure, trials, sampleSize, direction, error, smallest, careful } = request;
  requireTwo(candidates);
  requireError(error);
  const told = toldOf(figure, scoreOf(figure, direction).direction);
  const criterion = parseCriterion(request.criterion, told);
  requireWhole(
    'trials',
    trials,
    lookAt(keepsFrom(firstLook(criterion, careful), careful), careful).pairs,
    'that many pairs are the first look that can keep a change',
  );
  const settings = { ...request, criterion: criterion.name };
  return studyBy(
    settings,
    {
      fixed: {
        ...{ kind: 'keep', sampleSize, criterion: criterion.name, error, careful },
        ...(direction === undefined ? {} : { direction }),
        ...(smallest === undefined ? {} : { smallest }),
      },
      told: { trials },
    },
    batchPlan(['trainings', 'more trainings'], (outcomes, batches) => {
      const { pairs } = lookAt(firstLook(criterion, careful) + batches, careful);
      if (pairs > trials || (batches > 0 && judgeKeep(settings, outcomes).verdict !== 'open')) return [];
      return missing(settings, outcomes, pairs);
    }),
  );
}

/** What a look at so many pairs needs beside these outcomes: replicate by replicate, the new version first. */
function missing(
  { candidates, known = 0, sampleSize }: KeepRequest,
  outcomes: readonly Outcome[],
  pairs: number,
): Trial[] {
  const [fresh, old] = candidates as readonly [string, string];
  const there = (candidate: string) => outcomes.filter(({ trial }) => trial.candidate === candidate).length;
  const [hasFresh, hasOld] = [there(fresh), there(old)];
  const most = Math.max(pairs, known, LEAST_OLD);
  return Array.from({ length: most }, (_, place) =>
    [...(place >= hasFresh && place < pairs ? [fresh] : []), ...(place >= hasOld ? [old] : [])].map((candidate) =>
      replicateTrial(candidate, KEEP_FROM + place, sampleSize),
    ),
  ).flat();
}

/** Trainings of both versions up to the last look that so many pairs reach. */
export function trainingsUpTo(trials: number): number {
  const last = lastLook(trials);
  return last.pairs + Math.max(LEAST_OLD, last.pairs);
}

/** The last look with at most so many pairs. */
export function lastLook(trials: number): KeepLook {
  let index = 0;
  while (lookAt(index + 1, false).pairs <= trials) index++;
  return lookAt(index, false);
}

export interface JudgedKeep extends KeepJudgement {
  /** Trainings of the new version at this look, or at the next one where fewer are there. */
  readonly look: number;
  /** Those of each version that count. */
  readonly counted: { readonly fresh: number; readonly old: number };
  /** Costs of replicates that both have. */
  readonly pairs: Compared['pairs'];
}

/** After whole looks; before the first, and between two, nothing is said. */
export function judgeKeep(settings: KeepRequest, outcomes: readonly Outcome[]): JudgedKeep {
  const criterion = parseCriterion(settings.criterion);
  const trained = outcomes.filter(({ trial }) => trial.candidate === settings.candidates[0]).length;
  const { error, smallest, seed, careful } = settings;
  let index = firstLook(criterion, careful);
  while (lookAt(index, careful).pairs < trained) index++;
  const { pairs: look } = lookAt(index, careful);
  const costs = costsOf(settings, outcomes);
  const isWhole = missing(settings, outcomes, look).length === 0;
  const judged = judgeVersions({ ...costs, isWhole }, index, { criterion, error, smallest, seed, careful });
  const counted = { fresh: costs.fresh.length, old: costs.old.length };
  return { ...judged, look, counted, pairs: pairsOf(costs.old, costs.fresh, criterion) };
}

/** Those that count, in the order of replicates. */
function costsOf(settings: KeepRequest, outcomes: readonly Outcome[]): Omit<VersionCosts, 'isWhole'> {
  const { figure, direction, candidates } = settings;
  const { cost } = scoreOf(figure, direction);
  const isLeft = leftOutOfPairs(settings, outcomes);
  const [fresh, old] = candidates.map((candidate) => {
    const counted = outcomesOf(candidate, outcomes).filter((outcome) => !isLeft(outcome));
    return Float64Array.from(counted, (outcome) => cost(studiedValue(outcome, settings) as number));
  }) as [Float64Array, Float64Array];
  return { old, fresh };
}

/** Outcomes that say nothing of the change: the failure policy leaves them out, or what they are paired with. */
export function leftOutOfPairs(settings: Studied, outcomes: readonly Outcome[]): (outcome: Outcome) => boolean {
  const left = new Set(outcomes.filter((outcome) => studiedValue(outcome, settings) === undefined).map(replicateOf));
  return (outcome) => left.has(replicateOf(outcome));
}

const replicateOf = ({ trial }: Outcome): number => trial.streams.init;

/** The first look from this one on that can keep a change. */
function keepsFrom(index: number, careful: boolean): number {
  return lookAt(index, careful).share > 0 ? index : keepsFrom(index + 1, careful);
}

function requireError(error: number): void {
  if (error > 0 && error < 0.5) return;
  throw inputError`keep-error: The error is ${error}.
    Allowed: a number above 0 and below 0.5: how often a change that gains nothing may be kept
    Fix: Choose 0.05 for changes that have to be real, or 0.2 for a session that tries many.`;
}

function requireTwo([fresh, old]: readonly string[]): void {
  if (fresh !== old) return;
  throw inputError`keep-same: Both versions are the same candidate, ${fresh}: there is no change.
    Allowed: two candidates with different configurations
    Fix: Change one of them, or name other ones.`;
}
