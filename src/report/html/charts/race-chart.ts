/** @file Figure: the criterion of every candidate after each replicate, from the first to the last it was trained in. */
import * as Plot from '@observablehq/plot';
import type { SeriesStyle } from '../../figures/series-style.js';
import { formatCount, formatValue } from '../../number-text.js';
import type { PathRole, RacePath, RaceView } from '../../view/race-view.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, type Margins, MUTED, stripMark, xAxis, yAxis } from './frame.js';
import { offScaleCounts, offScaleWords } from './off-scale.js';
import { roundTicks } from './round-scale.js';
import { type ChartScale, chartScale } from './value-scale.js';

interface Vertex {
  readonly path: RacePath;
  readonly round: number;
  readonly value: number;
  readonly opacity: number;
}

/** Told apart by dash and mark as well. */
export const ROLE_STYLES: Readonly<Record<PathRole, SeriesStyle>> = {
  choice: { color: 'var(--choice)', dash: '', symbol: 'circle' },
  racing: { color: 'var(--racing)', dash: '8,3', symbol: 'square' },
  late: { color: 'var(--late)', dash: '2,3', symbol: 'triangle' },
  dropped: { color: 'var(--dropped)', dash: '', symbol: 'diamond' },
};

export function drawRaceChart(id: string, race: RaceView, size: ChartSize): Markup {
  const isWide = size === 'wide';
  const scale = chartScale(race.axis, race.beyond.length > 0, isWide ? 7 : 5);
  const margins: Margins = [26, 14, 40, isWide ? 52 : 44];
  const [start, end] = race.rounds > 1 ? [0.9, race.rounds + 0.1] : [0.5, 1.5];
  const ends = [start, end] as const;
  const vertices = race.paths.flatMap((path) => verticesOf(path, race, scale));
  const of = (...roles: PathRole[]): Vertex[] => vertices.filter(({ path }) => roles.includes(path.role));
  return drawFigure(id, describe(race), {
    ...frame(CHART_WIDTHS[size], isWide ? 440 : 360, margins),
    opacity: { type: 'identity' },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(race.criterion), scale.tickLabel),
      xAxis(roundTicks(race.rounds, isWide ? 20 : 9), 'trials per candidate', String),
      ...stripMark('y', scale, ends),
      ...offScaleCounts(race.beyond, scale),
      ...offScaleWords(end, scale),
      ...fieldMarks(race, scale),
      pathMark(of('dropped'), 0.9),
      endMark(of('dropped'), 1.8),
      pathMark(of('late'), 1.3),
      endMark(of('late'), 2.4),
      pathMark(of('racing'), 1.6),
      endMark(of('racing'), 3),
      pathMark(of('choice'), 2.8),
      ...choiceMarks(of('choice')),
    ],
  });
}

function verticesOf(path: RacePath, race: RaceView, scale: ChartScale): Vertex[] {
  const opacity = path.role === 'dropped' ? fadedOpacity(path, race) : 1;
  return path.points.map(({ round, value }) => ({ path, round, value: scale.place(value), opacity }));
}

/** The earlier a path ends, the fainter it is; the more paths there are, the fainter all of them. */
function fadedOpacity({ points }: RacePath, { rounds, paths }: RaceView): number {
  const lasted = (points.at(-1)?.round ?? 0) / Math.max(1, rounds);
  const crowding = Math.min(1, 12 / Math.sqrt(paths.length + 1));
  return Number(Math.max(0.22, crowding * (0.25 + 0.6 * lasted ** 2)).toFixed(2));
}

function pathMark(vertices: readonly Vertex[], strokeWidth: number): Plot.Markish {
  const style = ROLE_STYLES[vertices[0]?.path.role ?? 'dropped'];
  return Plot.line(vertices, {
    x: 'round',
    y: 'value',
    z: ({ path }: Vertex) => path.candidate,
    stroke: style.color,
    strokeDasharray: style.dash,
    strokeOpacity: 'opacity',
    strokeWidth,
    title: titleOf,
  });
}

/** A dot at the last trial of a candidate: one trial alone makes no line. */
function endMark(vertices: readonly Vertex[], r: number): Plot.Markish {
  const ends = vertices.filter(({ path, round }) => round === path.points.at(-1)?.round);
  const style = ROLE_STYLES[vertices[0]?.path.role ?? 'dropped'];
  return Plot.dot(ends, {
    x: 'round',
    y: 'value',
    r,
    fill: style.color,
    symbol: style.symbol,
    fillOpacity: 'opacity',
    title: titleOf,
  });
}

function choiceMarks(vertices: readonly Vertex[]): Plot.Markish[] {
  const end = vertices.at(-1);
  if (!end) return [];
  return [
    Plot.dot(vertices, { x: 'round', y: 'value', r: 2.6, fill: 'var(--choice)' }),
    Plot.text([end], {
      x: 'round',
      y: 'value',
      text: ({ path }: Vertex) => shorten(path.candidate),
      textAnchor: 'end',
      dy: -12,
      dx: 4,
      fontWeight: 600,
      fill: 'var(--choice)',
      ...HALO,
    }),
  ];
}

function fieldMarks({ field }: RaceView, { place }: ChartScale): Plot.Markish[] {
  if (!field) return [];
  return [
    Plot.areaY(field, {
      x: 'round',
      y1: ({ low }) => place(low),
      y2: ({ high }) => place(high),
      fill: 'var(--dropped)',
      fillOpacity: 0.16,
    }),
    Plot.line(field, { x: 'round', y: ({ middle }) => place(middle), stroke: MUTED, strokeDasharray: '2,3' }),
  ];
}

function titleOf({ path }: Vertex): string {
  const last = path.points.at(-1);
  const end = path.eliminatedAt === null ? '' : `, eliminated after ${path.eliminatedAt} trials`;
  return `${path.candidate}${end}, ${last ? formatValue(last.value) : ''}\n${path.label}`;
}

function shorten(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}

function describe(race: RaceView): { title: string; text: string } {
  const choice = race.paths.find(({ role }) => role === 'choice');
  const end = choice?.points.at(-1);
  const text = [
    `${formatCount(race.candidates)} candidates over ${race.rounds} trials each at most.`,
    choice && end ? `${choice.candidate} ends at ${formatValue(end.value)}.` : 'No candidate is chosen.',
  ].join(' ');
  return { title: `The race: ${race.criterion}`, text };
}
