/**
 * @file How alike two candidates are by their settings, in three ways: setting by setting, by pairs of settings, and in all of them
 * at once. Each is 1 for equal candidates; a Gaussian process weighs them.
 */
import { type AxisLevels, axisLevels, fillAxis, setRelevance } from './axis-likeness.js';
import type { SettingPlaces } from './places.js';

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
  /** By axis: where its levels begin in one table over all axes. */
  readonly firsts: readonly number[];
  /** Place in that table of each row's level: `codes[row * axes + axis]`. */
  readonly codes: Int32Array;
  /** How many levels of an axis the rows up to this one have: `reached[row * axes + axis]`. */
  readonly reached: Int32Array;
  /** Room for that table, which each row that is compared fills anew. */
  readonly table: Float64Array;
}

/** Rows that others are compared with, and their different places on each axis. */
export interface KnownRows extends Omit<Levels, 'levels'> {
  readonly places: SettingPlaces;
  /** By axis. */
  readonly ofAxes: readonly AxisLevels[];
}

/** @param relevance  by axis: see {@link AxisLevels} */
export function knownRows(places: SettingPlaces, relevance: Float64Array): KnownRows {
  const { levels, ...known } = levelsOf(places);
  const ofAxes = places.axes.map((axis, index) => axisLevels(axis, levels[index] as Float64Array));
  ofAxes.forEach((axis, index) => {
    setRelevance(axis, relevance[index] as number);
  });
  return { places, ofAxes, ...known };
}

function levelsOf({ axes, rows, values }: SettingPlaces): Levels {
  const width = axes.length;
  const codes = new Int32Array(rows * width);
  const reached = new Int32Array(rows * width);
  const firsts: number[] = [];
  let tableLength = 0;
  const levels = axes.map((_, axis) => {
    const code = new Map<number, number>();
    firsts.push(tableLength);
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
  return { levels, firsts, codes, reached, table: new Float64Array(tableLength) };
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

/** An axis with the likeness of its levels to one another, row by row. */
interface SeenAxis extends AxisLevels {
  readonly square: Float64Array;
}

/**
 * Of each row to itself and those before, again and again as relevances change: only the axes whose relevance did are compared anew. The next
 * call overwrites what this one gave, in which row r stands from r (r + 1) / 2 on.
 */
export function likenessAmong(places: SettingPlaces): (relevance: Float64Array) => Likeness {
  const { axes, rows } = places;
  const width = axes.length;
  const { levels, firsts, codes } = levelsOf(places);
  const found = createLikeness((rows * (rows + 1)) / 2);
  /** By pair of rows and axis. */
  const alike = new Float64Array(found.all.length * width);
  // A climb often goes back to where it was.
  const seen = axes.map((axis, index) => {
    const own = levels[index] as Float64Array;
    const seenAxis = (): SeenAxis => ({ ...axisLevels(axis, own), square: new Float64Array(own.length ** 2) });
    return [seenAxis(), seenAxis()] as [SeenAxis, SeenAxis];
  });
  const see = (axis: number, relevance: number): void => {
    const [now, before] = seen[axis] as [SeenAxis, SeenAxis];
    seen[axis] = [before, now];
    const { square, levels: own } = before;
    if (before.relevance !== relevance) fillSquare(before, relevance);
    const start = firsts[axis] as number;
    for (let row = 0, at = axis; row < rows; row++) {
      const from = ((codes[row * width + axis] as number) - start) * own.length - start;
      for (let other = axis; other <= row * width + axis; other += width, at += width) {
        alike[at] = square[from + (codes[other] as number)] as number;
      }
    }
  };
  return (relevance) => {
    const changed = Array.from(seen.keys()).filter((axis) => relevance[axis] !== seen[axis]?.[0].relevance);
    if (changed.length === 0 && width > 0) return found;
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

/** At a relevance, of each level to each. */
function fillSquare(axis: SeenAxis, relevance: number): void {
  const { square, levels } = axis;
  const { length } = levels;
  setRelevance(axis, relevance);
  for (let level = 0; level < length; level++) {
    fillAxis(square, level * length, axis, levels[level] as number, level + 1);
    for (let other = 0; other < level; other++) {
      square[other * length + level] = square[level * length + other] as number;
    }
  }
}

/** Likeness of one row to each level of each axis that the known rows from 0 to `until` (exclusive) have. */
function fillTable(
  { ofAxes, firsts, reached, table }: KnownRows,
  { axes, values }: SettingPlaces,
  row: number,
  until: number,
): void {
  if (until === 0) return;
  for (let axis = 0; axis < axes.length; axis++) {
    const count = reached[(until - 1) * axes.length + axis] as number;
    const own = values[row * axes.length + axis] as number;
    fillAxis(table, firsts[axis] as number, ofAxes[axis] as AxisLevels, own, count);
  }
}
