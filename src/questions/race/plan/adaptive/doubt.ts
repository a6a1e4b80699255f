/**
 * @file Candidates that are set aside on fewer than five trainings of their own. Until then a candidate is judged by the spread that
 * the field lends it; one that varies much more may be the best and look hopeless. So before a race ends, each of them that would stay
 * in with so many times the spread that is assumed for it is trained on, unless the few losses that it has speak against that spread.
 */
import type { Estimates } from './estimates.js';
import { blockVarianceOf, type LossFit } from './fit.js';
import { chanceOfVarying, thresholdOfVarying } from './judge.js';
import { isMean, type ShapeOfCriterion } from './shape.js';
import type { AdaptiveState } from './state.js';
import type { Thresholds } from './thresholds.js';

/** Trainings from which a candidate has a spread of its own; see locations.ts. */
export const ENOUGH_TRIALS = 5;

/** How candidates are judged at the end that is in sight. */
interface Doubting {
  /** How many times the assumed spread is taken; 1 = no doubt. */
  readonly spreadTimes: number;
  /** What the chances of those left out may sum to; undefined where thresholds judge. */
  readonly chanceLevel: number | undefined;
  readonly thresholds: Thresholds;
  /** On the scale of the centers. */
  readonly tolerance: number;
  readonly form: ShapeOfCriterion;
}

/** Flags of those that are set aside, may win, and would stay in if they varied so much more; none without a leader. */
export function doubted(
  {
    evidence,
    estimates,
    fit,
    chances,
    leader,
  }: Pick<AdaptiveState, 'evidence' | 'estimates' | 'fit' | 'chances' | 'leader'>,
  contested: Uint8Array,
  { spreadTimes, chanceLevel, thresholds, tolerance, form }: Doubting,
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
    const gap = (centers[i] as number) - (centers[leader] as number) + tolerance;
    const pair = { leader, i, spreadTimes, gap: gap + raisedBy(spreadTimes, estimates, fit, form, i) };
    const staysIn =
      chanceLevel === undefined
        ? pair.gap <= thresholdOfVarying(estimates, thresholds, pair)
        : leftOut -
            (chances[i] as number) +
            likelihood(spreadTimes, estimates, fit, i) * chanceOfVarying(estimates, pair) >
          chanceLevel;
    if (staysIn) found[i] = 1;
  }
  return found;
}

/** By so much its criterion is higher where it varies so many times as much: a tail that is heavier is no better. 0 where that would be lower. */
function raisedBy(
  times: number,
  { scales, loadings, shape }: Estimates,
  fit: LossFit,
  form: ShapeOfCriterion,
  i: number,
): number {
  if (form.as === 'spread') return 0;
  const [own, shared] = [scales[i] as number, blockVarianceOf(fit) * (loadings.means[i] as number) ** 2];
  return Math.max(0, shape.k * (Math.sqrt(times ** 2 * own + shared) - Math.sqrt(own + shared)));
}

/** Of its own losses at so many times the field's spread, over that at the field's; 1 where they do not speak against it. */
function likelihood(times: number, { finite, scales }: Estimates, { scale, priorDegrees }: LossFit, i: number): number {
  const own = Math.max(0, (finite[i] as number) - 1);
  const squares = scale > 0 ? ((scales[i] as number) / scale) * (priorDegrees + own) - priorDegrees : own;
  return Math.min(1, times ** -own * Math.exp(0.5 * squares * (1 - times ** -2)));
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
