/** @file Cells of a chart as one shape, since an element each would make a page heavy. */
import type * as Plot from '@observablehq/plot';

/** A rectangle between places of both axes. */
export interface ChartCell {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

interface Paint {
  readonly fill: string;
  readonly fillOpacity?: number;
  /** Pixels left free between a cell and the next. */
  readonly gap?: number;
}

/** All cells as one path: thousands cost some tens of kilobytes. */
export function cellMark(cells: readonly ChartCell[], { fill, fillOpacity = 1, gap = 0 }: Paint): Plot.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const path = context.document.createElementNS(SVG, 'path');
    const { x, y } = placesOf(scales);
    const parts = cells.map(({ x1, x2, y1, y2 }) => {
      const [left, right] = ordered(x(x1), x(x2));
      const [top, bottom] = ordered(y(y1), y(y2));
      const [width, height] = [Math.max(0.5, right - left - gap), Math.max(0.5, bottom - top - gap)];
      return `M${short(left)} ${short(top)}h${short(width)}v${short(height)}h${short(-width)}z`;
    });
    path.setAttribute('d', parts.join(''));
    path.setAttribute('fill', fill);
    if (fillOpacity !== 1) path.setAttribute('fill-opacity', String(fillOpacity));
    return path;
  };
}

/** Both axes of such charts are numbers. */
function placesOf(scales: Plot.ScaleFunctions) {
  return scales as { x: (value: number) => number; y: (value: number) => number };
}

const SVG = 'http://www.w3.org/2000/svg';

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

/** A tenth of a pixel. */
function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
