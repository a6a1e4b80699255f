/** @file Finds the critical pair of a calibrated interval, where there is one: from the table, or computed once. */
import type { Statistic } from '../criteria/criterion.js';
import { type CriticalPair, narrowestPair, simulatePivots } from './calibration.js';
import { CALIBRATED_LEVEL, CALIBRATION_TABLE } from './calibration-table.js';
import { createPivot, FORM_LIMIT, type Pivot } from './pivot.js';

/** A pivot with its critical pair. */
export interface CalibratedPivot {
  readonly pivot: Pivot;
  readonly pair: CriticalPair;
}

const known = new Map<string, CalibratedPivot>();

/**
 * For a count within the statistic's calibrated range. Above 100 losses the pair of 97 to 100
 * serves, of the same place among the quartiles, because pairs only get narrower as losses get more; a mixed scale shrinks
 * by the fourth root of the count where the error shrinks by the square root, and its pair with it.
 */
export function calibratedPivot(statistic: Statistic, n: number, level: number): CalibratedPivot {
  const key = `${statistic.id} of ${n} at ${level}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const pivot = createPivot(statistic, n);
  const base = n <= FORM_LIMIT ? n : FORM_LIMIT - 3 + ((n - FORM_LIMIT + 3) % 4);
  const [low, high] = pairAt(statistic, base, level);
  const factor = pivot.mixed ? (base / n) ** 0.25 : 1;
  const made: CalibratedPivot = { pivot, pair: [low * factor, high * factor] };
  known.set(key, made);
  return made;
}

function pairAt(statistic: Statistic, n: number, level: number): CriticalPair {
  const { row: name } = statistic.pivot;
  const row = level === CALIBRATED_LEVEL && name !== undefined ? CALIBRATION_TABLE[name] : undefined;
  const place = row === undefined ? -1 : 2 * (n - row.from);
  const low = row?.pairs[place];
  const high = row?.pairs[place + 1];
  if (low !== undefined && high !== undefined) return [low, high];
  const [simulated] = simulatePivots([statistic], n);
  return narrowestPair(simulated as NonNullable<typeof simulated>, level);
}
