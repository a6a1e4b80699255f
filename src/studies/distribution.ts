/** @file The losses of a set of trials, with every criterion and its interval. */
import type { Outcome } from '../core/index.js';
import { type Criterion, criterionInterval, type Interval, type NoInterval, parseCriterion } from '../stats/index.js';
import { type CommonSettings, figureOf } from './study.js';
import { type BesideBaseline, besideBaselines, type StudyBaseline } from './study-baseline.js';

export interface CriterionFigure {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | NoInterval;
}

export interface Distribution {
  /** In the order of the trials; Infinity where a training diverged, failed trials left out. */
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

/** The criteria that every study tells. */
export const STUDIED_CRITERIA = ['mean', 'median', 'q3', 'q3+iqr', 'max', 'min', 'std', 'iqr'] as const;

export const LEVEL = 0.95;

/** `further`: names of criteria beside those that every study tells. */
export function describeDistribution(
  outcomes: readonly Outcome[],
  settings: Pick<CommonSettings, 'figure'>,
  baselines: readonly StudyBaseline[],
  further: readonly string[] = [],
): Distribution {
  const losses = outcomes.map((outcome) => figureOf(outcome, settings.figure)).filter((loss) => loss !== undefined);
  const criteria = [...new Set([...STUDIED_CRITERIA, ...further])]
    .map(parseCriterion)
    .filter(({ minimumTrials }) => losses.length >= minimumTrials);
  return {
    losses,
    diverged: losses.filter((loss) => loss === Number.POSITIVE_INFINITY).length,
    failed: outcomes.length - losses.length,
    criteria: criteria.map((criterion) => describeCriterion(losses, criterion)),
    identical: losses.length > 1 && losses.every((loss) => loss === losses[0]),
    baselines: besideBaselines(outcomes, losses, baselines),
  };
}

function describeCriterion(losses: readonly number[], criterion: Criterion): CriterionFigure {
  const interval = criterionInterval(losses, criterion, LEVEL);
  return { name: criterion.name, value: criterion.evaluate(losses), interval };
}
