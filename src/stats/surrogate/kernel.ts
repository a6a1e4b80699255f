/**
 * @file How alike two candidates are by their settings, in three ways: setting by setting, by pairs of settings, and in all of them
 * at once. Each is 1 for equal candidates; a Gaussian process weighs them.
 */
import type { SettingAxis, SettingPlaces } from './places.js';

/** Ranks over which likeness falls to 1 / e. */
const RANKS = 1.5;

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

/** @param relevance  by axis, in [0, 1]: what is taken from likeness where two differ in it */
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
      table[at++] = 1 - share + share * likenessOnAxis(axis, own, level);
    }
  });
}

function likenessOnAxis({ kind }: SettingAxis, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a) === Number.isNaN(b));
  return kind === 'ordered' ? Math.exp(-Math.abs(a - b) / RANKS) : Number(a === b);
}
