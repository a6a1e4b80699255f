/**
 * @file How alike two candidates are by their settings, in three ways: setting by setting, by pairs of settings, and in all of them
 * at once. Each is 1 for equal candidates; a Gaussian process weighs them.
 */
import { RANGE_RANKS, type SettingAxis, type SettingPlaces } from './places.js';

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

/** Means over the settings, over their pairs, and the product over all. */
export interface Likeness {
  readonly settings: Float64Array;
  readonly pairs: Float64Array;
  readonly all: Float64Array;
}

/** The different places of rows on each axis. */
interface Levels {
  /** By axis, in the order in which rows come to them. */
  readonly levels: readonly Float64Array[];
  /** Place in one table over all axes of each row's level: `codes[row * axes + axis]`. */
  readonly codes: Int32Array;
  /** How many levels of an axis the rows up to this one have: `reached[row * axes + axis]`. */
  readonly reached: Int32Array;
  /** Room for that table, which each row that is compared fills anew. */
  readonly table: Float64Array;
}

/** Rows that others are compared with, and their different places on each axis. */
export interface KnownRows extends Levels {
  readonly places: SettingPlaces;
  /** By axis. */
  readonly relevance: Float64Array;
  /** By axis: of its levels. */
  readonly powers: readonly RangePowers[];
}

/** @param relevance  by axis, in [0, 1]: what is taken from likeness where two differ in it; of a range the inverse of its length */
export function knownRows(places: SettingPlaces, relevance: Float64Array): KnownRows {
  const known = levelsOf(places);
  const powers = places.axes.map(({ kind }, axis) => {
    const levels = known.levels[axis] as Float64Array;
    return kind === 'range' ? fillPowers(createPowers(levels.length), relevance[axis] as number, levels) : NO_POWERS;
  });
  return { places, relevance, powers, ...known };
}

function levelsOf({ axes, rows, values }: SettingPlaces): Levels {
  const width = axes.length;
  const codes = new Int32Array(rows * width);
  const reached = new Int32Array(rows * width);
  let tableLength = 0;
  const levels = axes.map((_, axis) => {
    const code = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      const value = values[row * width + axis] as number;
      const known = code.get(value);
      codes[row * width + axis] = tableLength + (known ?? code.size);
      if (known === undefined) code.set(value, code.size);
      reached[row * width + axis] = code.size;
    }
    tableLength += code.size;
    return Float64Array.from(code.keys());
  });
  return { levels, codes, reached, table: new Float64Array(tableLength) };
}

export function createLikeness(length: number): Likeness {
  return { settings: new Float64Array(length), pairs: new Float64Array(length), all: new Float64Array(length) };
}

/** Compares row `row` of `places` with the known rows from 0 to `until` (exclusive); fills `likeness` from its beginning. */
export function fillLikeness(
  likeness: Likeness,
  known: KnownRows,
  places: SettingPlaces,
  row: number,
  until = known.places.rows,
): void {
  fillTable(known, places, row, until);
  const { codes, table } = known;
  const width = places.axes.length;
  for (let other = 0; other < until; other++) {
    let total = 0;
    let squares = 0;
    let product = 1;
    for (let place = other * width; place < (other + 1) * width; place++) {
      const alike = table[codes[place] as number] as number;
      total += alike;
      squares += alike * alike;
      product *= alike;
    }
    putLikeness(likeness, other, width, total, squares, product);
  }
}

/** By sums over the axes, of which there are `width`. */
function putLikeness(
  { settings, pairs, all }: Likeness,
  at: number,
  width: number,
  total: number,
  squares: number,
  product: number,
): void {
  const count = (width * (width - 1)) / 2;
  settings[at] = width === 0 ? 1 : total / width;
  pairs[at] = count === 0 ? product : (total * total - squares) / (2 * count);
  all[at] = product;
}

/** Likeness of the levels of an axis to one another, row by row, at a relevance. */
interface SeenAxis {
  relevance: number;
  readonly square: Float64Array;
  readonly powers: RangePowers;
}

/**
 * Of each row to itself and those before, again and again as relevances change: only the axes whose relevance did are compared anew. The next
 * call overwrites what this one gave, in which row r stands from r (r + 1) / 2 on.
 */
