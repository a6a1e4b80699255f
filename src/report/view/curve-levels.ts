/**
 * @file Learning curves on 250 levels between the least and the largest value of their candidate's trials: as a text that
 * deflates well, for drawings as small as a line of text. The precision is 0.4 % of that range.
 */

/** `[least, largest]` finite value, and whether levels are even on the logarithm; null where there is nothing to draw. */
export type CurveScale = readonly [least: number, largest: number, isLog: 0 | 1] | null;

const LEVELS = 250;
/** From this ratio on, even levels would leave nothing of the end of a curve. */
const LOG_FROM = 20;
const FIRST = 0x30;
const NOT_FINITE = '!';

/** One scale for the curves of a candidate, so that they can be compared. */
export function curveScale(curves: readonly (readonly number[])[]): CurveScale {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const curve of curves) {
    for (const value of curve) {
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
  }
  if (least > largest) return null;
  return [rounded(least), rounded(largest), least > 0 && largest / least > LOG_FROM ? 1 : 0];
}

/** A scale's ends in six digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** A character a value: its level as the difference to the one before. At most `points` values, the last one among them. */
export function packCurve(curve: readonly number[], scale: CurveScale, points: number): string {
  if (scale === null || curve.length < 2 || points < 2) return '';
  const levelOf = levelsOf(scale);
  let before = 0;
  return thinned(curve, points)
    .map((value) => {
      if (!Number.isFinite(value)) return NOT_FINITE;
      const level = levelOf(value);
      const step = level - before;
      before = level;
      return String.fromCharCode(FIRST + (step < 0 ? -2 * step - 1 : 2 * step));
    })
    .join('');
}

/** Levels in [0, 1] from the least to the largest; null for a value that was not finite. The inverse of {@link packCurve}. */
export function unpackCurve(text: string): (number | null)[] {
  let level = 0;
  return Array.from(text, (character) => {
    if (character === NOT_FINITE) return null;
    const step = character.charCodeAt(0) - FIRST;
    level += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    return level / LEVELS;
  });
}

function levelsOf([least, largest, isLog]: NonNullable<CurveScale>): (value: number) => number {
  const place = isLog ? Math.log : (value: number) => value;
  const from = place(least);
  const width = place(largest) - from;
  if (!(width > 0)) return () => 0;
  return (value) => Math.min(LEVELS, Math.max(0, Math.round(((place(value) - from) / width) * LEVELS)));
}

/** All of them, or so many at even distances, the first and the last among them. */
export function thinned(curve: readonly number[], points: number): readonly number[] {
  if (curve.length <= points) return curve;
  const step = (curve.length - 1) / (points - 1);
  return Array.from({ length: points }, (_, place) => curve[Math.round(place * step)] as number);
}
