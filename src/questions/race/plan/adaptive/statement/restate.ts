/** @file What a race without assumptions says at its end: the rule's assessment, with all that rested on its model taken from the ends. */
import type { Criterion } from '../../../../../stats/index.js';
import { neverWorked } from '../../never-worked.js';
import type { Bounds, Difference } from '../bounds.js';
import { rowOfLosses } from '../evidence.js';
import { LOSSES } from '../loss-scale.js';
import type { AdaptiveState } from '../state.js';
import { type AdaptiveVerdict, type Assessment, spansAll } from '../verdict.js';
import type { Ends } from './ends.js';
import type { FreeStatement } from './free-statement.js';

/** Without a leader of the rule there is nothing to say yet. */
export function restate(
  { verdict, estimates }: Assessment,
  { endsOf, standing }: FreeStatement,
  state: AdaptiveState,
  criterion: Criterion,
): Assessment {
  const values = criteriaOf(state, criterion);
  const ends = endsOf(state);
  const excluded = Uint8Array.from(values, (_, i) => (neverWorked(state.failures, i) ? 1 : 0));
  const bounds = boundsBy(ends, values, excluded);
  const restated = {
    estimates: { ...estimates, centers: values, excluded },
    bounds,
    scale: LOSSES,
    by: 'confidence-sequences',
  } as const;
  if (verdict.leader < 0) return { verdict, ...restated };
  const { leader, open } = standing(state, verdict.leader, verdict.tolerance);
  const value = (i: number) => values[i] as number;
  const known = open.filter((i) => !Number.isNaN(value(i))).sort((a, b) => value(a) - value(b) || a - b);
  const unknown = open.filter((i) => Number.isNaN(value(i)));
  const compared = Array.from(excluded.keys()).filter((i) => i !== leader && excluded[i] === 0);
  const made: AdaptiveVerdict = {
    ...verdict,
    kind: state.end === undefined ? 'stopped' : open.length === 0 ? 'decided' : 'tied',
    leader,
    leaderValue: value(leader),
    leaderHigh: ends.highs[leader] as number,
    set: [leader, ...known, ...unknown],
    untried: unknown.filter((i) => state.evidence.applied[i] === 0),
    toleranceSpansAll: spansAll(bounds, leader, verdict.tolerance, compared),
    bound: Math.max(bounds.bound(leader), open.length === 0 ? 0 : verdict.tolerance),
    rivals: [...known, ...unknown].map((candidate) => ({
      candidate,
      n: state.evidence.applied[candidate] as number,
      difference: between(value(candidate), value(leader), Number.NaN),
      // It cannot be told without a law.
      chance: Number.NaN,
      trialsToSettle: Number.NaN,
    })),
  };
  return { verdict: made, ...restated };
}

/** Of the losses that there are; NaN without enough of them. */
function criteriaOf(state: AdaptiveState, criterion: Criterion): Float64Array {
  return Float64Array.from({ length: state.evidence.candidates }, (_, i) => {
    const losses = rowOfLosses(state.evidence, i).filter((loss) => !Number.isNaN(loss));
    return losses.length < criterion.minimumTrials ? Number.NaN : criterion.evaluate(losses);
  });
}

function boundsBy({ lows, highs }: Ends, values: Float64Array, excluded: Uint8Array): Bounds {
  const difference = (pick: number, i: number): Difference => {
    const low = between(lows[i] as number, highs[pick] as number, Number.NEGATIVE_INFINITY);
    const high = between(highs[i] as number, lows[pick] as number, Number.POSITIVE_INFINITY);
    // All ends hold at once: what holds for one rival holds for all.
    return { value: between(values[i] as number, values[pick] as number, 0), low, high, leastForAll: low };
  };
  return {
    difference,
    bound: (pick) => {
      let most = 0;
      for (let i = 0; i < lows.length; i++) {
        if (i !== pick && excluded[i] === 0) most = Math.max(most, -difference(pick, i).low);
      }
      return most;
    },
  };
}

/** The first less the second; of two that are both infinite `unknown`. */
function between(first: number, second: number, unknown: number): number {
  return first === second && !Number.isFinite(first) ? unknown : first - second;
}
