/**
 * @file What an adaptive race is likely to ask for soon: the order of asks, gone on with as if no look came in between. Nothing
 * of the race rests on it; who has places to spare may train it in advance.
 */
import type { Guess } from '../../../../core/index.js';
import { extendAsks } from './allocate.js';
import type { AskedLoss, LossEvidence } from './evidence.js';
import type { AdaptiveState } from './state.js';
import type { Thresholds } from './thresholds.js';
import type { Tuning } from './tuning.js';

/** The asks from number `from` to `until`, as far as there are replicates; none after the end. Changes nothing. */
export function asksAhead(
  state: AdaptiveState,
  thresholds: Thresholds,
  tuning: Tuning,
  costs: Float64Array | undefined,
  from: number,
  until: number,
): Guess<AskedLoss> {
  const { outcomes, length, asked, sequence, replicateAt } = state.evidence;
  if (state.end !== undefined) return { asks: [], settled: 0, certain: outcomes };
  const evidence: LossEvidence = {
    ...state.evidence,
    asked: asked.slice(),
    sequence: sequence.slice(),
    replicateAt: replicateAt.slice(),
  };
  if (until > length) extendAsks({ ...state, evidence }, thresholds, tuning, costs, until);
  const asks: AskedLoss[] = [];
  for (let place = from; place < Math.min(until, evidence.length); place++) {
    asks.push({ candidate: evidence.sequence[place] as number, replicate: evidence.replicateAt[place] as number });
  }
  // Until the next look the order of asks is settled; only a look ends a race.
  return { asks, settled: Math.min(asks.length, Math.max(0, length - from)), certain: state.nextLook };
}
