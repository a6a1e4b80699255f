/** @file A value axis as chart coordinates, with a strip past its worse end for values that no scale can hold. */
import type { ScaleOptions } from '@observablehq/plot';
import { axisFormat } from '../axis-text.js';
import { isBeyond, type ValueAxis } from '../view/value-axis.js';

export interface ChartScale {
  /** For the chart's x or y. */
  readonly options: ScaleOptions & { readonly domain: readonly [low: number, high: number] };
  /** Where a value is drawn: itself, or the strip when it lies beyond the axis. */
  readonly place: (value: number) => number;
  /** Both ends of the strip and the place of a note in it; null when nothing lies beyond. */
  readonly strip: { readonly start: number; readonly end: number; readonly note: number } | null;
  readonly ticks: readonly number[];
  readonly tickLabel: (value: number) => string;
  /** The axis' title, with what the ticks leave out: `loss, in 10⁻⁸`. */
  readonly title: (quantity: string) => string;
}

/** Shares of the axis' length. */
const PADDING = 0.03;
const STRIP = 0.1;
/** Powers of ten that get a tick. */
const MOST_DECADES = 12;

/** `hasBeyond` asks for the strip; `tickCount` is approximate. */
export function chartScale(axis: ValueAxis, hasBeyond: boolean, tickCount: number): ChartScale {
  const isLog = axis.scale === 'log';
  const into = isLog ? Math.log : (value: number) => value;
  const back = isLog ? Math.exp : (value: number) => value;
  const least = isLog ? Number.MIN_VALUE : -Number.MAX_VALUE;
  const [low, high] = [into(axis.low), into(axis.high)];
  const at = (share: number): number => {
    return Math.max(least, Math.min(Number.MAX_VALUE, back(low + share * (high - low))));
  };
  const worseAt = (share: number): number => at(axis.worse === 'high' ? share : 1 - share);
  const reach = 1 + PADDING + (hasBeyond ? STRIP : 0);
  const ends = [worseAt(-PADDING), worseAt(reach)];
  const strip = { start: worseAt(1 + PADDING), end: worseAt(reach), note: worseAt(1 + PADDING + STRIP * 0.66) };
  const beyondPlace = worseAt(1 + PADDING + STRIP * 0.3);
  const ticks = isLog ? logTicks(axis.low, axis.high) : linearTicks(axis.low, axis.high, tickCount);
  const { label, title } = axisFormat(ticks, axis.scale);
  return {
    options: { type: axis.scale, domain: [Math.min(...ends), Math.max(...ends)] },
    place: (value) => (isBeyond(axis, value) ? beyondPlace : value),
    strip: hasBeyond ? strip : null,
    ticks,
    tickLabel: label,
    title,
  };
}

/** Multiples of 1, 2 and 5 of a power of ten; powers of ten alone over more than three decades, at most a dozen of them. */
function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const multiples = last - first > 4 ? [1] : [1, 2, 5];
  const step = Math.ceil((last - first) / MOST_DECADES);
  const ticks: number[] = [];
  for (let power = Math.ceil(first / step) * step; power <= last; power += step) {
    for (const multiple of multiples) ticks.push(Number(`${multiple}e${power}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** Multiples of a round step (1, 2 or 5 times a power of ten), about `count` of them. */
function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((multiple) => multiple * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    return Number(((first + index) * step).toPrecision(15));
  });
}
