/** @file What the evidence of an adaptive race supports, at its own end or wherever it was cut. */
import { studentTwoSidedQuantile } from '../../../../stats/index.js';
import { neverWorked } from '../never-worked.js';
import { type Bounds, createBounds } from './bounds.js';
import { fillChances, withinThreshold } from './contested.js';
import { doubted, ENOUGH_TRIALS } from './doubt.js';
import type { Estimates } from './estimates.js';
import type { Estimator } from './estimator.js';
import { blockVarianceOf, copyFit, type LossFit } from './fit.js';
import { findLeader } from './judge.js';
import type { LossScale } from './loss-scale.js';
import { reEstimate } from './re-estimate.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import type { AdaptiveState } from './state.js';
import type { Thresholds } from './thresholds.js';
import { fixTolerance, NO_TOLERANCE, toleranceAt } from './tolerance.js';
import { trialsToSettle } from './trials-to-settle.js';

/** Of what the race itself knows of the leader's criterion. */
export const LEADER_LEVEL = 0.95;

/**
 * `decided`: no other candidate is better than the leader by more than the tolerance. `tied`: some may be, and all replicates are
 * used. `stopped`: a budget or an interruption came first. `nobody`: no candidate can be chosen.
 */
type AdaptiveVerdictKind = 'decided' | 'tied' | 'stopped' | 'nobody';

export interface AdaptiveVerdict {
  readonly kind: AdaptiveVerdictKind;
  /** Index of the recommended candidate; -1 where there is none. */
  readonly leader: number;
  /** Its criterion as estimated, in units of the loss; NaN where there is no leader. */
  readonly leaderValue: number;
  /** The upper end of its interval at {@link LEADER_LEVEL}, from the trials of the race; NaN where there is no leader. */
  readonly leaderHigh: number;
  /** The returned set: the leader, then candidates that may be better, lowest criterion first, then those that were never tried. */
  readonly set: readonly number[];
  /** Candidates of the set without any trial. */
  readonly untried: readonly number[];
  /** Epsilon, in units of the loss: fixed at the first look with a leader. */
  readonly tolerance: number;
  /** True where the tolerance is a share of a criterion that is not positive; it counts as 0 then. */
  readonly toleranceRefused: boolean;
  /** True where the tolerance spans all candidates' criteria: then any of them would do. */
  readonly toleranceSpansAll: boolean;
  /**
   * The leader is within so much of the best, at the same error probability, by the strict thresholds; at least the
   * tolerance where there are rivals. Infinity where one that may be the best has no estimate, without a leader, and where nothing is claimed.
   */
  readonly bound: number;
  /** Members of the set beside the leader, in the set's order. */
  readonly rivals: readonly ContestedRival[];
  /** Candidates outside of the set that were compared and have fewer than five trials. */
  readonly setAsideOnFew: number;
  readonly looks: number;
  readonly outcomes: number;
}

interface ContestedRival {
  readonly candidate: number;
  /** Trials it has. */
  readonly n: number;
  /** Its criterion less the leader's, in units of the loss; NaN where it has none. */
  readonly difference: number;
  /** Chance of being better than the leader by more than the tolerance. */
  readonly chance: number;
  /** Trials of it, and as many of the leader, that would settle it if the estimates stayed; Infinity = never, NaN = it cannot be told. */
  readonly trialsToSettle: number;
}

/** What a verdict judges by. */
export interface Judgement {
  readonly judgeBy: 'threshold' | 'chances';
  /** The one of the rule. */
  readonly leadFrom: number;
  /** The one of the rule. */
  readonly spreadTimes: number;
  readonly thresholds: Thresholds;
  /** Behind certificates and differences. */
  readonly strict: Thresholds;
  /** False of a rule that claims nothing: no bound then. */
  readonly claims: boolean;
}

