/** @file Candidates by their places on the axes of their settings: the only thing a surrogate knows of a configuration. */
import { groupBy } from '../../core/index.js';
import type { SettingValues } from '../importance/design.js';
import { quantileOfSorted } from '../quantile.js';
import { settingPattern } from '../setting-pattern.js';

/** `ordered`: places have distances; `range`: they do, and losses go smoothly with them; `category`: they are equal or not. */
export interface SettingAxis {
  readonly name: string;
  readonly kind: 'ordered' | 'range' | 'category';
  /** Of categories that say nothing of one another: see {@link partsOf}. */
  readonly divides?: true;
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
/**
 * Numbers are spread on a logarithmic scale where they span more than this many times the smallest, and half of them lie in so small a
 * part of their range. Draws from a linear range near 0 span as much, but half of them lie in half of it.
 */
const LOG_SPAN = 100;
const LOG_HALF = 0.25;

/**
 * SettingPlaces of candidates whose settings are listed: numbers by rank, all else as categories, by order of text. A setting has no axis
 * where it is the same everywhere, or says no more than another: that both are there, or the same parting of the candidates.
 *
 * @example placesOf([{ name: 'rate', values: [0.1, 0.01, 0.1] }]).values // 1, 0, 1
 */
export function placesOf(settings: readonly SettingValues[]): SettingPlaces {
  return settingPlacer(settings).place(settings);
}

/** Axes that stay as they are while more candidates come. */
export interface SettingPlacer {
  readonly axes: readonly SettingAxis[];
  /** Of candidates with these settings, by name: an amount that is new lies between the others or beyond them, a category that is new is one of its own. */
  place(settings: readonly SettingValues[]): SettingPlaces;
}

/**
 * With the axes of {@link placesOf} for these candidates.
 *
 * @param numbers   `smooth`: a setting of more than {@link MOST_RANKED} different numbers is a range; `ranked`: none is
 * @param dividing  the setting whose axis divides candidates, such as which model they are of; none does where absent
 */
export function settingPlacer(
  settings: readonly SettingValues[],
  numbers: 'ranked' | 'smooth' = 'ranked',
  dividing?: string,
): SettingPlacer {
  const columns = tellingSettings(settings, dividing).map((setting) => columnOf(setting, numbers, dividing));
  const axes = columns.map(({ axis }) => axis);
  return {
    axes,
    place: (others) => {
      const rows = others[0]?.values.length ?? 0;
      const byName = new Map(others.map(({ name, values }) => [name, values]));
      const values = new Float64Array(rows * columns.length);
      columns.forEach(({ axis, place }, column) => {
        const own = byName.get(axis.name);
        for (let row = 0; row < rows; row++) values[row * columns.length + column] = place(own?.[row] ?? null);
      });
      return { axes, rows, values };
    },
  };
}

export function hasRange({ axes }: Pick<SettingPlaces, 'axes'>): boolean {
  return axes.some(({ kind }) => kind === 'range');
}

/** Rows that may tell of one another, by their place on the axis that divides them; all of them together where none does. */
export function partsOf({ axes, rows, values }: SettingPlaces): ReadonlyMap<number, readonly number[]> {
  const axis = axes.findIndex(({ divides }) => divides);
  return groupBy(Array.from({ length: rows }).keys(), (row) =>
    axis < 0 ? 0 : (values[row * axes.length + axis] as number),
  );
}

/** Rows of the same axes, one after the other. */
export function withRows({ axes, rows, values }: SettingPlaces, more: readonly ArrayLike<number>[]): SettingPlaces {
  const all = new Float64Array((rows + more.length) * axes.length);
  all.set(values);
  more.forEach((row, index) => {
    all.set(row, (rows + index) * axes.length);
  });
  return { axes, rows: rows + more.length, values: all };
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
function tellingSettings(settings: readonly SettingValues[], dividing: string | undefined): SettingValues[] {
  const told = new Set<string>();
  // What varies where it is there also tells that it is there.
  const varying = settings.filter(({ values }) => new Set(values.filter((value) => value !== null)).size > 1);
  for (const { values } of varying) told.add(settingPattern(values.map((value) => value === null)));
  return settings.filter(({ name, values }) => {
    const parting = settingPattern(values);
    if (new Set(values).size < 2 || (told.has(parting) && name !== dividing)) return false;
    told.add(parting);
    return true;
  });
}

type SettingValue = SettingValues['values'][number];

interface PlacesOnAxis {
  readonly axis: SettingAxis;
  place(value: SettingValue): number;
}

function columnOf(
  { name, values }: SettingValues,
  numbers: 'ranked' | 'smooth',
  dividing: string | undefined,
): PlacesOnAxis {
  const present = new Set(values.filter((value) => value !== null));
  const isOrdered = present.size > 1 && [...present].every((value) => typeof value === 'number');
  const kind = numbers === 'smooth' && present.size > MOST_RANKED ? 'range' : 'ordered';
  return isOrdered
    ? { axis: { name, kind }, place: placeOfNumber([...present] as number[]) }
    : {
        axis: { name, kind: 'category', ...(name === dividing ? { divides: true } : {}) },
        place: codeOf([...present]),
      };
}

function placeOfNumber(distinct: readonly number[]): (value: SettingValue) => number {
  const sorted = [...distinct].sort((a, b) => a - b);
  const placeOf = sorted.length <= MOST_RANKED ? rankAmong(sorted) : shareOf(sorted);
  return (value) => (typeof value === 'number' ? placeOf(value) : Number.NaN);
}

/** Two or more, ascending. */
function rankAmong(sorted: readonly number[]): (value: number) => number {
  const ranks = new Map(sorted.map((value, rank) => [value, rank]));
  return (value) => {
    const above = sorted.findIndex((one) => one > value);
    const next = Math.min(Math.max(above < 0 ? sorted.length : above, 1), sorted.length - 1);
    const [low, high] = [sorted[next - 1] as number, sorted[next] as number];
    return ranks.get(value) ?? next - 1 + (value - low) / (high - low);
  };
}

/** More than two, ascending. */
function shareOf(sorted: readonly number[]): (value: number) => number {
  const [least, most] = [sorted[0] as number, sorted.at(-1) as number];
  const half = (quantileOfSorted(sorted, 0.5) - least) / (most - least);
  const isLog = least > 0 && most / least > LOG_SPAN && half < LOG_HALF;
  const into = (value: number): number => (isLog ? Math.log(Math.max(value, 0)) : value);
  const placeOf = (value: number): number => (into(value) - into(least)) / (into(most) - into(least));
  // What lies far beyond the ends, such as 0 on a logarithmic scale, is no further than a range from them.
  return (value) => RANGE_RANKS * Math.min(2, Math.max(-1, placeOf(value)));
}

function codeOf(distinct: readonly (number | string | boolean)[]): (value: SettingValue) => number {
  const texts = [...new Set(distinct.map(String))].sort();
  const code = new Map(texts.map((text, index) => [text, index]));
  return (value) => (value === null ? Number.NaN : (code.get(String(value)) ?? texts.length));
}
