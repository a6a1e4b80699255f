/**
 * @file Two candidates on common replicates as a plan: is the first better than the second? Pairs are trained up to the next look; the
 * error is spent over the looks, so that all of them together, however many follow, are wrong at most as often as one.
 */
import { groupBy, inputError, type Outcome, randomFrom, scoreOf } from '../../../core/index.js';
import {
  type Criterion,
  createResampling,
  criterionDifference,
  parseCriterion,
  type Resampling,
  swapShare,
  toldOf,
  worseThoughUnlike,
} from '../../../stats/index.js';
import {
  asLosses,
  batchPlan,
  type CommonSettings,
  replicateBlocks,
  requireWhole,
  type Studied,
  type Study,
  studiedValue,
  studyBy,
} from '../../common/plan/index.js';

export interface ChangeRequest extends CommonSettings {
  /** The new one, and the old one that it is set against. */
  readonly candidates: readonly string[];
  /** Name of the criterion, as races take it. */
  readonly criterion: string;
  /** Most pairs of trainings. */
  readonly trials: number;
  readonly sampleSize: number;
}

export type ChangeStudy = Study<ChangeRequest>;

export const CHANGE_ERROR = 0.05;

/** The first replicate of these pairs, as of those of a promise: races have chosen by lower ones. */
const CHANGE_FROM = 2_000_000;

/**
 * Pairs at each look, half as many more each time, and the error that it spends; beyond the list each spends half of the one before. Most is
 * spent where samples show their skew: 10 skewed losses say little of the tail they missed.
 */
const LOOKS: readonly (readonly [pairs: number, error: number])[] = [
  [10, 0.001],
  [15, 0.003],
  [22, 0.007],
  [33, 0.011],
  [50, 0.013],
  [75, 0.01],
  [112, 0.0025],
];

/** Fewer pairs that count say nothing, however many were trained. */
const LEAST_PAIRS = LOOKS[0]?.[0] ?? 0;

/**
 * From so many pairs on the question ends where the new one is not even ahead. Of improvements that 75 pairs show in 9 of 10 cases
 * 2 in 100 are behind then; a candidate that ends early is never said to be "real", so that this error is not touched.
 */
const FUTILE_FROM = 22;

const RESAMPLES = 999;

/** Throws an InputError for settings that ask nothing. */
export function createChange(request: ChangeRequest): ChangeStudy {
  const { candidates, figure, trials, sampleSize, direction } = request;
  requireWhole('trials', trials, LEAST_PAIRS, 'that many pairs are the first look');
  requireTwo(candidates);
  const told = toldOf(figure, scoreOf(figure, direction).direction);
  const criterion = parseCriterion(request.criterion, told).name;
  const settings = { ...request, criterion };
  return studyBy(
    settings,
    {
      fixed: { kind: 'change', sampleSize, criterion, ...(direction === undefined ? {} : { direction }) },
      told: { trials, error: CHANGE_ERROR },
    },
    batchPlan(['pairs', 'more pairs'], (outcomes, batches) => {
      const { pairs } = lookAt(batches);
      if (pairs > trials || (batches > 0 && judgeChange(settings, outcomes).verdict !== 'open')) return [];
      const from = outcomes.length / 2;
      return replicateBlocks(candidates, CHANGE_FROM + from, pairs - from, sampleSize);
    }),
  );
}

/** The last look that so many pairs reach, and how many trainings that takes. */
export function trainingsUpTo(trials: number): number {
  let look = 0;
  while (lookAt(look + 1).pairs <= trials) look++;
  return 2 * lookAt(look).pairs;
}

/** `real`: the new one is better. `worse`: it is worse. `behind`: it is not even ahead, and many pairs were trained. */
interface ChangeJudgement {
  readonly verdict: 'real' | 'worse' | 'behind' | 'open';
  /** Those that count, and those that are left out: whole ones, both trainings of them. */
  readonly pairs: number;
  readonly leftOut: number;
  /** Of new and old, on costs; null of too few trainings. */
  readonly criteria: readonly [fresh: number | null, old: number | null];
  /** new - old on costs; below 0 where the new one is better. */
  readonly difference: number;
  /** That the new one is no better, one-sided. */
  readonly pValue: number;
  /** Pairs trained at this look, or at the next one where fewer are there. */
  readonly look: number;
  /** At most which p-value counts at this look. */
  readonly threshold: number;
}

