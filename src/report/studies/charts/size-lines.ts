/** @file Figure: a quantity against the sample size, a line a level with its intervals, whose ends may lie beyond the axis. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, stripMark, xAxis, yAxis } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatCount } from '../../number-text.js';
import { isBeyond, type ValueAxis } from '../../view/value-axis.js';

export interface SizePoint {
  readonly size: number;
  /** The value that is shown; infinite where it lies beyond every axis. */
  readonly value: number;
  /** Null where there is none; infinite ends are drawn as arrows. */
  readonly interval: readonly [low: number, high: number] | null;
  /** What a pointer is told. */
  readonly title: string;
}

interface SizeLines {
  /** In the order of the legend; a size without a point is a gap in its line. */
  readonly lines: readonly (readonly SizePoint[])[];
  readonly sizes: readonly number[];
  readonly axis: ValueAxis;
  readonly quantity: string;
  /** A value that means "no difference"; none by default. */
  readonly rule?: number;
  /** What stands in the strip for values beyond the axis. */
  readonly beyond?: string;
}

/** Of the range, in logarithms: how far lines stand apart at a size, so that their intervals do not hide each other. */
const APART = 0.009;

/** The plot of a figure; what it says in words are the titles of its points. */
export function sizeLines(chart: SizeLines): Chart['plot'] {
  return () => drawSizeLines(chart);
}

function drawSizeLines(chart: SizeLines): Plot.PlotOptions {
  const { lines, sizes, axis, rule } = chart;

  const scale = chartScale(
    axis,
    lines.flat().some(({ value }) => isBeyond(axis, value)),
    5,
  );
  const [low, high] = scale.options.domain;
  const within = (value: number): number => Math.min(high, Math.max(low, value));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const step = APART * Math.log(most / least || Math.E) * 1.6;
  const middle = (lines.length - 1) / 2;
  const ends = sizeEnds(sizes, step * middle);

  return {
    ...frame(CHART_WIDTH, 300, [26, 18, 42, 54]),
    x: sizeScale(sizes, step * middle),
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(chart.quantity), scale.tickLabel),
      xAxis(countTicks(sizes), SIZE_AXIS, formatCount),
      ...(rule === undefined
        ? []
        : [Plot.ruleY([rule], { stroke: 'var(--ink)', strokeDasharray: '5 4', strokeWidth: 1.2 })]),
      ...stripMark('y', scale, ends),
      Plot.text(scale.strip === null || chart.beyond === undefined ? [] : [chart.beyond], {
        x: () => ends[1],
        y: () => scale.strip?.note,
        text: String,
        dx: -6,
        textAnchor: 'end',
        fill: 'var(--worse)',
      }),
      ...lines.flatMap((points, place) => {
        const { color, dash, symbol } = seriesStyle(place);
        const at = ({ size: examples }: SizePoint): number => examples * Math.exp(step * (place - middle));
        const barred = points.flatMap((point) =>
          point.interval === null ? [] : [{ x: at(point), low: point.interval[0], high: point.interval[1] }],
        );
        return [
          Plot.link(barred, {
            x1: 'x',
            x2: 'x',
            y1: ({ low: end }) => within(end),
            y2: ({ high: end }) => within(end),
            stroke: color,
            strokeWidth: 1.6,
            strokeOpacity: 0.75,
          }),
          Plot.text(
            barred.filter((bar) => bar.high > high),
            { x: 'x', y: () => high, text: () => '▴', fill: color },
          ),
          Plot.text(
            barred.filter((bar) => bar.low < low),
            { x: 'x', y: () => low, text: () => '▾', fill: color },
          ),
          Plot.line(piecesOf(points, sizes, axis), {
            x: ({ point }) => (point === null ? Number.NaN : at(point)),
            y: ({ point }) => (point === null ? Number.NaN : scale.place(point.value)),
            stroke: color,
            strokeDasharray: dash,
            strokeWidth: 1.8,
          }),
          Plot.dot(points, {
            x: at,
            y: ({ value }) => scale.place(value),
            symbol,
            r: 3.6,
            fill: color,
            title: 'title',
          }),
        ];
      }),
    ],
  };
}

function sizeEnds(sizes: readonly number[], half: number): readonly [number, number] {
  const { domain } = sizeScale(sizes, half) as { readonly domain: readonly [number, number] };
  return domain;
}

/** In order of size, with a gap where a size has no point, or one beyond the axis. */
function piecesOf(points: readonly SizePoint[], sizes: readonly number[], axis: ValueAxis) {
  return sizes.map((size) => ({
    point: points.find((one) => one.size === size && !isBeyond(axis, one.value)) ?? null,
  }));
}

/** Title of the axis of sample sizes. */
export const SIZE_AXIS = 'training examples (logarithmic)';

/** Of the range, in logarithms, on both sides. */
const PADDING = 0.03;

/** `half` is the half width of what is drawn at a size, in logarithms. */
export function sizeScale(sizes: readonly number[], half = 0): Plot.ScaleOptions {
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const pad = Math.max((high / low) ** PADDING, Math.exp(1.2 * half));
  return { type: 'log', base: 10, domain: [low / pad, high * pad] };
}

/** At 1, 2 and 5 times powers of ten, or at these alone where there is little room. */
export function countTicks(sizes: readonly number[]): number[] {
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const ticks: number[] = [];
  for (let power = 1; power <= high; power *= 10) {
    for (const multiple of high / low < 100 ? [1, 2, 5] : [1]) ticks.push(multiple * power);
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}
