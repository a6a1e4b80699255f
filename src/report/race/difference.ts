/**
 * @file Figure: the race as the running difference to the winner: after each replicate that both have, the rival's criterion on
 * all of those so far less the winner's. What the two share (samples, seeds)
 * cancels out, so that little of the noise is left.
 */
import * as Plot from '@observablehq/plot';
import {
  type BeyondCount,
  CHART_WIDTH,
  frame,
  HALO,
  offScaleCounts,
  offScaleWords,
  roundTicks,
  stripMark,
  xAxis,
  yAxis,
} from '../chart/axes.js';
import { beyondBySteps, type DensityCell, densityMarks, densityOf } from '../chart/density.js';
import { betterWay, type Chart } from '../chart/index.js';
import { type SeriesStyle, seriesStyle } from '../chart/series.js';
import { type ChartScale, chartScale } from '../chart/value-scale.js';
import { showCriterion } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { criterionPhrase } from '../view/choice-words.js';
import type { ReportView } from '../view/report-view.js';
import type { ValueAxis } from '../view/value-axis.js';
import {
  type DifferenceBand,
  differenceAxis,
  differenceBand,
  MOST_STEPS,
  type RacePoint,
  runningDifferences,
  type Track,
} from './running-differences.js';

const CHOICE_STYLE: SeriesStyle = { color: 'var(--choice)', dash: '', symbol: 'circle' };

/** Null without a winner, and where nobody can be compared with it. */
export function differenceFigure(view: ReportView): Chart | null {
  const difference = viewDifference(view);
  if (difference === null) return null;
  const { nameOf } = view.telling;
  return {
    id: 'race-difference',
    title: 'Differences',
    says: differenceConclusion(difference),
    reads: [
      ...differenceReading(difference),
      difference.band === null
        ? null
        : `Band: ${formatShare(difference.band.level)} interval of ${nameOf(difference.band.candidate)} by resampled pairs, at each replicate by itself and from the trainings that chose`,
    ],
    direction: betterWay(difference.axis.worse === 'low'),
    n: `n = ${formatQuantity(difference.compared, 'rival')} on 1 to ${formatCount(difference.rounds)} replicates each`,
    plot: () => drawDifferenceChart(difference, nameOf),
    keys: [
      { name: `${nameOf(difference.winner)}, the winner`, style: CHOICE_STYLE, shows: 'line' },
      ...difference.contenders.map((path, place) => ({
        name: `${nameOf(path.candidate)}${endOf(path)}`,
        style: contenderStyle(place),
      })),
    ],
    data: differenceData(difference),
  };
}

function endOf({ eliminatedAt, stays }: DifferencePath): string {
  if (eliminatedAt !== null) return `, eliminated after ${formatCount(eliminatedAt)}`;
  return stays ? ', in the running' : '';
}

/** How near the nearest end, without a sign: who is better and by how much is estimated from all trainings, and said with the answer. */
function differenceConclusion({ contenders, compared, rivals }: DifferenceView): string {
  const ends = contenders.map(({ points }) => Math.abs(points.at(-1)?.value ?? Number.POSITIVE_INFINITY));
  const furthest = Math.max(...ends.filter(Number.isFinite));
  const some = ends.length === compared ? 'All' : `The nearest ${formatCount(ends.length)} of`;
  const shares = compared < rivals ? ` that ${compared === 1 ? 'shares' : 'share'} replicates with the winner` : '';
  const nearest = `${compared === 1 ? 'The only rival' : `${some} ${formatQuantity(compared, 'rival')}`}${shares}`;
  const end = compared === 1 ? 'ends' : 'end';
  if (!Number.isFinite(furthest))
    return `${nearest} ${end} off the scale: each had a training without a finite figure.`;
  const off = ends.filter((distance) => !Number.isFinite(distance)).length;
  return `${nearest} ${end} within ${formatValue(furthest, 3)} of the winner${off === 0 ? '' : `, and ${formatCount(off)} of them off the scale`}.`;
}

function differenceReading(view: DifferenceView): string[] {
  const { contenders, others, density, beyond, tolerance } = view;
  return [
    `A line is the running ${view.criterion} of a rival less the winner's, over the replicates that both have so far: a lead on few is mostly luck.`,
    ...(contenders.some(({ stays }) => stays) ? ['Heavy: in the running at the end.'] : []),
    ...(others.length > 0 ? ['Thin grey lines: all others.'] : []),
    ...(density.length > 0 ? ['Grey cells count all others.'] : []),
    ...(tolerance === null || tolerance === 0 ? [] : [`Dotted: the tolerance, ${formatValue(tolerance, 2)}.`]),
    ...(beyond.length > 0 ? ['The strip counts those off the scale.'] : []),
  ];
}

