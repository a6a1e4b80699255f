/**
 * @file Figure: the race as the running difference to the winner: after each replicate that both have, the rival's criterion on
 * all of those so far less the winner's. What the two share (samples, seeds) cancels out, so that little of the noise is left.
 */
import * as Plot from '@observablehq/plot';
import { randomFrom } from '../../core/index.js';
import {
  type Criterion,
  criterionDifference,
  differenceInterval,
  drawReplicates,
  quantile,
} from '../../stats/index.js';
import { CHART_WIDTH, countsUpTo, frame, roundTicks, stripMark, xAxis, yAxis } from '../chart/axes.js';
import { betterWay, type Chart, type SeriesStyle, seriesStyle } from '../chart/index.js';
import { chartScale } from '../chart/value-scale.js';
import { type ShownCriterion, showCriterion, showInterval } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ShownStanding } from '../standing.js';
import { namedColumns, type Table } from '../table/table.js';
import { criterionPhrase } from '../view/choice-words.js';
import type { ReportView } from '../view/report-view.js';
import type { Telling } from '../view/telling.js';
import { fitAxis, isBeyond, type ValueAxis } from '../view/value-axis.js';

/** A style each, beside the winner's: the nearest in the order of the answer. */
const MOST_CONTENDERS = 7;
/** Thin lines behind these. */
const MOST_OTHERS = 40;

const WINNER_STYLE: SeriesStyle = { color: 'var(--choice)', dash: '', symbol: 'circle' };

/** Null without a winner, and where none can be compared with it. */
export function differenceFigure(view: ReportView): Chart | null {
  const { result, telling } = view;
  const tracks = runningDifferences(view);
  const [first] = tracks;
  if (first === undefined || result.winner === null) return null;
  const contenders = tracks.slice(0, MOST_CONTENDERS);
  const others = tracks.slice(MOST_CONTENDERS, MOST_CONTENDERS + MOST_OTHERS);
  const left = tracks.length - contenders.length - others.length;
  const band = differenceBand(first, view);
  const axis = differenceAxis(contenders, tracks.slice(MOST_CONTENDERS), band, telling);
  const rounds = Math.max(...tracks.map(lastRound));
  const phrase = criterionPhrase(result);
  const tolerance = result.tolerance?.value ?? 0;
  const stays = new Set(result.survivors);
  const rows = [...contenders, ...others].flatMap((track) =>
    track.points.map(({ round, value }) => {
      const ends = track === first ? band?.find((one) => one.round === round) : undefined;
      return { id: track.standing.id, round, value, ends };
    }),
  );
  const hasBeyond = tracks.some(({ points }) => points.some(({ value }) => isBeyond(axis, value)));
  return {
    says: endText(contenders),
    reads: [
      'A line is a rival over the replicates that both have so far: a lead on few is mostly luck.',
      others.length === 0
        ? null
        : `Grey: the next ${formatCount(others.length)}${left > 0 ? `; ${formatCount(left)} more are not drawn` : ''}.`,
      tolerance === 0 ? null : `Dotted: the tolerance, ${formatValue(tolerance, 2)}.`,
      hasBeyond ? 'In the strip: how many are off the scale.' : null,
      band && `Band: ${formatShare(BAND_LEVEL)} interval of the first, at each replicate by itself`,
    ],
    direction: betterWay(axis.worse === 'low'),
    n: `n = ${formatQuantity(tracks.length, 'rival')} on 1 to ${formatCount(rounds)} replicates each`,
    keys: [
      { name: `${telling.nameOf(result.winner.candidate)}, the winner`, style: WINNER_STYLE, shows: 'line' },
      ...contenders.map((track, place) => ({
        name: `${telling.nameOf(track.standing.id)}${leftText(track, stays)}`,
        style: seriesStyle(place + 1),
      })),
    ],
    plot: () =>
      drawDifferences({
        ...{ tracks, contenders, others, band, axis, rounds, phrase, tolerance, stays, hasBeyond },
        nameOf: telling.nameOf,
      }),
    data: {
      ...{ id: 'race-difference', caption: 'Differences', rows },
      columns: [
        ...namedColumns<(typeof rows)[number]>(
          'candidate',
          ({ id }) => id,
          ({ id }) => telling.nameOf(id),
        ),
        { key: 'common replicates', unit: 'count', of: ({ round }) => round },
        {
          ...{ key: 'difference', unit: 'value' },
          of: ({ value }) => value,
          interval: ({ ends }) =>
            ends === undefined ? null : { ...ends, level: BAND_LEVEL, method: 'at each replicate by itself' },
        },
      ],
    } satisfies Table<(typeof rows)[number]>,
  };
}

/** How near they end, without a sign: which is better, and by how much, is estimated from all trainings and said with the answer. */
function endText(contenders: readonly Track[]): string {
  const ends = contenders.map(({ points }) => Math.abs(points.at(-1)?.value ?? Number.POSITIVE_INFINITY));
  const finite = ends.filter(Number.isFinite);
  const within = `within ${formatValue(Math.max(...finite), 3)} of the winner.`;
  if (finite.length === 0) return 'All end off the scale: each had a training without a finite figure.';
  if (finite.length === ends.length)
    return ends.length === 1
      ? `The only rival ends ${within}`
      : `The nearest ${formatCount(ends.length)} end ${within}`;
  return `Of the nearest ${formatCount(ends.length)}, ${formatCount(ends.length - finite.length)} end off the scale, the others ${within}`;
}

