/** @file How alike two places on one axis are: 1 for equal ones, and less the more the setting matters. */
import { RANGE_RANKS, type SettingAxis } from './places.js';

/** Ranks over which likeness falls to 1 / e. */
const RANKS = 1.5;
/** The length of a range's likeness at a relevance of 1, in ranks: a tenth of the range. At less it is so many times as long. */
const SHORTEST = RANGE_RANKS / 10;
/** Typical length of one range's likeness, as a share of the range; with more ranges all grow by the root of their number. */
const TYPICAL_SHARE = 0.25;

/** The relevance of a typical length where there are so many ranges: candidates are then about as like one another as where there is one. */
export function typicalRelevance(ranges: number): number {
  return SHORTEST / RANGE_RANKS / (TYPICAL_SHARE * Math.sqrt(ranges));
}

/** The different places on an axis, at a relevance. */
export interface AxisLevels {
  readonly kind: SettingAxis['kind'];
  readonly levels: Float64Array;
  /** In [0, 1]: what is taken from likeness where two differ in it; of a range the inverse of its length. NaN before there is one. */
  relevance: number;
  /** Of a range, by level: e to the power of its place at the relevance, and of the place below 0; else empty. */
  readonly up: Float64Array;
  readonly down: Float64Array;
}

export function axisLevels({ kind }: SettingAxis, levels: Float64Array): AxisLevels {
  const length = kind === 'range' ? levels.length : 0;
  return { kind, levels, relevance: Number.NaN, up: new Float64Array(length), down: new Float64Array(length) };
}

export function setRelevance(axis: AxisLevels, relevance: number): void {
  const { levels, up, down } = axis;
  const by = decayAt(relevance);
  for (let level = 0; level < up.length; level++) {
    up[level] = Math.exp(by * (levels[level] as number));
    down[level] = Math.exp(-by * (levels[level] as number));
  }
  axis.relevance = relevance;
}

/** In each rank. */
function decayAt(relevance: number): number {
  return (Math.sqrt(5) * relevance) / SHORTEST;
}

/** Likeness of one place on an axis to the first `count` of its levels, into the table from a place on. */
export function fillAxis(table: Float64Array, from: number, axis: AxisLevels, own: number, count: number): void {
  if (axis.kind === 'range') {
    fillRange(table, from, axis, own, count);
    return;
  }
  const { kind, levels, relevance } = axis;
  for (let level = 0; level < count; level++) {
    table[from + level] = 1 - relevance + relevance * likenessOf(kind, own, levels[level] as number);
  }
}

function likenessOf(kind: SettingAxis['kind'], a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a) === Number.isNaN(b));
  return kind === 'ordered' ? Math.exp(-Math.abs(a - b) / RANKS) : Number(a === b);
}

/**
 * Matern's of smoothness 5/2 (Rasmussen and Williams 2006, equation 4.17). One that falls off at once, as that of ranks does, has a mean
 * with a corner at each row known, so that none in between is ever better than the best of its neighbours. The power of a distance is that of
 * one place times that of the other, which takes a fraction of the time: the smaller one of the two products.
 */
function fillRange(
  table: Float64Array,
  from: number,
  { levels, relevance, up, down }: AxisLevels,
  own: number,
  count: number,
): void {
  const by = decayAt(relevance);
  const ownUp = Math.exp(by * own);
  const ownDown = Math.exp(-by * own);
  for (let level = 0; level < count; level++) {
    const far = by * Math.abs(own - (levels[level] as number));
    const power = Math.min(ownUp * (down[level] as number), ownDown * (up[level] as number));
    table[from + level] = (1 + far + far * far * (1 / 3)) * power;
  }
  const isNone = Number.isNaN(own);
  for (let level = 0; level < count; level++) {
    if (!Number.isNaN(table[from + level] as number)) continue;
    const far = isNone && Number.isNaN(levels[level] as number) ? 0 : by * RANGE_RANKS;
    table[from + level] = (1 + far + (far * far) / 3) * Math.exp(-far);
  }
}
