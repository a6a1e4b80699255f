/** @file What is known of the tried candidates, by row. */
import { rowsOf, type SettingPlaces } from './places.js';

export interface KnownValues {
  readonly places: SettingPlaces;
  readonly values: Float64Array;
  /** Trials that each value is the mean of; 1 or more. */
  readonly trials: Float64Array;
  /** Variance of one trial. */
  readonly noises: Float64Array;
}

export function someOf({ places, values, trials, noises }: KnownValues, rows: Int32Array): KnownValues {
  const pick = (all: Float64Array): Float64Array => Float64Array.from(rows, (row) => all[row] as number);
  return { places: rowsOf(places, rows), values: pick(values), trials: pick(trials), noises: pick(noises) };
}

/** The other way about: figures of all rows from those of parts of them. */
export function joinRows(
  rows: number,
  parts: readonly (readonly [rows: ArrayLike<number>, figures: Float64Array])[],
): Float64Array {
  const all = new Float64Array(rows);
  for (const [own, figures] of parts) {
    figures.forEach((figure, place) => {
      all[own[place] as number] = figure;
    });
  }
  return all;
}
