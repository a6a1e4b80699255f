/** @file The losses of a set of trials, with every criterion and its interval. */
import { type Outcome, scoreOf } from '../../../core/index.js';
import {
  type CollapseBar,
  type Criterion,
  collapseBar,
  criterionInterval,
  fieldSpread,
  type Interval,
  type NoInterval,
  parseCriterion,
  scoreValue,
} from '../../../stats/index.js';
import { asLosses, type CommonSettings, isHigherBetter, studiedValue } from './study.js';
import { type BesideBaseline, besideBaselines, type StudyBaseline } from './study-baseline.js';

export interface CriterionFigure {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | NoInterval;
}

export interface Distribution {
  /** The figure in the order of the trials; infinite, the worst, where a training diverged; failed trials left out. */
  readonly losses: readonly number[];
  readonly diverged: number;
  readonly failed: number;
  /** Those criteria that so many losses have. */
  readonly criteria: readonly CriterionFigure[];
  /** Two losses or more, all of them equal to the last bit. */
  readonly identical: boolean;
  /** Beside what no network is needed for, on samples of the same size; empty where nothing is known of that. */
  readonly baselines: readonly BesideBaseline[];
}

/** The criteria that every study tells; where higher is better their counterparts, such as q1 for q3. */
const STUDIED_CRITERIA = ['mean', 'median', 'q3', 'q3+iqr', 'max', 'min', 'std', 'iqr'] as const;

export const LEVEL = 0.95;

/** `further`: names of criteria beside those that every study tells. */
export function describeDistribution(
  outcomes: readonly Outcome[],
  settings: Pick<CommonSettings, 'figure'>,
  baselines: readonly StudyBaseline[],
  further: readonly string[] = [],
): Distribution {
  const { figure } = settings;
  const values = outcomes.map((outcome) => studiedValue(outcome, figure)).filter((value) => value !== undefined);
  const losses = asLosses(values, figure);
  const beside = besideBaselines(outcomes, values, baselines, figure);
  const bar = studyBar(losses, beside, figure);
  const criteria = [...new Set([...STUDIED_CRITERIA, ...further])]
    .map((name) => parseCriterion(name))
    .filter(({ minimumTrials }) => losses.length >= minimumTrials);
  return {
    losses: values,
    diverged: losses.filter((loss) => loss === Number.POSITIVE_INFINITY).length,
    failed: outcomes.length - losses.length,
    criteria: criteria.map((criterion) => describeCriterion(losses, criterion, figure, bar)),
    identical: losses.length > 1 && losses.every((loss) => loss === losses[0]),
    baselines: beside,
  };
}

/** From which loss on a training of a set has collapsed: by the trivial baseline, else by how far the others lie from one another. */
export function studyBar(
  losses: readonly number[],
  baselines: readonly Pick<BesideBaseline, 'kind' | 'value'>[],
  figure: string,
): CollapseBar {
  const trivial = baselines.find(({ kind }) => kind === 'trivial')?.value;
  const [baseline] = asLosses(trivial === undefined ? [] : [trivial], figure);
  return collapseBar(losses, { baseline, spread: fieldSpread([losses]) });
}

/** Losses that are negated scores are told as these. */
function describeCriterion(
  losses: readonly number[],
  criterion: Criterion,
  figure: string,
  collapse: CollapseBar,
): CriterionFigure {
  const ofScores = isHigherBetter(figure);
  const name = ofScores ? criterion.scoreName : criterion.name;
  const interval = criterionInterval(losses, { ...criterion, name }, LEVEL, { range: scoreOf(figure).costs, collapse });
  const value = criterion.evaluate(losses);
  if (!ofScores) return { name, value, interval };
  const told = (one: number): number => scoreValue(criterion, one);
  if ('reason' in interval) return { name, value: told(value), interval };
  const [low, high] = [told(interval.low), told(interval.high)].sort((a, b) => a - b) as [number, number];
  return { name, value: told(value), interval: { ...interval, low, high } };
}
