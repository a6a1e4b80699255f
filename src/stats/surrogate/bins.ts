/** @file SettingPlaces in at most 32 bins an axis, so that trees split by sums over bins and keep a split as one 32-bit mask. */
import type { SettingPlaces } from './places.js';

/** Bits of a mask. Bin 0 is for candidates that have no such setting. */
export const MOST_BINS = 32;

/** Bin of each row on each axis, axis by axis: `bins[axis * rows + row]`. */
export interface Binned {
  readonly rows: number;
  readonly axes: number;
  readonly bins: Uint8Array;
  /** By axis: how many bins it has. */
  readonly counts: readonly number[];
  /** By axis: whether bins have an order. */
  readonly ordered: readonly boolean[];
}

/** How places go into bins. */
interface Binning {
  of(places: SettingPlaces): Binned;
}

/** Bins that part the different places of these rows about evenly; each place its own where there are few. */
export function createBinning({ axes, rows, values }: SettingPlaces): Binning {
  const bounds = axes.map((_, axis) => {
    const distinct = new Set<number>();
    for (let row = 0; row < rows; row++) distinct.add(values[row * axes.length + axis] as number);
    const sorted = Float64Array.from(distinct)
      .filter((value) => !Number.isNaN(value))
      .sort();
    return boundsBetween(sorted);
  });
  return {
    of: (places) => ({
      rows: places.rows,
      axes: axes.length,
      counts: bounds.map(({ length }) => length + 2),
      ordered: axes.map(({ kind }) => kind !== 'category'),
      bins: binAll(places, bounds),
    }),
  };
}

/** Middles between neighbours, at most {@link MOST_BINS} - 2 of them. */
function boundsBetween(sorted: Float64Array): Float64Array {
  const gaps = Math.max(0, sorted.length - 1);
  const count = Math.min(gaps, MOST_BINS - 2);
  return Float64Array.from({ length: count }, (_, bound) => {
    const gap = count === gaps ? bound : Math.floor(((bound + 1) * gaps) / (count + 1));
    return ((sorted[gap] as number) + (sorted[gap + 1] as number)) / 2;
  });
}

function binAll({ axes, rows, values }: SettingPlaces, bounds: readonly Float64Array[]): Uint8Array {
  const bins = new Uint8Array(axes.length * rows);
  axes.forEach((_, axis) => {
    for (let row = 0; row < rows; row++) {
      bins[axis * rows + row] = binOf(values[row * axes.length + axis] as number, bounds[axis] as Float64Array);
    }
  });
  return bins;
}

function binOf(value: number, bounds: Float64Array): number {
  if (Number.isNaN(value)) return 0;
  let bin = 1;
  for (const bound of bounds) bin += Number(value > bound);
  return bin;
}
