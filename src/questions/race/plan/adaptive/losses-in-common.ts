/** @file Losses of two candidates side by side. */
import { type LossEvidence, rowOfLosses } from './evidence.js';

/** Finite or infinite losses of two candidates on the replicates that both have. */
export function lossesInCommon(evidence: LossEvidence, first: number, second: number): [Float64Array, Float64Array] {
  const rows = [rowOfLosses(evidence, first), rowOfLosses(evidence, second)] as const;
  const common = Math.min(rows[0].length, rows[1].length);
  const places: number[] = [];
  for (let place = 0; place < common; place++) {
    if (!Number.isNaN(rows[0][place]) && !Number.isNaN(rows[1][place])) places.push(place);
  }
  const at = (row: Float64Array) => Float64Array.from(places, (place) => row[place] as number);
  return [at(rows[0]), at(rows[1])];
}