function differenceData({ contenders, others, density, band, step }: DifferenceView): Chart['data'] {
  const bandAt = new Map(band?.points.map((point) => [point.round, point]));
  return {
    columns: ['candidate', 'common replicates', 'difference', 'low', 'high', 'candidates'],
    rows: [
      ...[...contenders, ...others].flatMap(({ candidate, points }) =>
        points.map(({ round, value }) => {
          const interval = candidate === band?.candidate ? bandAt.get(round) : undefined;
          return [candidate, round, value, interval?.low ?? null, interval?.high ?? null, 1] as const;
        }),
      ),
      ...density.map(({ round, low, high, count }) => {
        return ['others', step === 1 ? round : `${round} to ${round + step - 1}`, null, low, high, count] as const;
      }),
    ],
  };
}

interface DifferencePath {
  readonly candidate: string;
  /** Whether it may still be chosen. */
  readonly stays: boolean;
  /** Replicates after which it left; null while it is in the race, and where nobody leaves. */
  readonly eliminatedAt: number | null;
  /** `round`: replicates in common so far; `value`: the shown difference, which may be infinite. */
  readonly points: readonly RacePoint[];
}

interface DifferenceView {
  /** `q3 of the loss`. */
  readonly criterion: string;
  readonly winner: string;
  readonly axis: ValueAxis;
  /** Most replicates that anybody has in common with the winner. */
  readonly rounds: number;
  /** The nearest in the order of the answer: few enough to have a style each. */
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
  /** Rivals with a difference. */
  readonly compared: number;
  /** Rivals that there are: in a race that searches most have no replicate in common with the winner. */
  readonly rivals: number;
}

/** A style each, beside the winner's. */
const MOST_CONTENDERS = 7;
/** More of the others are drawn as a density. */
const MOST_OTHERS = 30;

/** Who is nearest is said once, wherever rivals are shown. */
function inOrderOfAnswer(tracks: readonly Track[], { answer }: ReportView): readonly Track[] {
  const places = new Map(answer.rivals.map(({ id }, place) => [id, place]));
  const placeOf = ({ standing }: Track): number => places.get(standing.id) ?? places.size;
  return tracks.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Null without a winner, and where nobody can be compared with it. */
export function viewDifference(view: ReportView): DifferenceView | null {
  const { input, result } = view;
  const shown = showCriterion(input.criterion, input.direction);
  const tracks = inOrderOfAnswer(runningDifferences(view), view);
  const first = tracks[0];
  if (first === undefined || result.winner === null) return null;
  const survivors = new Set(result.survivors);
  const pathOf = ({ standing: { id, eliminatedAt }, points }: Track): DifferencePath => {
    return { candidate: id, stays: survivors.has(id), eliminatedAt, points };
  };
  const contenders = tracks.slice(0, MOST_CONTENDERS).map(pathOf);
  const others = tracks.slice(MOST_CONTENDERS).map(pathOf);
  const band = differenceBand(first, view);
  const axis = differenceAxis(contenders, others, band, shown);
  const rounds = tracks.reduce((most, { points }) => Math.max(most, points.at(-1)?.round ?? 0), 0);
  const step = Math.max(1, Math.ceil(rounds / MOST_STEPS));
  const isMany = others.length > MOST_OTHERS;
  return {
    criterion: criterionPhrase(result),
    winner: result.winner.candidate,
    axis,
    rounds,
    contenders,
    others: isMany ? [] : others,
    density: isMany ? densityOf(others, axis, step) : [],
    points: new Map(tracks.map(({ standing, points }) => [standing.id, points])),
    step,
    beyond: beyondBySteps([...contenders, ...others], axis, step),
    band,
    tolerance: result.tolerance?.value ?? null,
    compared: tracks.length,
    rivals: result.tieSet?.rivals.length ?? tracks.length,
  };
}

/** Names as people read them, by id. */
type NameOf = (id: string) => string;

/** The rival at that place among the contenders; the first style is the winner's. */
function contenderStyle(place: number): SeriesStyle {
  return seriesStyle(place + 1);
}

/** Pixels of a count in the strip. */
const COUNT_WIDTH = 34;

function drawDifferenceChart(view: DifferenceView, nameOf: NameOf): Plot.PlotOptions {
  const { axis, rounds, beyond, tolerance } = view;
  const scale = chartScale(axis, beyond.length > 0, 5);
  const ends = [0.5, rounds + 0.5] as const;
  return {
    ...frame(CHART_WIDTH, 340, [28, 14, 40, 50]),
    opacity: { type: 'identity' },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(`${view.criterion} less the winner's`), scale.tickLabel),
      xAxis(roundTicks(rounds, 9), 'replicates in common with the winner', String),
      ...stripMark('y', scale, ends),
      ...beyondMarks(view, scale, ends[1], 290),
      ...densityMarks(view.density, view.step),
      ...bandMarks(view),
      ...toleranceMarks(tolerance, axis.low, axis.high),
      Plot.ruleY([0], { stroke: 'var(--choice)', strokeWidth: 2.4 }),
      ...view.others.map((path) => lineOf(path, scale, { color: 'var(--dropped)', dash: '', symbol: 'circle' }, 0.8)),
      ...view.contenders.flatMap((path, place) => contenderMarks(path, contenderStyle(place), scale, nameOf)),
      Plot.text([0], {
        x: () => ends[0],
        y: () => 0,
        text: () => 'the winner',
        textAnchor: 'start',
        dx: 4,
        dy: axis.worse === 'high' ? 10 : -10,
        fill: 'var(--choice)',
        fontWeight: 600,
        ...HALO,
      }),
    ],
  };
}

