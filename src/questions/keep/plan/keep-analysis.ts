/** @file What trainings of two versions say of a change: whether it is to be kept, how large the gain is, and what that rests on. */
import { type Outcome, scoreOf } from '../../../core/index.js';
import {
  bearsUnlike,
  type Criterion,
  comparesMeans,
  differenceInterval,
  type Happened,
  type Interval,
  independentDifferenceInterval,
  type NoInterval,
  parseCriterion,
  scoreValue,
} from '../../../stats/index.js';
import {
  type Distribution,
  describeDistribution,
  LEVEL,
  outcomesOf,
  requireStudied,
  type StudyBaseline,
} from '../../common/plan/index.js';
import { type JudgedKeep, judgeKeep, type KeepStudy, lastLook, leftOutOfPairs, REAL_ERROR } from './keep-plan.js';
import { type KeepReason, mayCollapseMore, pairedShare } from './keep-rule.js';

type KeepVerdict = 'keep' | 'discard' | 'undecided';

export interface KeepAnalysis {
  readonly kind: 'keep';
  readonly verdict: KeepVerdict;
  /** Of what is kept: at an error of at most 5 %, or at the larger one that was allowed. */
  readonly sure: 'real' | 'likely' | null;
  /** `pairs`: the trainings ended before it was shown. */
  readonly because: KeepReason | 'pairs' | null;
  readonly better: 'lower' | 'higher';
  /** By which it is judged, as it is told: `q1` for the q3 of a metric that is better where it is higher. */
  readonly criterion: string;
  /** Trainings that count. */
  readonly trainings: { readonly new: number; readonly old: number };
  /** Most trainings of the new version that were asked for. */
  readonly most: number;
  readonly new: JudgedVersion;
  readonly old: JudgedVersion;
  /** By how much the new one is better, in the figure's own units; below 0 where it is worse. Null of too few trainings. */
  readonly gain: number | null;
  /** Of the gain, by what the tests of the verdict rest on. */
  readonly interval: Interval | NoInterval;
  /** A smaller gain is not worth it; null where the noise of one training is not known yet. */
  readonly smallest: number | null;
  /** One-sided, that the new one is no better; `threshold`: what counts at this look. */
  readonly pValue: number;
  readonly threshold: number;
  /** Trainings of the new version at this look, or at the next one. */
  readonly look: number;
  /** All looks together. */
  readonly error: number;
  /** Under which condition: of spreads and tails, that both versions have one law where nothing has changed. */
  readonly assumes: 'one law' | null;
}

interface JudgedVersion {
  readonly candidate: string;
  /** By the criterion, in the figure's own units; null of too few trainings. */
  readonly value: number | null;
  /** Trainings that collapsed or failed, by the bar that the old version sets. */
  readonly collapsed: Happened;
  readonly distribution: Distribution;
}

export function analyseKeep(
  { settings }: KeepStudy,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): KeepAnalysis {
  const { figure, direction, trials: most, candidates, error } = settings;
  requireStudied(outcomes, figure);
  const judged = judgeKeep(settings, outcomes);
  const criterion = parseCriterion(settings.criterion);
  const { direction: way, cost } = scoreOf(figure, direction);
  const isScore = way === 'maximize';
  const distributionOf = (candidate: string) =>
    describeDistribution(outcomesOf(candidate, outcomes), settings, baselines, {
      further: [settings.criterion],
      leavesOut: leftOutOfPairs(settings, outcomes),
    });
  const [fresh, old] = (candidates as readonly [string, string]).map(distributionOf) as [Distribution, Distribution];
  const isCounted = (value: number) => !comparesMeans(criterion) || Number.isFinite(value);
  const costs = [old, fresh].map(({ losses }) => losses.map(cost).filter(isCounted)) as [number[], number[]];
  const value = (own: readonly number[]): number | null => {
    if (own.length < Math.max(1, criterion.minimumTrials)) return null;
    const cost = criterion.evaluate(own);
    return isScore ? scoreValue(criterion, cost) : cost;
  };
  const isOver =
    judged.verdict === 'open' && judged.look >= lastLook(most).pairs && judged.counted.fresh >= judged.look;
  const verdict = judged.verdict === 'open' ? (isOver ? 'discard' : 'undecided') : judged.verdict;
  return {
    kind: 'keep',
    verdict,
    sure: verdict !== 'keep' ? null : judged.pValue <= (judged.threshold / error) * REAL_ERROR ? 'real' : 'likely',
    because: isOver ? reasonAtEnd(judged) : judged.because,
    better: isScore ? 'higher' : 'lower',
    criterion: isScore ? criterion.scoreName : criterion.name,
    trainings: { new: judged.counted.fresh, old: judged.counted.old },
    most,
    new: {
      candidate: candidates[0] as string,
      value: value(costs[1]),
      collapsed: judged.collapsed.fresh,
      distribution: fresh,
    },
    old: {
      candidate: candidates[1] as string,
      value: value(costs[0]),
      collapsed: judged.collapsed.old,
      distribution: old,
    },
    gain: judged.gain,
    interval: gainInterval(costs, judged.pairs, criterion, settings.careful),
    smallest: judged.smallest,
    pValue: judged.pValue,
    threshold: judged.threshold,
    look: judged.look,
    error,
    assumes: bearsUnlike(criterion) ? null : 'one law',
  };
}

/**
 * Of a mean from all trainings of each version and from differences within pairs, whose errors share what is allowed as those of the tests do:
 * so that no gain is called real beside an interval of one of them alone that says otherwise.
 */
function gainInterval(
  [old, fresh]: readonly [readonly number[], readonly number[]],
  pairs: JudgedKeep['pairs'],
  criterion: Criterion,
  careful: boolean,
): Interval | NoInterval {
  const pooled = (level: number) => independentDifferenceInterval(old, fresh, criterion, level);
  const share = comparesMeans(criterion) ? pairedShare(pairs[0].length, careful) : 0;
  if (share === 0) return pooled(LEVEL);
  const within = differenceInterval(...pairs, criterion, 1 - (1 - LEVEL) * share, []);
  // Pairs that all differ by the same have no error of their own.
  if ('reason' in within) return pooled(LEVEL);
  if (share === 1) return within;
  const alone = pooled(1 - (1 - LEVEL) * (1 - share));
  if ('reason' in alone) return alone;
  const [low, high] = [Math.max(within.low, alone.low), Math.min(within.high, alone.high)];
  const narrower = within.high - within.low < alone.high - alone.low ? within : alone;
  return { ...narrower, level: LEVEL, ...(low < high ? { low, high } : {}) };
}

/** What kept a change from being kept that was ahead all along. */
function reasonAtEnd({ collapsed, pValue, threshold }: JudgedKeep): KeepReason | 'pairs' {
  return pValue <= threshold && mayCollapseMore(collapsed) ? 'collapses' : 'pairs';
}
