/** @file The losses of a set of trials, with every criterion and its interval. */
import { groupBy, isFailure, type Outcome, scoreOf } from '../../../core/index.js';
import {
  type CollapseBar,
  type Criterion,
  collapseBar,
  countEndings,
  criterionInterval,
  type Endings,
  fieldSpread,
  type Interval,
  type NoInterval,
  parseCriterion,
  scoreValue,
} from '../../../stats/index.js';
import {
  asLosses,
  type BesideBaseline,
  besideBaselines,
  type Studied,
  type StudyBaseline,
  studiedValue,
} from './study.js';

export interface CriterionFigure {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | NoInterval;
}

export interface Distribution extends Endings {
  /** The figure of those that count, in the order of the trials; infinite, the worst, of those that count without one. */
  readonly losses: readonly number[];
  /** Among those that collapsed. */
  readonly diverged: number;
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

interface DescribedBy {
  /** Names of criteria beside those that every study tells. */
  readonly further?: readonly string[];
  /** Of outcomes that count under the failure policy, those that do not here, because of what they are paired with; none where absent. */
  readonly leavesOut?: (outcome: Outcome) => boolean;
}

export function describeDistribution(
  outcomes: readonly Outcome[],
  settings: Studied,
  baselines: readonly StudyBaseline[],
  { further = [], leavesOut }: DescribedBy = {},
): Distribution {
  const all = studiedSet(outcomes, settings, baselines);
  const { bar } = all;
  const { values, losses, beside } =
    leavesOut === undefined
      ? all
      : studiedSet(
          outcomes.filter((outcome) => !leavesOut(outcome)),
          settings,
          baselines,
        );
  const criteria = [...new Set([...STUDIED_CRITERIA, ...further])]
    .map((name) => parseCriterion(name))
    .filter(({ minimumTrials }) => losses.length >= minimumTrials);
  return {
    losses: values,
    ...endingsUnder(bar, outcomes, settings),
    diverged: outcomes.filter((outcome) => !isFailure(outcome) && !Number.isFinite(costOf(outcome, settings))).length,
    criteria: criteria.map((criterion) => describeCriterion(losses, criterion, settings, bar)),
    identical: losses.length > 1 && losses.every((loss) => loss === losses[0]),
    baselines: beside,
  };
}

/** Trainings whose losses are looked at together: those that count, what they lie beside, and from where on they collapsed. */
export function studiedSet(outcomes: readonly Outcome[], settings: Studied, baselines: readonly StudyBaseline[]) {
  const { figure, direction } = settings;
  const values = outcomes.map((outcome) => studiedValue(outcome, settings)).filter((value) => value !== undefined);
  const losses = asLosses(values, figure, direction);
  const beside = besideBaselines(outcomes, values, baselines, settings);
  return { values, losses, beside, bar: studyBar(losses, beside, settings) };
}

/** A figure, and which way it is better. */
type Scored = Pick<Studied, 'figure' | 'direction'>;

/** How a candidate's trainings ended, and how many of them count. */
export interface StudyEndings extends Endings {
  readonly candidate: string;
  readonly counted: number;
}

/** In the order of the candidates, of those that were trained; trainings at one sample size have one bar. */
export function endingsOf(
  candidates: readonly string[],
  outcomes: readonly Outcome[],
  settings: Studied,
  baselines: readonly StudyBaseline[],
): readonly StudyEndings[] {
  return candidates.flatMap((candidate) => {
    const own = outcomes.filter(({ trial }) => trial.candidate === candidate);
    if (own.length === 0) return [];
    const sets = [...groupBy(own, ({ trial }) => trial.fidelity.sampleSize).values()].map((set) => {
      const { losses, bar } = studiedSet(set, settings, baselines);
      return { ...endingsUnder(bar, set, settings), counted: losses.length };
    });
    const sum = (of: keyof (typeof sets)[number]) => sets.reduce((all, set) => all + set[of], 0);
    return {
      candidate,
      begun: sum('begun'),
      failed: sum('failed'),
      collapsed: sum('collapsed'),
      counted: sum('counted'),
    };
  });
}

/** Whatever the failure policy leaves out: all were begun. */
function endingsUnder(bar: CollapseBar, outcomes: readonly Outcome[], scored: Scored): Endings {
  const ended = outcomes.map((outcome) => ({ status: outcome.status, loss: costOf(outcome, scored) }));
  return countEndings(ended, bar);
}

/** By the study's figure, of which less is better. */
function costOf(outcome: Outcome, { figure, direction }: Scored): number {
  return asLosses([studiedValue(outcome, { figure, direction }) as number], figure, direction)[0] as number;
}

/** From which loss on a training of a set has collapsed: by the trivial baseline, else by how far the others lie from one another. */
function studyBar(
  losses: readonly number[],
  baselines: readonly Pick<BesideBaseline, 'kind' | 'value'>[],
  { figure, direction }: Scored,
): CollapseBar {
  const trivial = baselines.find(({ kind }) => kind === 'trivial')?.value;
  const [baseline] = asLosses(trivial === undefined ? [] : [trivial], figure, direction);
  return collapseBar(losses, { baseline, spread: fieldSpread([losses]) });
}

/** Losses that are negated scores are told as these. */
function describeCriterion(
  losses: readonly number[],
  criterion: Criterion,
  { figure, direction }: Scored,
  collapse: CollapseBar,
): CriterionFigure {
  const score = scoreOf(figure, direction);
  const ofScores = score.direction === 'maximize';
  const name = ofScores ? criterion.scoreName : criterion.name;
  const interval = criterionInterval(losses, { ...criterion, name }, LEVEL, { range: score.costs, collapse });
  const value = criterion.evaluate(losses);
  if (!ofScores) return { name, value, interval };
  const told = (one: number): number => scoreValue(criterion, one);
  if ('reason' in interval) return { name, value: told(value), interval };
  const [low, high] = [told(interval.low), told(interval.high)].sort((a, b) => a - b) as [number, number];
  return { name, value: told(value), interval: { ...interval, low, high } };
}
