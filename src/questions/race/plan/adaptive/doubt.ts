/**
 * @file Candidates that are set aside on fewer than five trainings of their own. Until then a candidate is judged by the spread that
 * the field lends it; one that varies much more may be the best and look hopeless. So before a race ends, each of them that would stay
 * in with so many times the spread that is assumed for it is trained on.
 */
import { chanceOfVarying, thresholdOfVarying } from './judge.js';
import { isMean, type ShapeOfCriterion } from './shape.js';
import type { AdaptiveState } from './state.js';
import type { Thresholds } from './thresholds.js';

/** Trainings from which a candidate has a spread of its own; see locations.ts. */
export const ENOUGH_TRIALS = 5;

/** How candidates are judged at the end that is in sight. */
export interface Doubting {
  /** So many times the assumed spread; 1 = no doubt. */
  readonly spreadTimes: number;
  /** What the chances of those left out may sum to; undefined where thresholds judge. */
  readonly chanceLevel: number | undefined;
  readonly thresholds: Thresholds;
  /** On the scale of the centers. */
  readonly tolerance: number;
}

/** Flags of those who are set aside, may win, and would stay in if they varied so much more; none without a leader. */
export function doubted(
  { evidence, estimates, chances, leader }: Pick<AdaptiveState, 'evidence' | 'estimates' | 'chances' | 'leader'>,
  contested: Uint8Array,
  { spreadTimes, chanceLevel, thresholds, tolerance }: Doubting,
): Uint8Array {
  const { centers, excluded, leftOpen } = estimates;
  const found = new Uint8Array(contested.length);
  // Without a spread there is none to be wrong about.
  if (spreadTimes === 1 || leader < 0 || leftOpen?.isAll) return found;
  const leftOut = chances.reduce((sum, chance, i) => sum + (contested[i] === 1 ? 0 : chance), 0);
  const enough = Math.min(ENOUGH_TRIALS, evidence.replicates);
  for (let i = 0; i < found.length; i++) {
    if (i === leader || contested[i] === 1 || excluded[i] === 1 || Number.isNaN(centers[i] as number)) continue;
    if ((evidence.applied[i] as number) >= enough) continue;
    const pair = { leader, tolerance, i, spreadTimes };
    const staysIn =
      chanceLevel === undefined
        ? (centers[i] as number) - (centers[leader] as number) + tolerance <=
          thresholdOfVarying(estimates, thresholds, pair)
        : leftOut - (chances[i] as number) + chanceOfVarying(estimates, pair) > chanceLevel;
    if (staysIn) found[i] = 1;
  }
  return found;
}

/**
 * Whether what the race has seen cannot matter to a mean, because all losses lie within the tolerance: then only what has not been seen
 * can, such as a failure among passes with a trace of noise, and most of all one of the leader.
 */
export function mayCollapseUnseen(
  { evidence, fixed }: Pick<AdaptiveState, 'evidence' | 'fixed'>,
  form: ShapeOfCriterion,
): boolean {
  if (!isMean(form)) return false;
  const finite = evidence.losses.filter(Number.isFinite);
  const least = finite.reduce((so, loss) => Math.min(so, loss), Number.POSITIVE_INFINITY);
  const most = finite.reduce((so, loss) => Math.max(so, loss), Number.NEGATIVE_INFINITY);
  return most > least && most - least <= (fixed?.tolerance.value ?? 0);
}
