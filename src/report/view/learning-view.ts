/**
 * @file Learning curves of the choice beside the most fragile candidate there is: all trainings of both, with where they
 * came from and how they ended.
 */
import { isFailure, type Outcome } from '../../core/index.js';
import { interquartileRange, quantile } from '../../stats/index.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';
import { countsUpTo } from './race-difference.js';
import { fitAxis, type ValueAxis } from './value-axis.js';

interface CurvePoint {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
}

export interface Curve {
  readonly candidate: string;
  readonly replicate: number;
  /** Finite ones, some of them where there are many epochs. */
  readonly points: readonly CurvePoint[];
  /** `stopped`: it ended well, before the candidate's longest did. */
  readonly end: 'whole' | 'stopped' | 'diverged' | 'failed';
}

/**
 * Quartiles over trainings: one that diverged counts as infinite from there on, one that stopped early keeps its last loss,
 * and one that failed counts as far as it got.
 */
interface CurveBand {
  readonly epoch: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export interface LearningPanel {
  readonly candidate: string;
  readonly role: 'choice' | 'fragile' | 'other';
  /** Drawn: all, or some at even distances. */
  readonly curves: readonly Curve[];
  readonly trainings: number;
  readonly diverged: number;
  readonly failed: number;
  readonly stopped: number;
  readonly band: readonly CurveBand[];
  /** Quartiles of the last losses that were reported, diverged trainings as infinite. */
  readonly last: readonly [low: number, high: number];
}

export interface LearningView {
  readonly panels: readonly LearningPanel[];
  readonly axis: ValueAxis;
  readonly epochs: number;
}

const MOST_CURVES = 40;
const MOST_POINTS = 60;
/** Fewer trainings say little about how fragile somebody is. */
const LEAST_TRAININGS = 3;

/** Null where no training reported a loss per epoch more than once. */
export function viewLearning(standings: readonly ShownStanding[], result: Result): LearningView | null {
  const told = standings.flatMap((standing) => {
    const outcomes = [...standing.outcomes, ...standing.fresh.outcomes].filter(
      ({ lossPerEpoch }) => lossPerEpoch.length > 0,
    );
    return outcomes.some(({ lossPerEpoch }) => lossPerEpoch.length > 1) ? [{ id: standing.id, outcomes }] : [];
  });
  const first = told.find(({ id }) => id === result.choice?.candidate) ?? told[0];
  if (first === undefined) return null;
  const isChoice = first.id === result.choice?.candidate;
  const fragile = mostFragile(told.filter((one) => one !== first));
  const panels = [
    panelOf(first.id, first.outcomes, isChoice ? 'choice' : 'other'),
    ...(fragile === undefined ? [] : [panelOf(fragile.id, fragile.outcomes, 'fragile')]),
  ];
  return {
    panels,
    axis: fitAxis(
      panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points.map(({ loss }) => loss))),
      'minimize',
    ),
    epochs: [first, fragile].reduce((most, one) => Math.max(most, longest(one?.outcomes ?? [])), 1),
  };
}

interface Told {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
}

/** Who diverges most often; where nobody does, whose losses spread most. Only who has been trained often enough. */
function mostFragile(told: readonly Told[]): Told | undefined {
  const judged = told
    .filter(({ outcomes }) => outcomes.length >= LEAST_TRAININGS)
    .map((one) => {
      const finite = one.outcomes.map(({ loss }) => loss).filter(Number.isFinite);
      return {
        one,
        diverging: one.outcomes.filter(({ status }) => status === 'diverged').length / one.outcomes.length,
        spread: finite.length < 2 ? 0 : interquartileRange(finite),
      };
    });
  return judged.sort((a, b) => b.diverging - a.diverging || b.spread - a.spread)[0]?.one;
}

function panelOf(candidate: string, outcomes: readonly Outcome[], role: LearningPanel['role']): LearningPanel {
  const epochs = longest(outcomes.filter(({ status }) => status === 'completed')) || longest(outcomes);
  const step = Math.max(1, outcomes.length / MOST_CURVES);
  const drawn = Array.from(
    { length: Math.min(outcomes.length, MOST_CURVES) },
    (_, place) => outcomes[Math.floor(place * step)] as Outcome,
  );
  const curves = drawn.map((outcome) => curveOf(outcome, epochs));
  const ends = outcomes.map((outcome) => endOf(outcome, epochs));
  const lasts = outcomes.map(lastOf).filter((loss) => !Number.isNaN(loss));
  const count = (wanted: Curve['end']): number => ends.filter((end) => end === wanted).length;
  return {
    candidate,
    role,
    curves,
    trainings: outcomes.length,
    diverged: count('diverged'),
    failed: count('failed'),
    stopped: count('stopped'),
    band: countsUpTo(longest(outcomes), 1, MOST_POINTS).flatMap((epoch) => bandAt(outcomes, epoch)),
    last: lasts.length === 0 ? [Number.NaN, Number.NaN] : [quantile(lasts, 0.25), quantile(lasts, 0.75)],
  };
}

function curveOf(outcome: Outcome, epochs: number): Curve {
  const { trial, lossPerEpoch } = outcome;
  return {
    candidate: trial.candidate,
    replicate: trial.streams.init,
    points: countsUpTo(lossPerEpoch.length, 1, MOST_POINTS).flatMap((epoch) => {
      const loss = lossPerEpoch[epoch - 1];
      return loss !== undefined && Number.isFinite(loss) ? [{ epoch, loss }] : [];
    }),
    end: endOf(outcome, epochs),
  };
}

function endOf(outcome: Outcome, epochs: number): Curve['end'] {
  if (outcome.status === 'diverged') return 'diverged';
  if (isFailure(outcome)) return 'failed';
  return outcome.lossPerEpoch.length < epochs ? 'stopped' : 'whole';
}

/** NaN where a failed training says nothing of the last epoch. */
function lastOf(outcome: Outcome): number {
  if (outcome.status === 'diverged') return Number.POSITIVE_INFINITY;
  return isFailure(outcome) ? Number.NaN : (outcome.lossPerEpoch.at(-1) ?? Number.NaN);
}

function bandAt(outcomes: readonly Outcome[], epoch: number): CurveBand[] {
  const losses = outcomes.flatMap(({ lossPerEpoch, status }) => {
    const loss = lossPerEpoch[epoch - 1];
    if (loss !== undefined && Number.isFinite(loss)) return [loss];
    if (status === 'diverged') return [Number.POSITIVE_INFINITY];
    const last = status === 'completed' && epoch > lossPerEpoch.length ? lossPerEpoch.at(-1) : undefined;
    return last !== undefined && Number.isFinite(last) ? [last] : [];
  });
  if (losses.length === 0) return [];
  return [{ epoch, low: quantile(losses, 0.25), middle: quantile(losses, 0.5), high: quantile(losses, 0.75) }];
}

function longest(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((most, { lossPerEpoch }) => Math.max(most, lossPerEpoch.length), 0);
}
