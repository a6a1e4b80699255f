/** @file What to expect of one more training of the winner: the figure that says most, and between which values it lies, with what that covers. */
import { rangeOf } from '../../core/index.js';
import { newFigure } from '../../stats/index.js';
import { lossWord, wayOf } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { ShownStanding } from '../standing.js';
import { mainMetrics } from '../view/choice-words.js';
import type { ResultExpected, ResultInterval } from './figure-schema.js';
import { lossBarOf, type Member } from './members.js';
import type { ResultChoice } from './result-schema.js';

/** Of the range. */
const LEVEL = 0.9;

/** Trainings of the winner by the figure that says most. */
export interface ToldTrainings {
  readonly metric: string;
  readonly better: 'high' | 'low' | 'zero';
  /** `race`: of the trainings that chose it, which flatters it. */
  readonly from: 'fresh' | 'race';
  readonly replicates: readonly number[];
  /** In their order. */
  readonly values: readonly number[];
  readonly typical: number;
  /** Of the median; null where there is none. */
  readonly interval: ResultInterval | null;
  /** True for a metric of the final set. */
  readonly isFinal: boolean;
}

type Raced = Parameters<typeof lossWord>[0];

/** On the final set, where there is one; else what is raced, of fresh trainings where one counts. Null where none counts. */
export function toldTrainings(
  raced: Raced,
  winner: Pick<ResultChoice, 'final' | 'finalDistribution'>,
  { fresh, race, values }: Member,
  standing: ShownStanding,
): ToldTrainings | null {
  const { finalDistribution: distribution } = winner;
  const [metric] = mainMetrics(winner)[0] ?? [];
  const figure = metric === undefined ? undefined : distribution?.metrics[metric];
  if (distribution !== null && metric !== undefined && figure !== undefined) {
    const { from, replicates } = distribution;
    const { better, median: typical, interval } = figure;
    return { metric, better, from, replicates, values: figure.values, typical, interval, isFinal: true };
  }
  const figures = fresh ?? race;
  if (figures === null) return null;
  return {
    ...{ metric: lossWord(raced), better: wayOf(raced).better, from: fresh === null ? 'race' : 'fresh' },
    replicates: fresh === null ? standing.replicates : standing.fresh.replicates,
    ...{ values, typical: figures.median, interval: fresh?.interval ?? null, isFinal: false },
  };
}

/** Replicates of trainings, fresh ones and those of the race, that count as collapsed. */
export function collapsedReplicates(
  { direction }: Pick<ReportInput, 'direction'>,
  { collapses }: Member,
  standing: ShownStanding,
): ReadonlySet<number> {
  const bar = collapses === null ? Number.POSITIVE_INFINITY : lossBarOf(collapses, direction);
  const among = ({ losses, replicates }: Pick<ShownStanding, 'losses' | 'replicates'>): number[] =>
    replicates.filter((_, place) => {
      const loss = losses[place] as number;
      return loss > bar || loss === Number.POSITIVE_INFINITY;
    });
  return new Set([...among(standing), ...among(standing.fresh)]);
}

/** The range is one of trainings that come out: those that failed or collapsed are counted beside it. */
export function expectedOf(
  told: ToldTrainings,
  collapsed: ReadonlySet<number>,
  { finalInstances, data }: Pick<ReportInput, 'finalInstances' | 'data'>,
): ResultExpected {
  const { metric, better, from, replicates, values, typical, isFinal } = told;
  const trainings = values.filter((value, place) => {
    return Number.isFinite(value) && !collapsed.has(replicates[place] as number);
  });
  const rows = isFinal ? (data.split.final ?? 0) : 0;
  const leftOut = isFinal ? (finalInstances?.leftOut[metric] ?? []) : [];
  const found = newFigure({ trainings, leftOut, rows, better, range: rangeOf(metric) }, LEVEL);
  const set = isFinal ? 'final' : data.split.selection === undefined ? null : 'selection';
  return {
    ...{ metric, set, from, trainings: trainings.length, typical },
    range: found && { ...found, rows: found.covers === 'trainings' ? null : rows },
  };
}
