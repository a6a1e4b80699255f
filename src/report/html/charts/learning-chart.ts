/** @file Figure: the reported loss after each epoch, all trainings of two candidates beside each other. */
import * as Plot from '@observablehq/plot';
import { formatCount, formatQuantity, formatValue } from '../../number-text.js';
import type { Curve, LearningPanel, LearningView } from '../../view/learning-view.js';
import { isBeyond } from '../../view/value-axis.js';
import { drawFigure } from '../figure.js';
import type { Markup } from '../markup.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, stripMark, yAxis } from './frame.js';
import { roundTicks } from './round-scale.js';
import { type ChartScale, chartScale } from './value-scale.js';

/** How a training ended, as a mark at its last epoch. */
export const END_MARKS = {
  diverged: { symbol: 'times', color: 'var(--worse)', name: 'diverged' },
  failed: { symbol: 'square', color: 'var(--worse)', name: 'failed' },
  stopped: { symbol: 'triangle', color: 'var(--ink)', name: 'stopped early' },
} as const;

const COLORS: Readonly<Record<LearningPanel['role'], string>> = {
  choice: 'var(--choice)',
  fragile: 'var(--series-2)',
  other: 'var(--late)',
};

export function drawLearningCurves(
  id: string,
  { panels, axis, epochs }: LearningView,
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const isWide = size === 'wide';
  const hasBeyond = panels.some(({ curves, diverged }) => {
    return diverged > 0 || curves.some(({ points }) => points.some(({ loss }) => isBeyond(axis, loss)));
  });
  const scale = chartScale(axis, hasBeyond, 5);
  const rows = isWide ? 1 : panels.length;
  const ends = epochs > 1 ? ([1, epochs] as const) : ([0.5, 1.5] as const);
  /** Beside each other on pages, one below the other on phones. */
  const facet = (place: number) => (isWide ? { fx: () => place } : { fy: () => place });
  return drawFigure(id, describe(panels, nameOf), {
    ...frame(CHART_WIDTHS[size], isWide ? 340 : 60 + 230 * rows, [30, 16, 42, 62]),
    [isWide ? 'fx' : 'fy']: { axis: null, domain: panels.map((_, place) => place), padding: isWide ? 0.06 : 0.14 },
    x: { type: 'linear', domain: ends },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title('reported loss'), scale.tickLabel),
      Plot.axisX(roundTicks(epochs, isWide ? 10 : 9), {
        text: String,
        label: 'epoch',
        labelArrow: 'none',
        labelAnchor: 'center',
        fill: 'var(--muted)',
        tickSize: 3,
      }),
      ...stripMark('y', scale, ends),
      ...panels.flatMap((panel, place) => panelMarks(panel, facet(place), scale, nameOf, isWide)),
    ],
  });
}

type Facet = { readonly fx: () => number } | { readonly fy: () => number };

function panelMarks(
  panel: LearningPanel,
  facet: Facet,
  scale: ChartScale,
  nameOf: (candidate: string) => string,
  isWide: boolean,
): Plot.Markish[] {
  const color = COLORS[panel.role];
  const { place } = scale;
  const title = (curve: Curve): string => {
    const last = curve.points.at(-1);
    const end = curve.end === 'whole' ? '' : `, ${END_MARKS[curve.end].name}`;
    return `${nameOf(curve.candidate)}, replicate ${formatCount(curve.replicate + 1)}: ${last === undefined ? 'nothing finite' : `${formatValue(last.loss)} after epoch ${formatCount(last.epoch)}`}${end}`;
  };
  const vertices = panel.curves.flatMap((curve, line) =>
    curve.points.map(({ epoch, loss }) => ({ line, curve, epoch, at: place(loss) })),
  );
  const band = panel.band.map(({ epoch, low, middle, high }) => ({
    epoch,
    low: place(low),
    middle: place(middle),
    high: place(high),
  }));
  const ends = panel.curves.flatMap((curve) => {
    const last = curve.points.at(-1);
    return last === undefined || curve.end === 'whole' ? [] : [{ curve, epoch: last.epoch, at: place(last.loss) }];
  });
  const most = isWide ? 50 : 40;
  const name = nameOf(panel.candidate);
  return [
    Plot.areaY(band, { ...facet, x: 'epoch', y1: 'low', y2: 'high', fill: color, fillOpacity: 0.16 }),
    Plot.line(vertices, {
      ...facet,
      x: 'epoch',
      y: 'at',
      z: 'line',
      stroke: color,
      strokeWidth: 1,
      strokeOpacity: Number(Math.max(0.25, Math.min(0.8, 6 / panel.curves.length)).toFixed(2)),
      title: ({ curve }) => title(curve),
    }),
    Plot.line(band, { ...facet, x: 'epoch', y: 'middle', stroke: color, strokeWidth: 2.8 }),
    ...(['diverged', 'failed', 'stopped'] as const).map((end) => {
      const { symbol, color: ink } = END_MARKS[end];
      return Plot.dot(
        ends.filter(({ curve }) => curve.end === end),
        {
          ...facet,
          x: 'epoch',
          y: 'at',
          symbol,
          r: 4,
          ...(end === 'diverged' ? { stroke: ink, strokeWidth: 1.8 } : { fill: ink }),
          title: ({ curve }) => title(curve),
        },
      );
    }),
    Plot.text([name.length > most ? `${name.slice(0, most - 1)}…` : name], {
      ...facet,
      frameAnchor: 'top-right',
      text: (text: string) => text,
      dx: -6,
      dy: 10,
      textAnchor: 'end',
      fontWeight: 600,
      fill: color,
      ...HALO,
    }),
  ];
}

function describe(panels: readonly LearningPanel[], nameOf: (candidate: string) => string) {
  const parts = panels.map(({ candidate, trainings, diverged, failed, stopped }) => {
    return `${nameOf(candidate)}: ${formatQuantity(trainings, 'training')}, ${formatCount(diverged)} diverged, ${formatCount(failed)} failed, ${formatCount(stopped)} stopped early.`;
  });
  return { title: 'Learning curves: the reported loss after each epoch', text: parts.join(' ') };
}
