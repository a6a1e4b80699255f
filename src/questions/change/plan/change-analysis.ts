/** @file What pairs of trainings say of a change: whether it is real, how large it is, and what it rests on. */
import { type Outcome, scoreOf } from '../../../core/index.js';
import { bearsUnlike, parseCriterion, scoreValue } from '../../../stats/index.js';
import {
  type Distribution,
  describeDistribution,
  requireStudied,
  type StudyBaseline,
} from '../../common/plan/index.js';
import { CHANGE_ERROR, type ChangeStudy, judgeChange, leftOutOfPairs, trainingsUpTo } from './change-plan.js';

type ChangeVerdict = 'real' | 'not shown' | 'undecided';

export interface ChangeAnalysis {
  readonly kind: 'change';
  readonly verdict: ChangeVerdict;
  /** Why it is not shown: the new one is worse, beyond the same doubt; it is not even ahead; or the pairs have ended. */
  readonly because: 'worse' | 'behind' | 'pairs' | null;
  readonly better: 'lower' | 'higher';
  /** By which it is judged, as it is told: `q1` for the q3 of a metric that is better where it is higher. */
  readonly criterion: string;
  /** Those that count: all figures are of their trainings. */
  readonly pairs: number;
  /** Whole pairs that do not, since a training of each failed and `failures` leaves it out. */
  readonly leftOut: number;
  /** Most pairs that were asked for. */
  readonly most: number;
  /** By the criterion, in the figure's own units. */
  readonly new: ChangedCandidate;
  readonly old: ChangedCandidate;
  /** new - old in the figure's own units; null of too few trainings. */
  readonly difference: number | null;
  /** One-sided, that the new one is no better; `threshold`: what counts at this look. */
  readonly pValue: number;
  readonly threshold: number;
  /** Pairs trained at this look, or at the next one: then nothing was looked at yet, and `pValue` is 1. */
  readonly look: number;
  /** All looks together. */
  readonly error: number;
  /** Under which condition: of spreads and tails, that both candidates have one law where nothing has changed. */
  readonly assumes: 'one law' | null;
}

interface ChangedCandidate {
  readonly candidate: string;
  /** Null of too few trainings. */
  readonly value: number | null;
  readonly distribution: Distribution;
}

export function analyseChange(
  { settings }: ChangeStudy,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): ChangeAnalysis {
  const { figure, direction, trials: most, candidates } = settings;
  requireStudied(outcomes, figure);
  const judged = judgeChange(settings, outcomes);
  const { verdict, pairs, leftOut, pValue, threshold, look } = judged;
  const criterion = parseCriterion(settings.criterion);
  const { direction: way } = scoreOf(figure, direction);
  const isScore = way === 'maximize';
  const told = (value: number | null): number | null =>
    value !== null && isScore ? scoreValue(criterion, value) : value;
  const leavesOut = leftOutOfPairs(settings, outcomes);
  const of = (place: 0 | 1): ChangedCandidate => {
    const candidate = candidates[place] as string;
    const own = outcomes.filter(({ trial }) => trial.candidate === candidate);
    return {
      candidate,
      value: told(judged.criteria[place]),
      distribution: describeDistribution(own, settings, baselines, { further: [settings.criterion], leavesOut }),
    };
  };
  const [fresh, old] = [of(0), of(1)];
  const isOver = verdict === 'open' && outcomes.length >= trainingsUpTo(most);
  return {
    kind: 'change',
    verdict: verdict === 'real' ? 'real' : verdict === 'open' && !isOver ? 'undecided' : 'not shown',
    because: verdict === 'worse' || verdict === 'behind' ? verdict : isOver ? 'pairs' : null,
    better: isScore ? 'higher' : 'lower',
    criterion: isScore ? criterion.scoreName : criterion.name,
    pairs,
    leftOut,
    most,
    new: fresh,
    old,
    difference: differenceOf(fresh.value, old.value),
    pValue,
    threshold,
    look,
    error: CHANGE_ERROR,
    assumes: bearsUnlike(criterion) ? null : 'one law',
  };
}

/** Two that are infinite are equally bad. */
function differenceOf(fresh: number | null, old: number | null): number | null {
  if (fresh === null || old === null) return null;
  return fresh === old ? 0 : fresh - old;
}
