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

/** Rows that others are compared with, and their different places on each axis. */
export interface KnownRows {
  readonly places: SettingPlaces;
  /** By axis. */
  readonly relevance: Float64Array;
  /** By axis. */
  readonly levels: readonly Float64Array[];
  /** Place in one table over all axes of each row's level: `codes[row * axes + axis]`. */
  readonly codes: Int32Array;
  /** Room for that table, which each row that is compared fills anew. */
  readonly table: Float64Array;
}

/** @param relevance  by axis, in [0, 1]: what is taken from likeness where two differ in it; of a range the inverse of its length */
export function knownRows(places: SettingPlaces, relevance: Float64Array): KnownRows {
  const { axes, rows, values } = places;
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
  return { places, relevance, levels, codes, table: new Float64Array(tableLength) };
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
  const { codes, table } = known;
  const width = places.axes.length;
  fillTable(known, places, row);
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
    const own = values[row * axes.length + index] as number;
    const share = relevance[index] as number;
    for (const level of levels[index] as Float64Array) {
      table[at++] =
        axis.kind === 'range'
          ? likenessInRange(share, own, level)
          : 1 - share + share * likenessOnAxis(axis, own, level);
    }
  });
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
