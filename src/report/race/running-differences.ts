/**
 * @file The running difference of every rival to the winner: after each replicate that both have, the rival's criterion on all
 * of those so far less the winner's, as it is shown. What the two share (samples, seeds) cancels out.
 */
import { randomFrom } from '../../core/index.js';
import {
  type Criterion,
  criterionDifference,
  differenceInterval,
  drawReplicates,
  quantile,
} from '../../stats/index.js';
import { countsUpTo } from '../chart/axes.js';
import { type ShownCriterion, showCriterion, showInterval } from '../direction.js';
import type { ShownStanding } from '../standing.js';
import type { ReportView } from '../view/report-view.js';
import type { Telling } from '../view/telling.js';
import { fitAxis, type ValueAxis } from '../view/value-axis.js';

/** A difference after so many replicates in common, which may be infinite. */
interface RacePoint {
  readonly round: number;
  readonly value: number;
}

/** One rival with at least one difference. */
export interface Track {
  readonly standing: ShownStanding;
  /** Losses on the replicates that it has in common with the winner, in order. */
  readonly pairs: { readonly rival: Float64Array; readonly winner: Float64Array };
  /** `round`: replicates in common so far; `value`: the shown difference, which may be infinite. */
  readonly points: readonly RacePoint[];
}

/** Of a rival, at each replicate by itself. */
export type DifferenceBand = readonly { readonly round: number; readonly low: number; readonly high: number }[];

const MOST_STEPS = 60;
const MOST_BANDS = 20;
const RESAMPLES = 300;
export const BAND_LEVEL = 0.95;

/** In the order of the answer, which says once what is nearest; none without a winner. */
export function runningDifferences({ input, standings, result, answer }: ReportView): readonly Track[] {
  const winner = standings.find(({ id }) => id === result.winner?.candidate);
  if (winner === undefined) return [];
  const shown = showCriterion(input.criterion, input.direction);
  const places = new Map(winner.replicates.map((replicate, place) => [replicate, place]));
  const order = new Map(answer.rivals.map(({ id }, place) => [id, place]));
  const placeOf = ({ standing }: Track): number => order.get(standing.id) ?? order.size;
  const tracks = standings.flatMap((standing): Track[] => {
    if (standing === winner) return [];
    const pairs = pairsOf(standing, winner, places);
    const points = differencesOf(pairs, input.criterion, shown);
    return points.length === 0 ? [] : [{ standing, pairs, points }];
  });
  return tracks.sort((a, b) => placeOf(a) - placeOf(b));
}

function pairsOf(rival: ShownStanding, winner: ShownStanding, places: ReadonlyMap<number, number>): Track['pairs'] {
  const common = rival.replicates.flatMap((replicate, own) => {
    const place = places.get(replicate);
    return place === undefined ? [] : [{ own, place }];
  });
  return {
    rival: Float64Array.from(common, ({ own }) => rival.losses[own] as number),
    winner: Float64Array.from(common, ({ place }) => winner.losses[place] as number),
  };
}

function differencesOf({ rival, winner }: Track['pairs'], criterion: Criterion, { show }: ShownCriterion): RacePoint[] {
  return countsUpTo(rival.length, criterion.minimumTrials, MOST_STEPS).map((round) => ({
    round,
    value: show(criterionDifference(rival.subarray(0, round), winner.subarray(0, round), criterion)),
  }));
}

/** Null where there are too few replicates for one. */
export function differenceBand({ pairs }: Track, { input }: ReportView): DifferenceBand | null {
  const shown = showCriterion(input.criterion, input.direction);
  const points = countsUpTo(pairs.rival.length, 2, MOST_BANDS).flatMap((round) => {
    const draws = drawReplicates(round, RESAMPLES, randomFrom('report/race-band', round));
    const parts = [pairs.rival.subarray(0, round), pairs.winner.subarray(0, round)] as const;
    const interval = showInterval(differenceInterval(...parts, input.criterion, BAND_LEVEL, draws), shown);
    if ('reason' in interval || !Number.isFinite(interval.low) || !Number.isFinite(interval.high)) return [];
    return [{ round, low: interval.low, high: interval.high }];
  });
  return points.length < 2 ? null : points;
}

/** Zero and the contenders fill it; of the others it reaches to their middle. */
export function differenceAxis(
  contenders: readonly Pick<Track, 'points'>[],
  others: readonly Pick<Track, 'points'>[],
  band: DifferenceBand | null,
  { better }: Pick<Telling, 'better'>,
): ValueAxis {
  const valuesOf = (paths: readonly Pick<Track, 'points'>[]): number[] =>
    paths.flatMap(({ points }) => points.map(({ value }) => value).filter(Number.isFinite));
  const far = valuesOf(others);
  const middle = far.length === 0 ? 0 : quantile(far, 0.5);
  const banded = (band ?? []).flatMap(({ low, high }) => [low, high]);
  // Zero, and every contender's last value with it, is on the axis whatever comes.
  const near = [0, ...valuesOf(contenders), ...banded];
  const drawn = [...near, ...far.filter((value) => (better === 'high' ? value >= middle : value <= middle))];
  return fitAxis(drawn, better === 'high' ? 'maximize' : 'minimize');
}
