/**
 * @file What an adaptive race is likely to ask for soon: the order of asks, gone on with as if no look came in between. Nothing
 * of the race rests on it; who has places to spare may train it in advance.
 */
import { extendAsks, type Standing } from './allocate.js';
import type { AskedTrial, LossEvidence } from './evidence.js';
import type { Thresholds } from './thresholds.js';
import type { Tuning } from './tuning.js';

/** The asks from number `from` to `until`, as far as there are replicates. Changes nothing. */
export function asksAhead(
  standing: Standing,
  thresholds: Thresholds,
  tuning: Tuning,
  costs: Float64Array | undefined,
  from: number,
  until: number,
): AskedTrial[] {
  const evidence: LossEvidence = {
    ...standing.evidence,
    asked: standing.evidence.asked.slice(),
    sequence: standing.evidence.sequence.slice(),
    replicateAt: standing.evidence.replicateAt.slice(),
  };
  if (until > evidence.length) extendAsks({ ...standing, evidence }, thresholds, tuning, costs, until);
  const asks: AskedTrial[] = [];
  for (let place = from; place < Math.min(until, evidence.length); place++) {
    asks.push({ candidate: evidence.sequence[place] as number, replicate: evidence.replicateAt[place] as number });
  }
  return asks;
}
