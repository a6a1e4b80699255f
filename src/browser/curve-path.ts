/** @file The path of a small curve without axes; a pen that is lifted where nothing is known. */

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
export function curvePath(levels: readonly (number | null)[], size: CurveSize): string {
  let isPenDown = false;
  return levels
    .map((level, place) => {
      const step = level === null ? '' : `${isPenDown ? 'L' : 'M'}${curvePoint(place, level, levels.length, size)}`;
      isPenDown = level !== null;
      return step;
    })
    .join('');
}