/** A verdict with what it rests on. */
export interface Assessment {
  readonly verdict: AdaptiveVerdict;
  readonly estimates: Estimates;
  readonly bounds: Bounds;
  /** The chance of each to be better than the leader by more than the tolerance; absent where it cannot be told without a law. */
  readonly chances?: Float64Array;
  /** What losses were compared on. */
  readonly scale: LossScale;
  /** What bounds and verdict come from: thresholds of the race, or confidence sequences, which assume nothing. */
  readonly by: 'simultaneous' | 'confidence-sequences';
}

/** Judges the outcomes applied so far. The state is read, not changed. */
export function assess(
  state: AdaptiveState,
  settings: CompleteAdaptiveSettings,
  estimator: Estimator,
  { judgeBy, leadFrom, spreadTimes, thresholds, strict, claims }: Judgement,
): Assessment {
  const { evidence, end } = state;
  const { form } = estimator;
  // The look that ended the race has judged these outcomes already.
  const { fit, estimates: all, unit, scale } = end === undefined ? estimateNow(state, estimator) : state;
  const estimates = withoutNeverWorked(all, state);
  const [leader, rules] = end === undefined ? leaderNow(fit, estimates, thresholds, leadFrom) : [state.leader, true];
  const { candidates } = settings;
  const { applied } = evidence;
  const contested = new Uint8Array(candidates);
  const chances = new Float64Array(candidates);
  // Before the first look that fixes it, as it would be fixed now.
  const fixed =
    leader < 0
      ? undefined
      : (state.fixed?.tolerance ?? fixTolerance(settings.tolerance, { ...state, estimates, unit }, leader));
  const tolerance = toleranceAt(fixed ?? NO_TOLERANCE, { estimates, unit }, thresholds, leader);
  fillChances(chances, estimates, leader, tolerance.onScale);
  if (judgeBy === 'chances') contested.set(state.contested);
  else contested.set(withinThreshold(estimates, thresholds, leader, tolerance.onScale));
  if (!rules) contested.fill(1);
  else if (end === undefined) {
    // The end would not have come yet for them.
    const judged = { ...{ spreadTimes, thresholds, tolerance: tolerance.onScale, form }, chanceLevel: undefined };
    const open = doubted({ evidence, estimates, fit, chances, leader }, contested, judged);
    open.forEach((flag, i) => {
      if (flag === 1) contested[i] = 1;
    });
  }
  for (let i = 0; i < candidates; i++) if (estimates.excluded[i] === 1) contested[i] = 0;

  const center = (i: number) => estimates.centers[i] as number;
  const value = (i: number) => estimates.scale.from(center(i)) / unit;
  const unknown: number[] = [];
  const known: number[] = [];
  for (let i = 0; i < candidates; i++) {
    if (contested[i] === 1 && i !== leader) (Number.isNaN(center(i)) ? unknown : known).push(i);
  }
  known.sort((a, b) => center(a) - center(b) || a - b);
  const rivals = [...known, ...unknown].map((i): ContestedRival => {
    const n = applied[i] as number;
    return {
      candidate: i,
      n,
      difference: leader < 0 ? Number.NaN : value(i) - value(leader),
      chance: chances[i] as number,
      trialsToSettle:
        leader < 0
          ? Number.POSITIVE_INFINITY
          : trialsToSettle(estimates, thresholds, { leader, rival: i, tolerance: tolerance.onScale, applied }),
    };
  });
  const { difference, bound } = outOf(unit, createBounds(estimates, strict));
  const bounds: Bounds = { difference, bound: claims ? bound : () => Number.POSITIVE_INFINITY };
  // A candidate with all that is recorded of it is known exactly.
  const few = settings.recorded ? Math.min(ENOUGH_TRIALS, evidence.replicates) : ENOUGH_TRIALS;
  const compared = Array.from(applied.keys()).filter((i) => i !== leader && !neverWorked(state.failures, i));
  const isKnown = compared.every((i) => estimates.excluded[i] === 0 && !Number.isNaN(center(i)));
  const verdict: AdaptiveVerdict = {
    kind: kindOf(end, leader, rivals.length),
    leader,
    leaderValue: leader < 0 ? Number.NaN : value(leader),
    leaderHigh: leader < 0 ? Number.NaN : estimates.scale.from(highEnd(estimates, fit, leader)) / unit,
    set: [...(leader < 0 ? [] : [leader]), ...known, ...unknown],
    untried: unknown.filter((i) => evidence.applied[i] === 0),
    tolerance: tolerance.value,
    toleranceRefused: tolerance.refused,
    toleranceSpansAll: leader >= 0 && isKnown && spansAll(bounds, leader, tolerance.value, compared),
    // A candidate that may be better by more than the tolerance leaves no smaller bound.
    bound:
      leader < 0 ? Number.POSITIVE_INFINITY : Math.max(bounds.bound(leader), rivals.length === 0 ? 0 : tolerance.value),
    rivals,
    setAsideOnFew: applied.filter(
      (n, i) => i !== leader && contested[i] === 0 && estimates.excluded[i] === 0 && n < few,
    ).length,
    looks: state.looks,
    outcomes: evidence.outcomes,
  };
  return { verdict, estimates, bounds, chances, scale, by: 'simultaneous' };
}