function leftText({ standing: { id, eliminatedAt } }: Track, stays: ReadonlySet<string>): string {
  if (eliminatedAt !== null) return `, out after ${formatCount(eliminatedAt)}`;
  return stays.has(id) ? ', in the running' : '';
}

function lastRound({ points }: Track): number {
  return points.at(-1)?.round ?? 0;
}

interface Drawn {
  readonly tracks: readonly Track[];
  readonly contenders: readonly Track[];
  readonly others: readonly Track[];
  /** Of the first contender. */
  readonly band: DifferenceBand | null;
  readonly axis: ValueAxis;
  readonly rounds: number;
  /** `q3 of the loss`. */
  readonly phrase: string;
  readonly tolerance: number;
  readonly stays: ReadonlySet<string>;
  readonly hasBeyond: boolean;
  readonly nameOf: (id: string) => string;
}

function drawDifferences(drawn: Drawn): Plot.PlotOptions {
  const { contenders, others, band, axis, rounds, phrase, tolerance, stays, hasBeyond, nameOf } = drawn;
  const scale = chartScale(axis, hasBeyond, 5);
  const ends = [0.5, rounds + 0.5] as const;
  const ticks = roundTicks(rounds, 9);
  const within = (value: number): number => Math.min(axis.high, Math.max(axis.low, value));
  // Minus infinity, where the winner's own is infinite for a while, has no place.
  const verticesOf = (tracks: readonly Track[]) =>
    tracks.flatMap(({ standing: { id }, points }, place) =>
      points.flatMap(({ round, value }, index) => {
        const at = scale.place(value);
        return Number.isFinite(at) ? [{ id, place, round, value, at, toEnd: points.length - 1 - index }] : [];
      }),
    );
  const near = verticesOf(contenders);
  const beyond = [...new Set([1, ...ticks])]
    .map((round) => ({ round, count: beyondAt(drawn, round) }))
    .filter(({ count }) => count > 0);
  const line = { x: 'round', y: 'at', z: 'id' } as const;
  return {
    ...frame(CHART_WIDTH, 340, [28, 14, 40, 50]),
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(`${phrase} less the winner's`), scale.tickLabel),
      xAxis(ticks, 'replicates in common with the winner', String),
      ...stripMark('y', scale, ends),
      Plot.text(beyond, {
        ...{ x: 'round', y: () => scale.strip?.note ?? null, text: ({ count }) => formatCount(count) },
        ...{ fill: 'var(--worse)', fontWeight: 600, fontSize: 11 },
      }),
      Plot.areaY(band ?? [], {
        ...{ x: 'round', y1: ({ low }) => within(low), y2: ({ high }) => within(high) },
        ...{ fill: seriesStyle(1).color, fillOpacity: 0.16 },
      }),
      Plot.ruleY(
        [tolerance, -tolerance].filter((at) => at !== 0 && at > axis.low && at < axis.high),
        { stroke: 'var(--choice)', strokeWidth: 1, strokeDasharray: '3,3' },
      ),
      Plot.ruleY([0], { stroke: 'var(--choice)', strokeWidth: 2.4 }),
      Plot.line(verticesOf(others), { ...line, stroke: 'var(--dropped)', strokeWidth: 0.8, strokeOpacity: 0.5 }),
      ...contenders.map(({ standing: { id } }, place) => {
        const { color, dash } = seriesStyle(place + 1);
        const strokeWidth = stays.has(id) ? 2.2 : 1.3;
        return Plot.line(
          near.filter((one) => one.id === id),
          { ...line, stroke: color, strokeDasharray: dash, strokeWidth },
        );
      }),
      // Few enough not to hide the lines.
      Plot.dot(
        near.filter(({ toEnd }) => toEnd % Math.ceil(rounds / 12) === 0),
        { ...line, symbol: styleOf('symbol'), r: 3.2, fill: styleOf('color') },
      ),
      // What is pointed at: larger than what is seen.
      Plot.dot(near, {
        ...{ ...line, r: 7, fill: styleOf('color'), fillOpacity: 0 },
        title: ({ id, value, round }) =>
          `${nameOf(id)}: ${value > 0 ? '+' : ''}${formatValue(value, 3)} after ${formatCount(round)} in common`,
      }),
    ],
  };
}

function styleOf<Part extends keyof SeriesStyle>(part: Part) {
  return ({ place }: { readonly place: number }): SeriesStyle[Part] => seriesStyle(place + 1)[part];
}

/** Rivals off the scale after so many replicates in common, of those that have as many. */
function beyondAt({ tracks, axis }: Pick<Drawn, 'tracks' | 'axis'>, round: number): number {
  return tracks.filter(
    (track) =>
      lastRound(track) >= round && isBeyond(axis, track.points.findLast((point) => point.round <= round)?.value ?? 0),
  ).length;
}

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
