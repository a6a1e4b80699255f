/** @file Finds the critical pair of a calibrated interval, where there is one: from the table, or computed once. */
import type { Statistic } from '../criterion.js';
import { type CriticalPair, narrowestPair, simulatePivots } from './calibration.js';
import { CALIBRATED_LEVEL, CALIBRATION_TABLE } from './calibration-table.js';
import { nyblomMinimum } from './nyblom.js';
import { createPivot, FORM_LIMIT, isTail, type Pivot } from './pivot.js';

/** Counts of losses with a calibrated interval, both ends included; none where `least` is above `most`. */
export interface CalibratedRange {
  readonly least: number;
  readonly most: number;
}

const NONE: CalibratedRange = { least: Number.POSITIVE_INFINITY, most: 0 };

/** Chosen by simulation: below, the interval would not cover, or would be too wide to say anything. */
export function calibratedRange(statistic: Statistic, level: number): CalibratedRange {
  switch (statistic.of) {
    case 'mean':
      return { least: 3, most: Number.POSITIVE_INFINITY };
    case 'std':
      return { least: 8, most: Number.POSITIVE_INFINITY };
    case 'iqr':
    case 'q3+iqr':
      return { least: 5, most: Number.POSITIVE_INFINITY };
    case 'shortfall': {
      const least = Math.max(5, Math.ceil(2 / statistic.share - 1e-9));
      return least > FORM_LIMIT ? NONE : { least, most: Number.POSITIVE_INFINITY };
    }
    case 'quantile': {
      const { probability } = statistic;
      const side = Math.min(probability, 1 - probability);
      if (side <= 0 || (probability !== 0.75 && probability !== 0.25 && !isTail(probability))) return NONE;
      const most = Math.min(FORM_LIMIT, nyblomMinimum(probability, level) - 1);
      return { least: Math.max(5, Math.ceil(0.8 / side - 1e-9)), most };
    }
  }
}

/** A pivot with its critical pair. */
export interface CalibratedPivot {
  readonly pivot: Pivot;
  readonly pair: CriticalPair;
}

const known = new Map<string, CalibratedPivot>();

/**
 * For a count within the range of {@link calibratedRange}. `name` is the criterion's. Above 100 losses the pair of 97 to 100
 * serves, of the same place among the quartiles, because pairs only get narrower as losses get more; a mixed scale shrinks
 * by the fourth root of the count where the error shrinks by the square root, and its pair with it.
 */
export function calibratedPivot(name: string, statistic: Statistic, n: number, level: number): CalibratedPivot {
  const key = JSON.stringify([statistic, n, level]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const pivot = createPivot(statistic, n);
  const base = n <= FORM_LIMIT ? n : FORM_LIMIT - 3 + ((n - FORM_LIMIT + 3) % 4);
  const [low, high] = pairAt(name, statistic, base, level);
  const factor = pivot.mixed ? (base / n) ** 0.25 : 1;
  const made: CalibratedPivot = { pivot, pair: [low * factor, high * factor] };
  known.set(key, made);
  return made;
}

function pairAt(name: string, statistic: Statistic, n: number, level: number): CriticalPair {
  const row = level === CALIBRATED_LEVEL ? CALIBRATION_TABLE[name] : undefined;
  const place = row === undefined ? -1 : 2 * (n - row.from);
  const low = row?.pairs[place];
  const high = row?.pairs[place + 1];
  if (low !== undefined && high !== undefined) return [low, high];
  const [simulated] = simulatePivots([statistic], n);
  return narrowestPair(simulated as NonNullable<typeof simulated>, level);
}
