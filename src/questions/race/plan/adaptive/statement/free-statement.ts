/**
 * @file The statement without assumptions: which candidates may be the best, and how far the winner is from it, from confidence sequences alone. The
 * race goes where its rule sends it; what it then says follows from the ends in ends.ts and from nothing else. Assumed: the
 * trainings of a candidate are independent draws of one law. Nothing about shapes, about what candidates have in common, or about
 * when a race stops.
 */
import { inputError } from '../../../../../core/index.js';
import type { Criterion } from '../../../../../stats/index.js';
import { neverWorked } from '../../never-worked.js';
import type { Bounds, Difference } from '../bounds.js';
import { rowOfLosses } from '../evidence.js';
import { LOSSES } from '../loss-scale.js';
import type { AdaptiveState } from '../state.js';
import { type AdaptiveVerdict, type Assessment, spansAll } from '../verdict.js';
import type { FreeStatementSetting } from './declared-bounds.js';
import { createEnds, type Ends, type Sequences } from './ends.js';

export interface FreeStatement {
  endsOf(state: AdaptiveState): Ends;
  /** The candidate that leads by the ends, and those that may be better than it by more than the tolerance, in units of the loss. */
  standing(state: AdaptiveState, ruleLeader: number, tolerance: number): FreeStanding;
}

interface FreeStanding {
  readonly leader: number;
  readonly open: readonly number[];
}

export function createFreeStatement(sequences: Sequences): FreeStatement {
  const endsOf = createEnds(sequences);
  return {
    endsOf,
    standing: (state, ruleLeader, tolerance) => {
      const { lows, highs } = endsOf(state);
      const isCompared = (i: number) => !neverWorked(state.failures, i);
      const leader = leaderBy(highs, ruleLeader, isCompared);
      const from = (highs[leader] as number) - tolerance;
      const open: number[] = [];
      for (let i = 0; i < lows.length; i++) {
        if (i !== leader && isCompared(i) && (lows[i] as number) < from) open.push(i);
      }
      return { leader, open };
    },
  };
}

/** The lowest upper end leaves the smallest bound. Among equal ones the rule's leader, so that without any end its winner stands. */
function leaderBy(highs: Float64Array, ruleLeader: number, isCompared: (i: number) => boolean): number {
  let leader = ruleLeader;
  for (let i = 0; i < highs.length; i++) {
    if (isCompared(i) && (highs[i] as number) < (highs[leader] as number)) leader = i;
  }
  return leader;
}

/**
 * What the sequences of a race are about.
 * @throws InputError for a criterion that no sequence bounds, and for a mean without declared bounds.
 */
export function sequencesOf(
  { name, statistic }: Criterion,
  { bounds }: FreeStatementSetting,
  { candidates, delta }: Pick<Sequences, 'candidates' | 'delta'>,
): Sequences {
  const probability = statistic?.probability;
  if (probability !== undefined) return { candidates, delta, quantile: probability, bounds };
  const race = statistic?.race;
  const isMean = race?.as === 'location' && race.isMean === true;
  if (isMean && bounds !== undefined) return { candidates, delta, quantile: undefined, bounds };
  throw inputError`statement-criterion: ${isMean ? 'A statement about the mean without assumptions needs bounds: one unseen loss may be arbitrarily large.' : `Nothing can be stated about ${name} without assumptions: it rests on the largest losses, and one unseen loss may be arbitrarily large.`}
    Allowed: median, q3 and other quantiles; the mean with bounds that hold for every training
    Fix: ${isMean ? 'Declare them, `rule: { name: default, statement: distribution-free, bounds: [0, 1] }`, or race by median or q3.' : 'Race by q3 or q0.9, or remove `statement`.'}`;
}

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
