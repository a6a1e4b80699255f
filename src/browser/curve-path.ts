/** @file Small curves without axes; a pen that is lifted where nothing is known. */
import { svgElement } from './element.js';

interface CurveSize {
  readonly width: number;
  readonly height: number;
  /** Pixels around the curve. */
  readonly edge: number;
}

/** Of the level at that place, from 0 at the bottom to 1 at the top. */
export function curvePoint(
  place: number,
  level: number,
  count: number,
  size: CurveSize,
): readonly [x: string, y: string] {
  const { width, height, edge } = size;
  const x = edge + (place / Math.max(1, count - 1)) * (width - 2 * edge);
  const y = height - edge - level * (height - 2 * edge);
  return [x.toFixed(1), y.toFixed(1)];
}

/** Null is a gap. */
function curvePath(levels: readonly (number | null)[], size: CurveSize): string {
  let isPenDown = false;
  return levels
    .map((level, place) => {
      const step = level === null ? '' : `${isPenDown ? 'L' : 'M'}${curvePoint(place, level, levels.length, size)}`;
      isPenDown = level !== null;
      return step;
    })
    .join('');
}

/** A drawing of that size alone, of marks that others may join. */
export function sparkline(
  levels: readonly (number | null)[],
  size: CurveSize,
  attributes: Parameters<typeof svgElement>[1] = { 'aria-hidden': 'true' },
): SVGSVGElement {
  const path = curvePath(levels, size);
  // A single point is a line of no length, with round ends.
  const d = levels.length < 2 ? path.replace(/^M(.*)$/, 'M$1L$1') : path;
  return svgElement('svg', { viewBox: `0 0 ${size.width} ${size.height}`, ...attributes }, svgElement('path', { d }));
}
