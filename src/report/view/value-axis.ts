/**
 * @file The range of a chart of losses or scores: where a logarithmic scale is due, how far it reaches, and what lies
 * beyond it. One diverging candidate must not flatten all others into a line, nor vanish. And the box of a sample on it.
 */
import { type Direction, turned } from '../../core/index.js';
import { quantile } from '../../stats/index.js';

export interface ValueAxis {
  readonly scale: 'linear' | 'log';
  /** Shown values, low < high. */
  readonly low: number;
  readonly high: number;
  /** The end at which worse values lie, those beyond the range included. */
  readonly worse: 'low' | 'high';
}

/** A largest loss this many times the smallest asks for a logarithmic scale. */
const LOG_RATIO = 5;
/** Beyond this many times the median, a loss lies off a logarithmic chart. */
const LOG_REACH = 1000;
/** Beyond this many times the distance from the best to the upper quartile, past that quartile, a loss lies off a linear chart. */
const LINEAR_REACH = 3;
/** Losses closer than this, relative to the best, are drawn as equal. */
const LEAST_WIDTH = 1e-13;

/** No scale divides less than this. */
const NARROWEST = 1e-305;
/** And none more. */
const WIDEST = Number.MAX_VALUE / 2;

/** The axis for values as they are shown (infinite ones are allowed and always beyond it). Scores keep a linear scale. */
export function fitAxis(values: readonly number[], direction: Direction): ValueAxis {
  const costs = values.filter(Number.isFinite).map((value) => turned(value, direction));
  const finite = costs.length === 0 ? [0, 1] : costs;
  const [best, worst] = extremes(finite);
  const isLog = direction === 'minimize' && best > 0 && worst / best >= LOG_RATIO;
  const reach = isLog ? logReach(finite) : Math.min(linearReach(finite, best), best + WIDEST);
  const limit = furthestWithin(finite, reach);
  const isPoint = limit - best <= Math.max(Math.abs(best) * LEAST_WIDTH, NARROWEST);
  const width = widthAround(best);
  const [start, end] = isPoint
    ? [Math.max(-Number.MAX_VALUE, best - width), Math.min(Number.MAX_VALUE, best + width)]
    : [best, limit];
  const shown = [turned(start, direction), turned(end, direction)];
  return {
    scale: isLog ? 'log' : 'linear',
    low: Math.min(...shown),
    high: Math.max(...shown),
    worse: direction === 'minimize' ? 'high' : 'low',
  };
}

/** True for a shown value worse than everything the axis reaches, infinite ones included. */
export function isBeyond(axis: ValueAxis, value: number): boolean {
  return axis.worse === 'high' ? value > axis.high : value < axis.low;
}

function logReach(losses: readonly number[]): number {
  return LOG_REACH * quantile(losses, 0.5);
}

/** No limit where most losses equal the best. */
function linearReach(losses: readonly number[], best: number): number {
  const upper = quantile(losses, 0.75);
  return upper > best ? upper + LINEAR_REACH * (upper - best) : Number.POSITIVE_INFINITY;
}

/** The largest loss up to `reach`, so that the axis ends at one that is drawn. */
function furthestWithin(losses: readonly number[], reach: number): number {
  return losses.reduce(
    (furthest, loss) => (loss <= reach ? Math.max(furthest, loss) : furthest),
    Number.NEGATIVE_INFINITY,
  );
}

function extremes(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function widthAround(value: number): number {
  return Math.abs(value) < Number.MIN_VALUE / Number.EPSILON ? 1 : Math.abs(value) * 0.1;
}

/** Box plot after Tukey: quartiles, and whiskers to the furthest values within 1.5 interquartile ranges of the box. */
export interface Box {
  readonly whiskerLow: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly whiskerHigh: number;
}

/** Of values as they are shown. Null for fewer than five: a box would say more than they do. */
export function boxOf(values: readonly number[], direction: Direction): Box | null {
  if (values.length < 5) return null;
  const shown = (loss: number): number => turned(loss, direction);
  const losses = values.map(shown);
  const at = (share: number): number => quantile(losses, share);
  const [q1, q3] = [at(0.25), at(0.75)];
  const reach = Number.isFinite(q3) ? 1.5 * (q3 - q1) : Number.POSITIVE_INFINITY;
  const inside = losses.filter((loss) => loss >= q1 - reach && loss <= q3 + reach);
  const [least, low, high, most] = [shown(Math.min(...inside)), shown(q1), shown(q3), shown(Math.max(...inside))];
  const median = shown(at(0.5));
  return direction === 'minimize'
    ? { whiskerLow: least, q1: low, median, q3: high, whiskerHigh: most }
    : { whiskerLow: most, q1: high, median, q3: low, whiskerHigh: least };
}
