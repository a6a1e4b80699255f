/** @file Gives charts what they share: sizes, margins, axes with their grid and ticks, and the strip for values off the scale. */
import * as Plot from '@observablehq/plot';
import type { ChartScale } from './value-scale.js';

/** Units of the one drawing that a page, a phone and a file have: two abreast a letter is 15 pixels high on a page, on a phone 10. */
export const CHART_WIDTH = 440;

/** Pixels above, to the right, below and to the left of what is drawn. */
type Margins = readonly [top: number, right: number, bottom: number, left: number];

export function frame(width: number, height: number, margins: Margins): Plot.PlotOptions {
  const [marginTop, marginRight, marginBottom, marginLeft] = margins;
  return { width, height, marginTop, marginRight, marginBottom, marginLeft };
}

/** A drawing whose marks are placed in pixels from its top left. */
export function pixelFrame(width: number, height: number): Plot.PlotOptions {
  return {
    ...frame(width, height, [0, 0, 0, 0]),
    x: { type: 'linear', domain: [0, width], axis: null },
    y: { type: 'linear', domain: [height, 0], axis: null },
  };
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

/** From so many rows on an axis stands at both ends. */
export const LONG = 12;

/** Labels below, and a grid from top to bottom; labels above, too, where a drawing is long. */
export function xAxisWithGrid(ticks: readonly number[], label: string, format: Format, isLong = false): Plot.Markish[] {
  const below = { ...belowAxis(label, format), tickSize: 0 };
  const above = isLong ? [Plot.axisX(ticks, { ...below, anchor: 'top', label: null })] : [];
  return [Plot.gridX(ticks, GRID), Plot.axisX(ticks, below), ...above];
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

/** Whole numbers from 1, at most about `most` of them. */
export function roundTicks(rounds: number, most: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => rounds / size <= most) ?? Math.ceil(rounds / most);
  const multiples = Array.from({ length: Math.floor(rounds / step) }, (_, index) => (index + 1) * step);
  return step >= 5 ? [1, ...multiples] : multiples;
}

/** Counts from `least` to `n`, the last one included: all of them, or so many at even distances. */
export function countsUpTo(n: number, least: number, most: number): number[] {
  const all = n - least + 1;
  if (all <= 0) return [];
  const kept = Math.min(all, most);
  return Array.from({ length: kept }, (_, index) => n - Math.floor(((kept - 1 - index) * all) / kept));
}

/** Powers of ten on an axis of counts, from 1. */
export function powersOfTen(count: number): number[] {
  const ticks: number[] = [];
  for (let power = 1; power <= Math.max(1, count) * 1.6; power *= 10) ticks.push(power);
  return ticks;
}
