/** @file Gives charts what they share: sizes, margins, axes with their grid, and the strip for values off the scale. */
import * as Plot from '@observablehq/plot';
import type { ChartSize } from '../../figures/figure.js';
import type { ChartScale } from './value-scale.js';

export type { ChartSize };

/** Pixels. */
export const CHART_WIDTHS: Readonly<Record<ChartSize, number>> = { wide: 800, narrow: 360 };

/** Pixels above, to the right, below and to the left of what is drawn. */
export type Margins = readonly [top: number, right: number, bottom: number, left: number];

export function frame(width: number, height: number, margins: Margins): Plot.PlotOptions {
  const [marginTop, marginRight, marginBottom, marginLeft] = margins;
  return { width, height, marginTop, marginRight, marginBottom, marginLeft, style: { fontSize: '12px' } };
}

export const MUTED = 'var(--muted)';
const GRID = { stroke: 'var(--grid)', strokeOpacity: 1 };

/** Text that stays readable over lines and points. */
export const HALO = { stroke: 'var(--paper)', strokeWidth: 4 };

/** Places of the ticks, or about how many there should be. */
type Ticks = readonly number[] | number;
type Format = (value: number) => string;

/** Labels to the left, and a grid across. */
export function yAxis(ticks: Ticks, label: string, format: Format): Plot.Markish[] {
  const options = { tickSize: 0, label, labelArrow: 'none', fill: MUTED } as const;
  if (typeof ticks === 'number')
    return [Plot.gridY({ ticks, ...GRID }), Plot.axisY({ ticks, tickFormat: format, ...options })];
  return [Plot.gridY(ticks, GRID), Plot.axisY(ticks, { text: format, ...options })];
}

/** Labels below, with small ticks. */
export function xAxis(ticks: readonly number[], label: string, format: Format): Plot.Markish {
  return Plot.axisX(ticks, { ...belowAxis(label, format), tickSize: 3, color: MUTED });
}

/** Labels below, and a grid from top to bottom. */
export function xAxisWithGrid(ticks: readonly number[], label: string, format: Format): Plot.Markish[] {
  return [Plot.gridX(ticks, GRID), Plot.axisX(ticks, { ...belowAxis(label, format), tickSize: 0 })];
}

/** `text`, not `tickFormat`, which leaves out some labels of logarithmic axes. */
function belowAxis(label: string, format: Format) {
  return { text: format, label, labelArrow: 'none', labelAnchor: 'center', fill: MUTED } as const;
}

/** Shades the strip of a value scale on `axis`, between two places of the other axis; nothing where there is no strip. */
export function stripMark(
  axis: 'x' | 'y',
  { strip }: ChartScale,
  [from, to]: readonly [number, number],
): Plot.Markish[] {
  if (strip === null) return [];
  const [x1, x2, y1, y2] = axis === 'x' ? [strip.start, strip.end, from, to] : [from, to, strip.start, strip.end];
  return [Plot.rect([{ x1, x2, y1, y2 }], { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'var(--worse-soft)' })];
}
