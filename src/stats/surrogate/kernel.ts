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
  /** By axis. */
  readonly levels: readonly Float64Array[];
  /** Place in one table over all axes of each row's level: `codes[row * axes + axis]`. */
  readonly codes: Int32Array;
  /** Room for that table, which each row that is compared fills anew. */
  readonly table: Float64Array;
}

/** Rows that others are compared with, and their different places on each axis. */
export interface KnownRows extends Levels {
  readonly places: SettingPlaces;
  /** By axis. */
  readonly relevance: Float64Array;
}

/** @param relevance  by axis, in [0, 1]: what is taken from likeness where two differ in it; of a range the inverse of its length */
export function knownRows(places: SettingPlaces, relevance: Float64Array): KnownRows {
  return { places, relevance, ...levelsOf(places) };
}

function levelsOf({ axes, rows, values }: SettingPlaces): Levels {
  const width = axes.length;
  const codes = new Int32Array(rows * width);
  let tableLength = 0;
  const levels = axes.map((_, axis) => {
    const code = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      const value = values[row * width + axis] as number;
      const known = code.get(value);
      codes[row * width + axis] = tableLength + (known ?? code.size);
      if (known === undefined) code.set(value, code.size);
    }
    tableLength += code.size;
    return Float64Array.from(code.keys());
  });
  return { levels, codes, table: new Float64Array(tableLength) };
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
  fillTable(known, places, row);
  compareByTable(likeness, known, places.axes.length, until);
}

/**
 * Of each row to itself and those before, again and again as relevances change: only the axes whose relevance did are compared anew. The next
 * call overwrites what this one gave.
 */
export function likenessAmong(places: SettingPlaces): (relevance: Float64Array) => readonly Likeness[] {
  const { axes, rows } = places;
  const known = levelsOf(places);
  const { levels, codes, table } = known;
  const found = Array.from({ length: rows }, (_, row) => createLikeness(row + 1));
  /** By axis: the relevance that it was last seen with, and by it each level's likeness to each, row by row. */
  const seen = new Float64Array(axes.length).fill(Number.NaN);
  const squares = levels.map(({ length }) => new Float64Array(length * length));
  const see = (axis: number, relevance: number): void => {
    seen[axis] = relevance;
    const own = levels[axis] as Float64Array;
    own.forEach((level, place) => {
      fillAxis(squares[axis] as Float64Array, place * own.length, axes[axis] as SettingAxis, relevance, level, own);
    });
  };
  let isFilled = false;
  return (relevance) => {
    const changed = Array.from(seen.keys()).filter((axis) => relevance[axis] !== seen[axis]);
    if (isFilled && changed.length === 0) return found;
    isFilled = true;
    for (const axis of changed) see(axis, relevance[axis] as number);
    found.forEach((likeness, row) => {
      let from = 0;
      squares.forEach((square, axis) => {
        const { length } = levels[axis] as Float64Array;
        const level = (codes[row * axes.length + axis] as number) - from;
        table.set(square.subarray(level * length, (level + 1) * length), from);
        from += length;
      });
      compareByTable(likeness, known, axes.length, row + 1);
    });
    return found;
  };
}

/** One row, whose likeness to all levels is in the table, with the rows from 0 to `until`; of so many axes. */
function compareByTable(likeness: Likeness, { codes, table }: Levels, width: number, until: number): void {
  const pairs = (width * (width - 1)) / 2;
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
    likeness.settings[other] = width === 0 ? 1 : total / width;
    likeness.pairs[other] = pairs === 0 ? product : (total * total - squares) / (2 * pairs);
    likeness.all[other] = product;
  }
}

/** Likeness of one row to each level of each axis. */
function fillTable({ levels, relevance, table }: KnownRows, { axes, values }: SettingPlaces, row: number): void {
  let at = 0;
  axes.forEach((axis, index) => {
    const ofAxis = levels[index] as Float64Array;
    fillAxis(table, at, axis, relevance[index] as number, values[row * axes.length + index] as number, ofAxis);
    at += ofAxis.length;
  });
}

/** Likeness of one place on an axis to each of its levels, into the table from a place on. */
function fillAxis(
  table: Float64Array,
  from: number,
  axis: SettingAxis,
  relevance: number,
  own: number,
  levels: Float64Array,
): void {
  let at = from;
  for (const level of levels) {
    table[at++] =
      axis.kind === 'range'
        ? likenessInRange(relevance, own, level)
        : 1 - relevance + relevance * likenessOnAxis(axis, own, level);
  }
}

function likenessOnAxis({ kind }: SettingAxis, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a) === Number.isNaN(b));
  return kind === 'ordered' ? Math.exp(-Math.abs(a - b) / RANKS) : Number(a === b);
}

/**
 * Matern's of smoothness 5/2 (Rasmussen and Williams 2006, equation 4.17). One that falls off at once, as that of ranks does, has a mean
 * with a corner at each row known, so that none in between is ever better than the best of its neighbours.
 */
function likenessInRange(relevance: number, a: number, b: number): number {
  const isOneThere = Number.isNaN(a) !== Number.isNaN(b);
  const apart = isOneThere ? RANGE_RANKS : Number.isNaN(a) ? 0 : Math.abs(a - b);
  const far = (Math.sqrt(5) * relevance * apart) / SHORTEST;
  return (1 + far + (far * far) / 3) * Math.exp(-far);
}
