/** @file Candidates by their places on the axes of their settings: the only thing a surrogate knows of a configuration. */
import type { SettingValues } from '../importance/design.js';

/** `ordered`: places have distances; `category`: they are equal or not. */
export interface SettingAxis {
  readonly name: string;
  readonly kind: 'ordered' | 'category';
}

/**
 * Row by row: row r has place `values[r * axes.length + a]` on axis a; NaN where it has no such setting. On an ordered axis
 * a place is the rank 0, 1, 2 ... among the listed values, or {@link RANGE_RANKS} times the share of a range on its scale; on an
 * axis of categories it is a code 0, 1, 2 ...
 */
export interface SettingPlaces {
  readonly axes: readonly SettingAxis[];
  readonly rows: number;
  readonly values: Float64Array;
}

/** A whole range is as far as five listed values are. */
export const RANGE_RANKS = 4;

/** More different numbers than these are taken by their share of the range that they span. */
const MOST_RANKED = 9;
/** Numbers that span more than this many times the smallest are spread on a logarithmic scale. */
const LOG_SPAN = 100;

/**
 * SettingPlaces of candidates whose settings are listed: numbers by rank, all else as categories, by order of text. A setting has no axis
 * where it is the same everywhere, or says no more than another: that both are there, or the same parting of the candidates.
 *
 * @example placesOf([{ name: 'rate', values: [0.1, 0.01, 0.1] }]).values // 1, 0, 1
 */
export function placesOf(settings: readonly SettingValues[]): SettingPlaces {
  const rows = settings[0]?.values.length ?? 0;
  const columns = tellingSettings(settings).map(columnOf);
  const values = new Float64Array(rows * columns.length);
  columns.forEach(({ places }, axis) => {
    for (let row = 0; row < rows; row++) values[row * columns.length + axis] = places[row] as number;
  });
  return { axes: columns.map(({ axis }) => axis), rows, values };
}

/** Some of the rows, in this order. */
export function rowsOf({ axes, values }: SettingPlaces, rows: ArrayLike<number>): SettingPlaces {
  const width = axes.length;
  const chosen = new Float64Array(rows.length * width);
  for (let place = 0; place < rows.length; place++) {
    const from = (rows[place] as number) * width;
    chosen.set(values.subarray(from, from + width), place * width);
  }
  return { axes, rows: rows.length, values: chosen };
}

/** Parts of a configuration that come and go together would count many times. */
function tellingSettings(settings: readonly SettingValues[]): SettingValues[] {
  const told = new Set<string>();
  // What varies where it is there also tells that it is there.
  const varying = settings.filter(({ values }) => new Set(values.filter((value) => value !== null)).size > 1);
  for (const { values } of varying) told.add(partingOf(values.map((value) => value === null)));
  return settings.filter(({ values }) => {
    const parting = partingOf(values);
    if (new Set(values).size < 2 || told.has(parting)) return false;
    told.add(parting);
    return true;
  });
}

/** Equal for columns that part the candidates alike. */
function partingOf(values: readonly unknown[]): string {
  const codes = new Map<unknown, number>();
  return values
    .map((value) => {
      const code = codes.get(value) ?? codes.size;
      codes.set(value, code);
      return code;
    })
    .join();
}

interface PlacesOnAxis {
  readonly axis: SettingAxis;
  readonly places: Float64Array;
}

function columnOf({ name, values }: SettingValues): PlacesOnAxis {
  const present = new Set(values.filter((value) => value !== null));
  const isOrdered = present.size > 1 && [...present].every((value) => typeof value === 'number');
  const place = isOrdered ? placeOfNumber([...present] as number[]) : codeOf([...present]);
  return {
    axis: { name, kind: isOrdered ? 'ordered' : 'category' },
    places: Float64Array.from(values, (value) => (value === null ? Number.NaN : place(value))),
  };
}

function placeOfNumber(distinct: readonly number[]): (value: number | string | boolean) => number {
  const sorted = [...distinct].sort((a, b) => a - b);
  if (sorted.length <= MOST_RANKED) {
    const rank = new Map(sorted.map((value, index) => [value, index]));
    return (value) => rank.get(value as number) as number;
  }
  const [least, most] = [sorted[0] as number, sorted.at(-1) as number];
  const into = least > 0 && most / least > LOG_SPAN ? Math.log : (value: number) => value;
  return (value) => (RANGE_RANKS * (into(value as number) - into(least))) / (into(most) - into(least));
}

function codeOf(distinct: readonly (number | string | boolean)[]): (value: number | string | boolean) => number {
  const texts = [...new Set(distinct.map(String))].sort();
  const code = new Map(texts.map((text, index) => [text, index]));
  return (value) => code.get(String(value)) as number;
}
