/**
 * @file A difference to the winner as a dot and its interval, small enough for a cell of a table: the same marks for the page and for
 * the script that makes it alive. Worse is right, whatever the direction of the score.
 */
import { formatValue } from '../number-text.js';

/** In the unit of the score, above 0 for worse. */
export interface ForestAxis {
  readonly low: number;
  readonly high: number;
  /** Differences up to so much do not count; 0 for none. */
  readonly tolerance: number;
}

/** How much worse than the winner, below 0 for better; ends are null where there is no interval. */
export interface WorseBy {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

interface ForestMark {
  readonly tag: 'rect' | 'line' | 'circle' | 'path';
  readonly attributes: Readonly<Record<string, string>>;
}

/** Pixels of a cell. */
export const FOREST_SIZE = { width: 200, height: 22 } as const;
const EDGE = 8;
const MIDDLE = FOREST_SIZE.height / 2;
/** Intervals are drawn so many times as far as the furthest dot, or the tolerance; longer ones end in an arrow. */
const REACH = 1.7;

/** No axis divides less than this. */
const NARROWEST = 1e-300;

/** Of what is drawn at first; null where no difference is known. */
export function forestAxis(differences: readonly WorseBy[], tolerance: number): ForestAxis | null {
  const values = differences.map(({ value }) => value).filter(Number.isFinite);
  if (values.length === 0) return null;
  const ends = differences
    .flatMap(({ low, high }) => [low, high])
    .filter((end): end is number => end !== null && Number.isFinite(end));
  const furthest = Math.max(tolerance, ...values.map(Math.abs)) || Math.max(0, ...ends.map(Math.abs)) || 1;
  const most = Math.min(Number.MAX_VALUE, REACH * Math.max(furthest, NARROWEST));
  const low = Math.max(-most, Math.min(-1.2 * tolerance, ...values, ...ends));
  const high = Math.min(most, Math.max(1.2 * tolerance, ...values, ...ends));
  return high - low > NARROWEST ? { low, high, tolerance } : { low: -most, high: most, tolerance };
}

/** What lies off the axis ends in an arrow. Classes say what a mark is; `open` is a dot that may be the best. */
export function forestMarks(axis: ForestAxis, { value, low, high }: WorseBy, isOpen: boolean): ForestMark[] {
  const { width, height } = FOREST_SIZE;
  const place = placeOn(axis);
  const kept = (at: number): number => Math.max(EDGE - 4, Math.min(width - EDGE + 4, place(at)));
  const text = (pixels: number): string => pixels.toFixed(1);
  const [from, to] = [place(-axis.tolerance), place(axis.tolerance)];
  const line = (name: string, x1: number, x2: number, y1: number, y2: number): ForestMark => ({
    tag: 'line',
    attributes: { class: name, x1: text(x1), x2: text(x2), y1: text(y1), y2: text(y2) },
  });
  const arrow = (isRight: boolean): ForestMark => {
    const [tip, back] = isRight ? [width - EDGE + 4, -5] : [EDGE - 4, 5];
    const d = `M${tip + back} ${MIDDLE - 4}L${tip} ${MIDDLE}L${tip + back} ${MIDDLE + 4}`;
    return { tag: 'path', attributes: { class: 'off', d } };
  };
  const isOff = value > axis.high || value < axis.low;
  return [
    ...(axis.tolerance === 0
      ? []
      : [
          {
            tag: 'rect' as const,
            attributes: { class: 'band', x: text(from), y: '0', width: text(to - from), height: String(height) },
          },
        ]),
    line('zero', place(0), place(0), 0, height),
    ...(low === null || high === null ? [] : [line('reach', kept(low), kept(high), MIDDLE, MIDDLE)]),
    ...((low ?? value) < axis.low ? [arrow(false)] : []),
    ...((high ?? value) > axis.high ? [arrow(true)] : []),
    ...(isOff
      ? []
      : [
          {
            tag: 'circle' as const,
            attributes: { class: isOpen ? 'open' : 'settled', cx: text(place(value)), cy: String(MIDDLE), r: '4' },
          },
        ]),
  ];
}

/** Of a difference, in pixels from the left. */
function placeOn({ low, high }: ForestAxis): (at: number) => number {
  // Halves first: the ends may be further apart than a number can be large.
  const half = high / 2 - low / 2;
  return (at) => EDGE + ((at / 2 - low / 2) / half) * (FOREST_SIZE.width - 2 * EDGE);
}

/** Of a tick's text, about, in pixels. */
const TICK_WIDTH = 44;

/** What stands above the intervals: 0, and a round difference to each side that has room for its text; `x` in pixels. */
export function forestTicks(axis: ForestAxis): readonly { readonly x: number; readonly text: string }[] {
  const place = placeOn(axis);
  const sides = [...(axis.low < 0 ? [-roundBelow(-axis.low)] : []), ...(axis.high > 0 ? [roundBelow(axis.high)] : [])];
  return [0, ...sides.filter((at) => Math.abs(place(at) - place(0)) >= TICK_WIDTH)]
    .sort((a, b) => a - b)
    .map((at) => ({ x: place(at), text: formatValue(at, 1) }));
}

/** The largest of 1, 2 and 5 times a power of ten that is no larger. */
function roundBelow(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  return Number((([5, 2, 1].find((multiple) => multiple * power <= size) ?? 1) * power).toPrecision(1));
}

/** Whether one of that status may still be the best; takes any cell of a table. */
export function isOpenStatus(status: unknown): boolean {
  return status === 'undecided' || status === 'on probation';
}