interface Vertex {
  readonly round: number;
  readonly at: number;
  readonly value: number;
}

/** Minus infinity, where the winner's own is infinite for a while, has no place. */
function verticesOf(points: readonly RacePoint[], { place }: ChartScale): Vertex[] {
  return points.map(({ round, value }) => ({ round, value, at: place(value) })).filter(({ at }) => Number.isFinite(at));
}

function lineOf(path: DifferencePath, scale: ChartScale, style: SeriesStyle, strokeWidth: number): Plot.Markish {
  return Plot.line(verticesOf(path.points, scale), {
    x: 'round',
    y: 'at',
    stroke: style.color,
    strokeDasharray: style.dash,
    strokeWidth,
    strokeOpacity: strokeWidth < 1 ? 0.5 : 1,
  });
}

/** Who may still be chosen is drawn heavier; marks are few enough not to hide the line. */
function contenderMarks(path: DifferencePath, style: SeriesStyle, scale: ChartScale, nameOf: NameOf): Plot.Markish[] {
  const vertices = verticesOf(path.points, scale);
  const every = Math.max(1, Math.ceil(vertices.length / 12));
  const marked = vertices.filter((_, index) => (vertices.length - 1 - index) % every === 0);
  return [
    lineOf(path, scale, style, path.stays ? 2.2 : 1.3),
    Plot.dot(marked, { x: 'round', y: 'at', symbol: style.symbol, r: path.stays ? 3.6 : 2.8, fill: style.color }),
    // What is pointed at: larger than what is seen.
    Plot.dot(vertices, {
      x: 'round',
      y: 'at',
      r: 7,
      fill: style.color,
      fillOpacity: 0,
      title: ({ round, value }: Vertex) =>
        `${nameOf(path.candidate)}: ${signed(value)} after ${formatCount(round)} in common`,
    }),
  ];
}

function bandMarks({ band, axis, contenders }: DifferenceView): Plot.Markish[] {
  if (band === null || contenders[0] === undefined) return [];
  const within = (value: number): number => Math.min(axis.high, Math.max(axis.low, value));
  return [
    Plot.areaY(band.points, {
      x: 'round',
      y1: ({ low }) => within(low),
      y2: ({ high }) => within(high),
      fill: contenderStyle(0).color,
      fillOpacity: 0.16,
    }),
  ];
}

function toleranceMarks(tolerance: number | null, low: number, high: number): Plot.Markish[] {
  if (tolerance === null || tolerance === 0) return [];
  const lines = [tolerance, -tolerance].filter((at) => at > low && at < high);
  return [Plot.ruleY(lines, { stroke: 'var(--choice)', strokeWidth: 1, strokeDasharray: '3,3' })];
}

/** Counts stand apart, on so many pixels. */
function beyondMarks(
  { beyond, rounds, step }: DifferenceView,
  scale: ChartScale,
  end: number,
  width: number,
): Plot.Markish[] {
  const room = Math.max(1, Math.ceil((COUNT_WIDTH * rounds) / (width * step)));
  return [
    ...offScaleCounts(
      beyond.filter((_, index) => index % room === 0),
      scale,
    ),
    // Where counts stand close to the end, the caption says what the strip is.
    ...((beyond.at(-1)?.round ?? 0) > 0.75 * rounds ? [] : offScaleWords(end, scale)),
  ];
}

/** With a sign, as differences have one. */
function signed(value: number): string {
  return value > 0 ? `+${formatValue(value, 3)}` : formatValue(value, 3);
}