/** On the scale of the centers. What a replicate does to all is in every loss, and cancels in differences alone. */
function highEnd(estimates: Estimates, fit: LossFit, leader: number): number {
  const { centers, variances, degrees, finite, leftOpen } = estimates;
  const exact = leftOpen?.ends?.(leader, LEADER_LEVEL);
  if (exact !== undefined) return exact[1];
  const quantile = studentTwoSidedQuantile(1 - LEADER_LEVEL, degrees[leader] as number);
  const variance = (variances[leader] as number) + blockVarianceOf(fit) / (finite[leader] as number);
  return (centers[leader] as number) + quantile * Math.sqrt(variance);
}

function kindOf(end: AdaptiveState['end'], leader: number, rivals: number): AdaptiveVerdictKind {
  if (end === undefined) return 'stopped';
  if (leader < 0) return 'nobody';
  return rivals === 0 ? 'decided' : 'tied';
}

/** Takes out candidates that never worked: they are compared with none, however often they failed. */
function withoutNeverWorked(estimates: Estimates, { failures }: AdaptiveState): Estimates {
  return { ...estimates, excluded: estimates.excluded.map((flag, i) => (neverWorked(failures, i) ? 1 : flag)) };
}

/** None of these can be worse than the leader, nor better, by more than the tolerance. */
export function spansAll(
  { difference }: Bounds,
  leader: number,
  tolerance: number,
  rivals: readonly number[],
): boolean {
  return (
    tolerance > 0 &&
    rivals.every((i) => {
      const { low, high } = difference(leader, i);
      return low >= -tolerance && high <= tolerance;
    })
  );
}

/** A race that is cut early has a leader of few trials rather than none; that one rules no other out. */
function leaderNow(
  fit: LossFit,
  estimates: Estimates,
  thresholds: Thresholds,
  leadFrom: number,
): readonly [leader: number, rules: boolean] {
  if (!fit.known) return [-1, false];
  const leader = findLeader(estimates, thresholds, leadFrom);
  return leader >= 0 ? [leader, true] : [findLeader(estimates, thresholds, 1), false];
}

/** In units of the loss. */
function outOf(unit: number, bounds: Bounds): Bounds {
  if (unit === 1) return bounds;
  return {
    difference: (pick, i) => {
      const { value, low, high, leastForAll } = bounds.difference(pick, i);
      return { value: value / unit, low: low / unit, high: high / unit, leastForAll: leastForAll / unit };
    },
    bound: (pick) => bounds.bound(pick) / unit,
  };
}

function estimateNow(state: AdaptiveState, estimator: Estimator) {
  const { fit, ...rest } = state;
  const now = { ...rest, fit: copyFit(fit), estimates: estimator.create() };
  reEstimate(now, estimator);
  return now;
}
