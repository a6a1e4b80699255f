/**
 * @file What an adaptive race is likely to ask for soon: the order of asks, gone on with as if no look came in between. Nothing
 * of the race rests on it; a caller with places to spare may train it in advance.
 */
import type { Guess } from '../../../../core/index.js';
import { mayBeDropped } from '../never-worked.js';
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
  if (state.end !== undefined) return { needed: [], likely: [], certain: outcomes };
  const evidence: LossEvidence = {
    ...state.evidence,
    asked: asked.slice(),
    sequence: sequence.slice(),
    replicateAt: replicateAt.slice(),
  };
  if (until > length) extendAsks({ ...state, evidence }, thresholds, tuning, costs, until);
  return guessOf({ ...state, evidence }, from, until);
}

/** Only a look ends a race or asks for something else; before it the asks of broken candidates are dropped. */
export function guessOf(
  { evidence, failures, nextLook }: Pick<AdaptiveState, 'evidence' | 'failures' | 'nextLook'>,
  from: number,
  until: number,
): Guess<AskedLoss> {
  const [needed, likely]: [AskedLoss[], AskedLoss[]] = [[], []];
  for (let place = from; place < Math.min(until, evidence.length); place++) {
    const [candidate, replicate] = [evidence.sequence[place] as number, evidence.replicateAt[place] as number];
    const isNeeded = place < nextLook && !mayBeDropped(failures, candidate, replicate);
    (isNeeded ? needed : likely).push({ candidate, replicate });
  }
  return { needed, likely, certain: Math.max(evidence.outcomes, nextLook) };
}