/** After whole looks; before the first nothing is said. */
export function judgeChange(settings: ChangeRequest, outcomes: readonly Outcome[]): ChangeJudgement {
  const { fresh, old, leftOut } = pairedCosts(settings, outcomes);
  const criterion = parseCriterion(settings.criterion);
  const pairs = fresh.length;
  const { pairs: look, error: threshold } = lookOf(pairs + leftOut);
  const told = { pairs, leftOut, criteria: valuesOf(criterion, fresh, old), look, threshold };
  if (pairs + leftOut < look || pairs < LEAST_PAIRS) return { ...told, verdict: 'open', difference: 0, pValue: 1 };
  const difference = criterionDifference(fresh, old, criterion);
  let made: Resampling | undefined;
  const resampling = () => {
    made ??= createResampling(pairs, RESAMPLES, randomFrom('change', settings.seed, pairs));
    return made;
  };
  /** Both: the first holds where only the criteria are equal (of the mean and quantiles), the second where the two are alike, whatever their losses. */
  const test = (worse: ArrayLike<number>, better: ArrayLike<number>): number => {
    const pValue = worseThoughUnlike(worse, better, criterion, resampling);
    return pValue > threshold ? pValue : Math.max(pValue, swapShare(worse, better, criterion, resampling().swaps));
  };
  const pValue = test(old, fresh);
  const isWorse = () => difference > 0 && test(fresh, old) <= threshold;
  const verdict =
    pValue <= threshold ? 'real' : isWorse() ? 'worse' : pairs >= FUTILE_FROM && difference >= 0 ? 'behind' : 'open';
  return { ...told, verdict, difference, pValue };
}

function valuesOf(criterion: Criterion, fresh: ArrayLike<number>, old: ArrayLike<number>): ChangeJudgement['criteria'] {
  const value = (losses: ArrayLike<number>) =>
    losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses);
  return [value(fresh), value(old)];
}

interface Pairs {
  /** Costs by replicate, of pairs both trainings of which count. */
  readonly fresh: Float64Array;
  readonly old: Float64Array;
  /** Whole pairs of which a training does not count. */
  readonly leftOut: number;
}

function pairedCosts(settings: ChangeRequest, outcomes: readonly Outcome[]): Pairs {
  const { figure, direction, candidates } = settings;
  const isLeft = leftOutOfPairs(settings, outcomes);
  const costsOf = (candidate: string | undefined): Float64Array => {
    const counted = outcomes.filter((outcome) => outcome.trial.candidate === candidate && !isLeft(outcome));
    const values = counted.map((outcome) => studiedValue(outcome, settings) as number);
    return Float64Array.from(asLosses(values, figure, direction));
  };
  const [fresh, old] = [costsOf(candidates[0]), costsOf(candidates[1])];
  const whole = [...groupBy(outcomes, replicateOf).values()].filter(({ length }) => length === 2).length;
  return { fresh, old, leftOut: whole - fresh.length };
}

/** Outcomes that say nothing of the change: the failure policy leaves them out, or what they are paired with, or it is not there yet. */
export function leftOutOfPairs(settings: Studied, outcomes: readonly Outcome[]): (outcome: Outcome) => boolean {
  const counted = outcomes.filter((outcome) => studiedValue(outcome, settings) !== undefined);
  const pairs = groupBy(counted, replicateOf);
  return (outcome) => pairs.get(replicateOf(outcome))?.length !== 2;
}

const replicateOf = ({ trial }: Outcome): number => trial.streams.init;

function lookAt(index: number): { readonly pairs: number; readonly error: number } {
  const listed = LOOKS[index];
  if (listed !== undefined) return { pairs: listed[0], error: listed[1] };
  const { pairs, error } = lookAt(index - 1);
  return { pairs: Math.floor(1.5 * pairs), error: error / 2 };
}

/** The look at so many pairs; of a number in between, the one that is next. */
function lookOf(pairs: number): ReturnType<typeof lookAt> {
  let index = 0;
  while (lookAt(index).pairs < pairs) index++;
  return lookAt(index);
}

function requireTwo([fresh, old]: readonly string[]): void {
  if (fresh !== old) return;
  throw inputError`assure-same: Both experiments name the same candidate, ${fresh}: there is no change.
    Allowed: two candidates with different configurations
    Fix: Change one of the experiments, or name other candidates with --candidate and --against-candidate.`;
}
