/**
 * @file Which candidate leads at a look, which are still contested against it, and by how much each of them could be better.
 * All are judged anew with all data: nothing is eliminated for good.
 */
import { binomialUpperTail, normalUpperTail } from '../../../../stats/index.js';
import type { Estimates } from './estimates.js';
import type { Thresholds } from './thresholds.js';

/** A leader's divergence may not exceed this share, at this level of doubt: it would make a poor recommendation. */
const LEADER_DIVERGENCE = 0.25;
const LEADER_DOUBT = 0.3;
/** Normal deviates beyond which a chance is none. */
const FAR = 7.5;
/**
 * Fewer degrees of freedom make tails so heavy that hundreds of poor candidates look promising after one trial; with at
 * least these the level of the chances was calibrated.
 */
const LEAST_DEGREES = 20;
/** The same of a variance that is a candidate's own, from five trainings on: a sixth of the trainings of close fields is what 4 would cost. */
const LEAST_OWN_DEGREES = 8;

/** With such a chance a candidate is contested at any level, whatever else speaks for it. */
const OPEN_ANYWAY = 0.2;

/** The standard error of the leader, as one of many that the best is compared with. */
export function leaderError(estimates: Estimates, thresholds: Thresholds, i: number): number {
  return Math.sqrt(estimates.variances[i] as number) * thresholds.inflateWorst(estimates.degrees[i] as number);
}

/** The candidate whose criterion is surely lowest: by the upper bound, over those with so many trials; -1 where none has. */
export function findLeader(estimates: Estimates, thresholds: Thresholds, leadFrom: number): number {
  const { centers, finite, infinite, excluded } = estimates;
  let leader = -1;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < centers.length; i++) {
    const count = finite[i] as number;
    const bad = infinite[i] as number;
    if (count < leadFrom || excluded[i] === 1 || Number.isNaN(centers[i] as number)) continue;
    if (bad > 0 && binomialUpperTail(bad, count + bad, LEADER_DIVERGENCE) < LEADER_DOUBT) continue;
    const bound = (centers[i] as number) + thresholds.worst * leaderError(estimates, thresholds, i);
    if (bound < lowest) {
      lowest = bound;
      leader = i;
    }
  }
  return leader;
}

/** The shares of the standard errors that are left; 1 = all. */
export interface ErrorShares {
  readonly rival: number;
  readonly leader: number;
  /** How many trials both would have then; those they have where absent. */
  readonly trials?: number;
}

const ALL_OF_THEM: ErrorShares = { rival: 1, leader: 1 };

/**
 * The rival's center less the leader's, plus the tolerance, and the threshold for that: below it the rival may be the best.
 * By what the field lends it, by its own losses, or by how many of them lie below a quantile, whichever speaks more for it.
 */
export function excessOf(
  estimates: Estimates,
  thresholds: Thresholds,
  leader: number,
  tolerance: number,
  i: number,
  shares = ALL_OF_THEM,
): { readonly gap: number; readonly threshold: number } {
  const { centers, variances, degrees, ownCenters, ownVariances, ownDegrees, guard, leftOpen } = estimates;
  const from = (centers[leader] as number) - tolerance;
  const pair = { leader, i, gap: (centers[i] as number) - from, tolerance, trials: shares.trials };
  const open = leftOpen && { gap: pair.gap, threshold: leftOpen.threshold(pair, thresholds) };
  if (open !== undefined && leftOpen?.isAll) return open;
  const error = leaderError(estimates, thresholds, leader) * shares.leader;
  const center = centers[i] as number;
  const thresholdFor = (ownError: number) => thresholds.threshold(ownError * shares.rival, error);
  const errorOf = (variance: number, freedom: number) => Math.sqrt(variance) * thresholds.inflateOwn(freedom);
  const found = [
    { gap: center - from, threshold: thresholdFor(errorOf(variances[i] as number, degrees[i] as number)) },
  ];
  const own = ownDegrees[i] as number;
  if (own > 0) {
    const ownError = errorOf(ownVariances[i] as number, own);
    found.push({ gap: (ownCenters[i] as number) - from, threshold: thresholdFor(ownError) });
  }
  if (open !== undefined) found.push(open);
  // The error that would put its quantile as low at this level.
  const reach = center - (guard?.lowest(i, thresholds.level) ?? Number.POSITIVE_INFINITY);
  if (reach > 0) found.push({ gap: center - from, threshold: thresholdFor(reach / thresholds.own) });
  return found.reduce((best, one) => (one.threshold - one.gap > best.threshold - best.gap ? one : best));
}