export function likenessAmong(places: SettingPlaces): (relevance: Float64Array) => Likeness {
  const { axes, rows } = places;
  const width = axes.length;
  const { levels, codes } = levelsOf(places);
  const found = createLikeness((rows * (rows + 1)) / 2);
  /** By pair of rows and axis. */
  const alike = new Float64Array(found.all.length * width);
  // Whoever climbs often goes back to where it was.
  const seen = levels.map(({ length }, axis) =>
    [0, 1].map((): SeenAxis => {
      const powers = axes[axis]?.kind === 'range' ? createPowers(length) : NO_POWERS;
      return { relevance: Number.NaN, square: new Float64Array(length * length), powers };
    }),
  ) as [SeenAxis, SeenAxis][];
  let first = 0;
  const firsts = levels.map(({ length }) => {
    first += length;
    return first - length;
  });
  const see = (axis: number, relevance: number): void => {
    const [now, before] = seen[axis] as [SeenAxis, SeenAxis];
    seen[axis] = [before, now];
    const own = levels[axis] as Float64Array;
    const { square } = before;
    if (before.relevance !== relevance) fillSquare(before, axes[axis] as SettingAxis, relevance, own);
    before.relevance = relevance;
    const start = firsts[axis] as number;
    for (let row = 0, at = axis; row < rows; row++) {
      const from = ((codes[row * width + axis] as number) - start) * own.length - start;
      for (let other = axis; other <= row * width + axis; other += width, at += width) {
        alike[at] = square[from + (codes[other] as number)] as number;
      }
    }
  };
  let isFilled = false;
  return (relevance) => {
    const changed = Array.from(seen.keys()).filter((axis) => relevance[axis] !== seen[axis]?.[0].relevance);
    if (isFilled && changed.length === 0) return found;
    isFilled = true;
    for (const axis of changed) see(axis, relevance[axis] as number);
    for (let pair = 0, at = 0; pair < found.all.length; pair++) {
      let total = 0;
      let squares = 0;
      let product = 1;
      for (const end = at + width; at < end; at++) {
        const one = alike[at] as number;
        total += one;
        squares += one * one;
        product *= one;
      }
      putLikeness(found, pair, width, total, squares, product);
    }
    return found;
  };
}

/** Likeness of each level to each. */
function fillSquare({ square, powers }: SeenAxis, axis: SettingAxis, relevance: number, levels: Float64Array): void {
  const { length } = levels;
  if (axis.kind === 'range') fillPowers(powers, relevance, levels);
  for (let level = 0; level < length; level++) {
    fillAxis(square, level * length, axis, relevance, levels[level] as number, levels, level + 1, powers);
    for (let other = 0; other < level; other++) {
      square[other * length + level] = square[level * length + other] as number;
    }
  }
}

/** Likeness of one row to each level of each axis that the known rows from 0 to `until` (exclusive) have. */
function fillTable(
  { levels, relevance, powers, reached, table }: KnownRows,
  { axes, values }: SettingPlaces,
  row: number,
  until: number,
): void {
  if (until === 0) return;
  let at = 0;
  for (let axis = 0; axis < axes.length; axis++) {
    const ofAxis = levels[axis] as Float64Array;
    const count = reached[(until - 1) * axes.length + axis] as number;
    const own = values[row * axes.length + axis] as number;
    const ofLevels = powers[axis] as RangePowers;
    fillAxis(table, at, axes[axis] as SettingAxis, relevance[axis] as number, own, ofAxis, count, ofLevels);
    at += ofAxis.length;
  }
}

/** Likeness of one place on an axis to the first `count` of its levels, into the table from a place on. */
function fillAxis(
  table: Float64Array,
  from: number,
  axis: SettingAxis,
  relevance: number,
  own: number,
  levels: Float64Array,
  count: number,
  powers: RangePowers,
): void {
  if (axis.kind === 'range') {
    fillRange(table, from, relevance, own, levels, count, powers);
    return;
  }
  for (let level = 0; level < count; level++) {
    table[from + level] = 1 - relevance + relevance * likenessOnAxis(axis, own, levels[level] as number);
  }
}

function likenessOnAxis({ kind }: SettingAxis, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a) === Number.isNaN(b));
  return kind === 'ordered' ? Math.exp(-Math.abs(a - b) / RANKS) : Number(a === b);
}

/** By level: e to the power of its place at a relevance, and of the place below 0. */
interface RangePowers {
  readonly up: Float64Array;
  readonly down: Float64Array;
}

const NO_POWERS: RangePowers = { up: new Float64Array(), down: new Float64Array() };

function createPowers(length: number): RangePowers {
  return { up: new Float64Array(length), down: new Float64Array(length) };
}

function fillPowers(powers: RangePowers, relevance: number, levels: Float64Array): RangePowers {
  const by = decayAt(relevance);
  for (let level = 0; level < levels.length; level++) {
    powers.up[level] = Math.exp(by * (levels[level] as number));
    powers.down[level] = Math.exp(-by * (levels[level] as number));
  }
  return powers;
}

/** In each rank. */
function decayAt(relevance: number): number {
  return (Math.sqrt(5) * relevance) / SHORTEST;
}

/**
 * Matern's of smoothness 5/2 (Rasmussen and Williams 2006, equation 4.17). One that falls off at once, as that of ranks does, has a mean
 * with a corner at each row known, so that none in between is ever better than the best of its neighbours. The power of a distance is that of
 * one place times that of the other, which takes a fraction of the time: the smaller one of the two products.
 */
function fillRange(
  table: Float64Array,
  from: number,
  relevance: number,
  own: number,
  levels: Float64Array,
  count: number,
  { up, down }: RangePowers,
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
