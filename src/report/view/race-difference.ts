/**
 * @file The race as the running difference to the choice: after each replicate that both have, the rival's criterion on all
 * of those so far less the choice's. What the two share (samples, seeds) cancels out, so that little of the noise is left.
 */
import { randomFrom } from '../../core/index.js';
import {
  type Criterion,
  criterionDifference,
  differenceInterval,
  drawReplicates,
  quantile,
} from '../../stats/index.js';
import { type ShownCriterion, showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { Result } from '../result/result-schema.js';
import { showInterval } from '../result/show-interval.js';
import type { ShownStanding } from '../standing.js';
import type { BeyondCount, RacePoint } from './race-view.js';
import { fitAxis, isBeyond, type ValueAxis } from './value-axis.js';

export interface DifferencePath {
  readonly candidate: string;
  /** Whether it may still be chosen. */
  readonly stays: boolean;
  /** Replicates after which it left; null while it is in the race, and where nobody leaves. */
  readonly eliminatedAt: number | null;
  /** `round`: replicates in common so far; `value`: the shown difference, which may be infinite. */
  readonly points: readonly RacePoint[];
}

/** How many of the other rivals had a difference from `low` to `high` after so many common replicates. */
interface DensityCell {
  readonly round: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Of the rival that it belongs to, pointwise. */
interface DifferenceBand {
  readonly candidate: string;
  readonly level: number;
  readonly points: readonly { readonly round: number; readonly low: number; readonly high: number }[];
}

export interface DifferenceView {
  /** `q3 of the loss`. */
  readonly criterion: string;
  readonly choice: string;
  readonly axis: ValueAxis;
  /** Most replicates that anybody has in common with the choice. */
  readonly rounds: number;
  /** The nearest by rank, best first: few enough to have a style each. */
  readonly contenders: readonly DifferencePath[];
  /** All others; drawn one by one where `density` is empty. */
  readonly others: readonly DifferencePath[];
  readonly density: readonly DensityCell[];
  /** Of every rival, whether it is drawn or not. */
  readonly points: ReadonlyMap<string, readonly RacePoint[]>;
  /** Width of a cell of the density, in replicates. */
  readonly step: number;
  readonly beyond: readonly BeyondCount[];
  /** Of the first contender; null where there are too few replicates for one. */
  readonly band: DifferenceBand | null;
  /** A difference that does not count, in units of the loss; null where the rule has none. */
  readonly tolerance: number | null;
  /** Rivals with a difference, and those who end better than the choice. */
  readonly compared: number;
  readonly better: number;
  /** Who ends best of the rivals. */
  readonly best: { readonly candidate: string; readonly difference: number; readonly n: number };
}

/** A style each, beside the choice's. */
const MOST_CONTENDERS = 7;
/** More of the others are drawn as a density. */
const MOST_OTHERS = 30;
const MOST_STEPS = 60;
const DENSITY_BINS = 36;
const MOST_BANDS = 20;
const RESAMPLES = 300;
const LEVEL = 0.95;

interface Track {
  readonly standing: ShownStanding;
  /** In common with the choice, in order. */
  readonly pairs: Pairs;
  readonly points: readonly RacePoint[];
}

interface Pairs {
  readonly rival: Float64Array;
  readonly choice: Float64Array;
}

/** Null without a choice, and where nobody can be compared with it. */
export function viewDifference(
  input: ReportInput,
  standings: readonly ShownStanding[],
  result: Result,
): DifferenceView | null {
  const choice = standings.find(({ id }) => id === result.choice?.candidate);
  if (choice === undefined) return null;
  const shown = showCriterion(input.criterion, input.direction);
  const places = new Map(choice.replicates.map((replicate, place) => [replicate, place]));
  const tracks = standings.flatMap((standing): Track[] => {
    if (standing === choice) return [];
    const pairs = pairsOf(standing, choice, places);
    const points = runningDifference(pairs, input.criterion, shown);
    return points.length === 0 ? [] : [{ standing, pairs, points }];
  });
  const first = tracks[0];
  if (first === undefined) return null;
  const survivors = new Set(result.survivors);
  const pathOf = ({ standing: { id, eliminatedAt }, points }: Track): DifferencePath => {
    return { candidate: id, stays: survivors.has(id), eliminatedAt, points };
  };
  const contenders = tracks.slice(0, MOST_CONTENDERS).map(pathOf);
  const others = tracks.slice(MOST_CONTENDERS).map(pathOf);
  const band = bandOf(first, input.criterion, shown);
  const axis = axisOf(contenders, others, band, shown);
  const rounds = tracks.reduce((most, { points }) => Math.max(most, points.at(-1)?.round ?? 0), 0);
  const step = Math.max(1, Math.ceil(rounds / MOST_STEPS));
  const isMany = others.length > MOST_OTHERS;
  const ends = tracks.map(({ standing, points }) => ({ candidate: standing.id, ...(points.at(-1) as RacePoint) }));
  const toLoss = (value: number): number => (shown.largerIsBetter ? -value : value);
  const best = ends.reduce((least, end) => (toLoss(end.value) < toLoss(least.value) ? end : least));
  return {
    criterion: shown.phrase,
    choice: choice.id,
    axis,
    rounds,
    contenders,
    others: isMany ? [] : others,
    density: isMany ? densityOf(others, axis, step) : [],
    points: new Map(tracks.map(({ standing, points }) => [standing.id, points])),
    step,
    beyond: countBeyond([...contenders, ...others], axis, step),
    band,
    tolerance: result.tolerance?.value ?? null,
    compared: tracks.length,
    better: ends.filter(({ value }) => toLoss(value) < 0).length,
    best: { candidate: best.candidate, difference: best.value, n: best.round },
  };
}

function pairsOf(rival: ShownStanding, choice: ShownStanding, places: ReadonlyMap<number, number>): Pairs {
  const common = rival.replicates.flatMap((replicate, own) => {
    const place = places.get(replicate);
    return place === undefined ? [] : [{ own, place }];
  });
  return {
    rival: Float64Array.from(common, ({ own }) => rival.losses[own] as number),
    choice: Float64Array.from(common, ({ place }) => choice.losses[place] as number),
  };
}

function runningDifference({ rival, choice }: Pairs, criterion: Criterion, { show }: ShownCriterion): RacePoint[] {
  return countsUpTo(rival.length, criterion.minimumTrials, MOST_STEPS).map((round) => ({
    round,
    value: show(criterionDifference(rival.subarray(0, round), choice.subarray(0, round), criterion)),
  }));
}

/** Counts from `least` to `n`, the last one included: all of them, or so many at even distances. */
export function countsUpTo(n: number, least: number, most: number): number[] {
  const all = n - least + 1;
  if (all <= 0) return [];
  const kept = Math.min(all, most);
  return Array.from({ length: kept }, (_, index) => n - Math.floor(((kept - 1 - index) * all) / kept));
}

function bandOf({ standing, pairs }: Track, criterion: Criterion, shown: ShownCriterion): DifferenceBand | null {
  const points = countsUpTo(pairs.rival.length, 2, MOST_BANDS).flatMap((round) => {
    const draws = drawReplicates(round, RESAMPLES, randomFrom('report/race-band', round));
    const parts = [pairs.rival.subarray(0, round), pairs.choice.subarray(0, round)] as const;
    const interval = showInterval(differenceInterval(...parts, criterion, LEVEL, draws), shown);
    if ('reason' in interval || !Number.isFinite(interval.low) || !Number.isFinite(interval.high)) return [];
    return [{ round, low: interval.low, high: interval.high }];
  });
  return points.length < 2 ? null : { candidate: standing.id, level: LEVEL, points };
}

/** Zero and the contenders fill it; of the others it reaches to their middle. */
function axisOf(
  contenders: readonly DifferencePath[],
  others: readonly DifferencePath[],
  band: DifferenceBand | null,
  { largerIsBetter }: ShownCriterion,
): ValueAxis {
  const toLoss = (value: number): number => (largerIsBetter ? -value : value);
  const valuesOf = (paths: readonly DifferencePath[]): number[] =>
    paths.flatMap(({ points }) => points.map(({ value }) => toLoss(value)).filter(Number.isFinite));
  const far = valuesOf(others);
  const middle = far.length === 0 ? 0 : quantile(far, 0.5);
  const banded = band === null ? [] : band.points.flatMap(({ low, high }) => [toLoss(low), toLoss(high)]);
  // Zero, and every contender's last value with it, is on the axis whatever comes.
  const near = [0, ...valuesOf(contenders), ...banded];
  const drawn = [...near, ...far.filter((value) => value <= middle)].map(toLoss);
  return fitAxis(drawn, largerIsBetter ? 'maximize' : 'minimize');
}

function densityOf(paths: readonly DifferencePath[], axis: ValueAxis, step: number): DensityCell[] {
  const width = axis.high - axis.low;
  const counts = new Map<number, number>();
  for (const { points } of paths) {
    const seen = new Set<number>();
    for (const { round, value } of points) {
      if (isBeyond(axis, value) || value < axis.low || value > axis.high) continue;
      const bin = Math.min(DENSITY_BINS - 1, Math.floor(((value - axis.low) / width) * DENSITY_BINS));
      seen.add(Math.floor((round - 1) / step) * DENSITY_BINS + bin);
    }
    for (const cell of seen) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts].map(([cell, count]) => {
    const bin = cell % DENSITY_BINS;
    return {
      round: Math.floor(cell / DENSITY_BINS) * step + 1,
      low: axis.low + (bin / DENSITY_BINS) * width,
      high: axis.low + ((bin + 1) / DENSITY_BINS) * width,
      count,
    };
  });
}

/** By the first round of each step. */
function countBeyond(paths: readonly DifferencePath[], axis: ValueAxis, step: number): BeyondCount[] {
  const counts = new Map<number, { infinite: number; finite: number }>();
  for (const { points } of paths) {
    for (const { round, value } of points) {
      if (!isBeyond(axis, value) || (round - 1) % step !== 0) continue;
      const count = counts.get(round) ?? { infinite: 0, finite: 0 };
      count[Number.isFinite(value) ? 'finite' : 'infinite']++;
      counts.set(round, count);
    }
  }
  return [...counts].sort(([a], [b]) => a - b).map(([round, count]) => ({ round, ...count }));
}
