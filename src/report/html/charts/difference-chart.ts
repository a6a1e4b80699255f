/** @file Figure: the running difference of each rival to the choice, with the decisions that it led to. */
import * as Plot from '@observablehq/plot';
import { type SeriesStyle, seriesStyle } from '../../figures/series-style.js';
import { formatCount, formatValue } from '../../number-text.js';
import type { ToldDecision } from '../../view/race-decisions.js';
import type { DifferencePath, DifferenceView } from '../../view/race-difference.js';
import type { RacePoint } from '../../view/race-view.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, stripMark, xAxis, yAxis } from './frame.js';
import { offScaleCounts, offScaleWords } from './off-scale.js';
import { roundTicks } from './round-scale.js';
import { type CrossGroup, cellMark, crossMark } from './shapes.js';
import { type ChartScale, chartScale } from './value-scale.js';

/** Names as people read them, by id. */
type NameOf = (id: string) => string;

/** The rival at that place among the contenders; the first style is the choice's. */
export function contenderStyle(place: number): SeriesStyle {
  return seriesStyle(place + 1);
}

const DENSITY_STEPS = [0.14, 0.24, 0.36, 0.5, 0.66];
/** Crosses of all decisions together, each decision having one at least. */
const MOST_CROSSES = 300;
/** Pixels of a count in the strip. */
const COUNT_WIDTH = 34;

export function drawDifferenceChart(
  id: string,
  view: DifferenceView,
  decisions: readonly ToldDecision[],
  nameOf: NameOf,
  size: ChartSize,
): Markup {
  const isWide = size === 'wide';
  const { axis, rounds, beyond, tolerance } = view;
  const scale = chartScale(axis, beyond.length > 0, isWide ? 7 : 5);
  const ends = [0.5, rounds + 0.5] as const;
  return drawFigure(id, describe(view, nameOf), {
    ...frame(CHART_WIDTHS[size], isWide ? 420 : 340, [28, 14, 40, isWide ? 62 : 50]),
    opacity: { type: 'identity' },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(`${view.criterion} less the choice's`), scale.tickLabel),
      xAxis(roundTicks(rounds, isWide ? 20 : 9), 'replicates in common with the choice', String),
      ...stripMark('y', scale, ends),
      ...beyondMarks(view, scale, ends[1], isWide ? 720 : 290),
      ...densityMarks(view),
      ...bandMarks(view),
      ...toleranceMarks(tolerance, axis.low, axis.high),
      Plot.ruleY([0], { stroke: 'var(--choice)', strokeWidth: 2.4 }),
      ...view.others.map((path) => lineOf(path, scale, { color: 'var(--dropped)', dash: '', symbol: 'circle' }, 0.8)),
      ...view.contenders.flatMap((path, place) => contenderMarks(path, contenderStyle(place), scale, nameOf)),
      crossMark(crossesOf(view, decisions, scale), 'data-decision', 'var(--worse)'),
      Plot.text([0], {
        x: () => ends[0],
        y: () => 0,
        text: () => 'the choice',
        textAnchor: 'start',
        dx: 4,
        dy: axis.worse === 'high' ? 10 : -10,
        fill: 'var(--choice)',
        fontWeight: 600,
        ...HALO,
      }),
    ],
  });
}

interface Vertex {
  readonly round: number;
  readonly at: number;
  readonly value: number;
}

/** Minus infinity, where the choice's own is infinite for a while, has no place. */
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

function densityMarks({ density, step }: DifferenceView): Plot.Markish[] {
  const most = Math.max(1, ...density.map(({ count }) => count));
  return DENSITY_STEPS.map((fillOpacity, level) => {
    const cells = density.filter(({ count }) => levelOf(count, most) === level);
    return cellMark(
      cells.map(({ round, low, high }) => ({ x1: round - 0.5, x2: round - 0.5 + step, y1: low, y2: high })),
      { fill: 'var(--dropped)', fillOpacity, gap: 0.4 },
    );
  });
}

/** By the square root, so that one candidate alone is seen beside hundreds. */
function levelOf(count: number, most: number): number {
  return Math.min(DENSITY_STEPS.length - 1, Math.floor(Math.sqrt((count - 1) / most) * DENSITY_STEPS.length));
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

/** Where each who changed stood on its path by then; nobody without a path. */
function crossesOf(view: DifferenceView, decisions: readonly ToldDecision[], scale: ChartScale): CrossGroup[] {
  const each = Math.max(1, Math.floor(MOST_CROSSES / Math.max(1, decisions.length)));
  return decisions.flatMap(({ text, changed }, number) => {
    const places = changed.flatMap(({ candidate, n }) => {
      const vertex = verticesOf(view.points.get(candidate) ?? [], scale).findLast(({ round }) => round <= n);
      return vertex === undefined ? [] : [{ x: vertex.round, y: vertex.at }];
    });
    return places.length === 0 ? [] : [{ number, title: text, places: places.slice(0, each) }];
  });
}

/** With a sign, as differences have one. */
function signed(value: number): string {
  return value > 0 ? `+${formatValue(value, 3)}` : formatValue(value, 3);
}

function describe(view: DifferenceView, nameOf: NameOf): { title: string; text: string } {
  const { criterion, choice, contenders, compared } = view;
  const ends = contenders.map((path) => {
    const last = path.points.at(-1);
    return `${nameOf(path.candidate)}: ${last === undefined ? 'none' : signed(last.value)} after ${last?.round ?? 0}.`;
  });
  return {
    title: `${criterion}: difference to ${nameOf(choice)} on common replicates`,
    text: `${formatCount(compared)} rivals. ${ends.join(' ')}`,
  };
}
