/**
 * @file The statement without assumptions: which candidates may be the best, and how far the winner is from it, from confidence sequences alone. The
 * race goes where its rule sends it; what it then says follows from the ends in ends.ts and from nothing else. Assumed: the
 * trainings of a candidate are independent draws of one law. Nothing about shapes, about what candidates have in common, or about
 * when a race stops.
 */
import { inputError } from '../../../../../core/index.js';
import type { Criterion } from '../../../../../stats/index.js';
import { neverWorked } from '../../never-worked.js';
import type { AdaptiveState } from '../state.js';
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