/**
 * Posterior chance, under a flat prior, that rival i is better than the leader by more than the tolerance: by what the field lends it,
 * by its own losses, or by how many of them lie below a quantile, whichever speaks more for it.
 */
export function chanceOf(estimates: Estimates, leader: number, tolerance: number, i: number): number {
  const { centers, variances, degrees, ownCenters, ownVariances, ownDegrees, guard, leftOpen } = estimates;
  const from = (centers[leader] as number) - tolerance;
  const gap = (centers[i] as number) - from;
  const open = leftOpen?.chance({ leader, i, gap, tolerance }) ?? 0;
  if (leftOpen?.isAll) return open;
  if (from === Number.NEGATIVE_INFINITY) return 0;
  const leaderVariance = variances[leader] as number;
  const leaderDegrees = degrees[leader] as number;
  const moderated = studentTail(gap, variances[i] as number, degrees[i] as number, leaderVariance, leaderDegrees);
  const own = ownDegrees[i] as number;
  const ownGap = (ownCenters[i] as number) - from;
  const ownVariance = ownVariances[i] as number;
  const byOwn = own === 0 ? 0 : studentTail(ownGap, ownVariance, own, leaderVariance, leaderDegrees, LEAST_OWN_DEGREES);
  const chance = Math.max(moderated, byOwn, open);
  if (guard === undefined || chance >= OPEN_ANYWAY) return chance;
  return guard.chanceBelow(i, from, leaderVariance, chance);
}

/** A candidate beside the leader, as if it varied so many times as much as is assumed. */
interface Varying {
  readonly leader: number;
  readonly i: number;
  /** How much worse it looks then, the tolerance included. */
  readonly gap: number;
  readonly spreadTimes: number;
}

/** Its chance of being better than the leader by more than the tolerance, by what the field lends it. */
export function chanceOfVarying({ variances, degrees }: Estimates, { leader, i, gap, spreadTimes }: Varying): number {
  const variance = spreadTimes ** 2 * (variances[i] as number);
  return studentTail(gap, variance, degrees[i] as number, variances[leader] as number, degrees[leader] as number);
}

/** The threshold for it, by the same. */
export function thresholdOfVarying(
  estimates: Estimates,
  thresholds: Thresholds,
  { leader, i, spreadTimes }: Omit<Varying, 'gap'>,
): number {
  const own = Math.sqrt(estimates.variances[i] as number) * thresholds.inflateOwn(estimates.degrees[i] as number);
  return thresholds.threshold(spreadTimes * own, leaderError(estimates, thresholds, leader));
}

/**
 * P(T >= gap / se) with the degrees of Welch and Satterthwaite, by Wallace's approximation of t by a normal deviate
 * (1959, Ann. Math. Statist. 30:1121-1130).
 */
function studentTail(
  gap: number,
  first: number,
  firstDegrees: number,
  second: number,
  secondDegrees: number,
  leastDegrees = LEAST_DEGREES,
): number {
  const total = first + second;
  if (total === 0) return gap > 0 ? 0 : gap < 0 ? 1 : 0.5;
  const satterthwaite = (total * total) / ((first * first) / firstDegrees + (second * second) / secondDegrees);
  const degrees = Math.max(leastDegrees, satterthwaite);
  const square = (gap * gap) / total;
  const deviate = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p(square / degrees));
  if (gap > 0) return deviate > FAR ? 0 : normalUpperTail(deviate);
  return 1 - normalUpperTail(deviate);
}
