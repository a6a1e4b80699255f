/** @file What the evidence of an adaptive race supports, at its own end or wherever it was cut. */
import { fillChances, markByThreshold } from './contested.js';
import type { Estimator } from './estimates.js';
import { type Fit, refit } from './fit.js';
import { criterionAt, excessOf, findLeader, highestSpread, type Leadership, toleranceAt } from './judge.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import type { AdaptiveState } from './state.js';
import type { Thresholds } from './thresholds.js';

/**
 * `clear`: nobody else is better than the leader by more than the tolerance. `tied`: some may be, and all replicates are
 * used. `provisional`: a budget or an interruption came first. `nobody`: no candidate can be chosen.
 */
export type VerdictKind = 'clear' | 'tied' | 'provisional' | 'nobody';

export interface Verdict {
  readonly kind: VerdictKind;
  /** Index of the recommended candidate; -1 where there is none. */
  readonly leader: number;
  /** Its criterion as estimated, in units of the loss; NaN where there is no leader. */
  readonly leaderValue: number;
  /** The returned set: the leader, then who may be better, lowest criterion first, then who was never tried. */
  readonly set: readonly number[];
  /** Candidates of the set without any loss. */
  readonly untried: readonly number[];
  /** Epsilon, in units of the loss. */
  readonly tolerance: number;
  /** True where the tolerance is a share of a criterion that is not positive; it counts as 0 then. */
  readonly toleranceRefused: boolean;
  /** True where the tolerance spans all candidates' criteria: then any of them would do. */
  readonly toleranceSpansAll: boolean;
  /**
   * The leader is within so much of the best, at the same error probability, by the strict thresholds; Infinity where
   * somebody who may be the best was never tried, or where there is no leader.
   */
  readonly certificate: number;
  /** Members of the set beside the leader, in the set's order. */
  readonly rivals: readonly ContestedRival[];
  readonly looks: number;
  readonly outcomes: number;
}

export interface ContestedRival {
  readonly candidate: number;
  /** Trials it has. */
  readonly n: number;
  /** Its criterion less the leader's, in units of the loss; NaN where it has none. */
  readonly difference: number;
  /** Chance of being better than the leader by more than the tolerance. */
  readonly chance: number;
  /** Trials of it, and as many of the leader, that would settle it if the estimates stayed; Infinity = never. */
  readonly trialsToSettle: number;
}

export interface Judgement {
  readonly judgeBy: 'threshold' | 'chances';
  readonly leadership: Leadership;
}

/** Judges the outcomes applied so far. The state is read, not changed. */
export function drawVerdict(
  state: AdaptiveState,
  settings: CompleteAdaptiveSettings,
  estimator: Estimator,
  thresholds: Thresholds,
  { judgeBy, leadership }: Judgement,
): Verdict {
  const { evidence, end } = state;
  const { form } = estimator;
  // The look that ended the race has judged these outcomes already.
  const { fit, estimates } = end === undefined ? estimateNow(state, estimator) : state;
  const leader = end === undefined ? (fit.known ? findLeader(estimates, thresholds, leadership) : -1) : state.leader;
  const { candidates } = settings;
  const contested = new Uint8Array(candidates);
  const chances = new Float64Array(candidates);
  const tolerance =
    leader < 0
      ? { value: 0, refused: false, onScale: 0 }
      : toleranceAt(settings.tolerance, form, estimates, thresholds, fit, leader);
  fillChances(chances, estimates, leader, tolerance.onScale);
  if (judgeBy === 'chances') contested.set(state.contested);
  else markByThreshold(contested, estimates, thresholds, leader, tolerance.onScale);

  const center = (i: number) => estimates.centers[i] as number;
  const value = (i: number) => criterionAt(form, center(i));
  const untried: number[] = [];
  const known: number[] = [];
  for (let i = 0; i < candidates; i++) {
    if (contested[i] === 1 && i !== leader) (Number.isNaN(center(i)) ? untried : known).push(i);
  }
  known.sort((a, b) => center(a) - center(b) || a - b);
  const rivals = [...known, ...untried].map((i): ContestedRival => {
    const n = evidence.applied[i] as number;
    const { gap, threshold } =
      leader < 0
        ? { gap: Number.NaN, threshold: Number.NaN }
        : excessOf(estimates, thresholds, leader, tolerance.onScale, i);
    return {
      candidate: i,
      n,
      difference: leader < 0 ? Number.NaN : value(i) - value(leader),
      chance: chances[i] as number,
      trialsToSettle: gap > 0 ? Math.max(n, Math.ceil(n * (threshold / gap) ** 2)) : Number.POSITIVE_INFINITY,
    };
  });
  return {
    kind: kindOf(end, leader, rivals.length),
    leader,
    leaderValue: leader < 0 ? Number.NaN : value(leader),
    set: [...(leader < 0 ? [] : [leader]), ...known, ...untried],
    untried,
    tolerance: tolerance.value,
    toleranceRefused: tolerance.refused,
    toleranceSpansAll: leader >= 0 && spansAll(estimates.centers, tolerance.onScale),
    certificate: certificateOf(),
    rivals,
    looks: state.looks,
    outcomes: evidence.outcomes,
  };

  function certificateOf(): number {
    if (leader < 0) return Number.POSITIVE_INFINITY;
    let most = 0;
    for (let i = 0; i < candidates; i++) {
      if (i === leader || estimates.excluded[i] === 1) continue;
      if (Number.isNaN(center(i))) return Number.POSITIVE_INFINITY;
      const { gap, threshold } = excessOf(estimates, thresholds, leader, 0, i);
      most = Math.max(most, threshold - gap);
    }
    return form.kind === 'spread' ? highestSpread(estimates, thresholds, leader) * -Math.expm1(-most) : most;
  }
}

function kindOf(end: AdaptiveState['end'], leader: number, rivals: number): VerdictKind {
  if (end === undefined) return 'provisional';
  if (leader < 0) return 'nobody';
  return rivals === 0 ? 'clear' : 'tied';
}

function spansAll(centers: Float64Array, tolerance: number): boolean {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const center of centers) {
    if (center < lowest) lowest = center;
    if (center > highest) highest = center;
  }
  return tolerance > 0 && highest - lowest <= tolerance;
}

function estimateNow({ fit: last, evidence, inPanel }: AdaptiveState, estimator: Estimator) {
  const fit: Fit = {
    ...last,
    effects: Float64Array.from(last.effects),
    effectVariances: Float64Array.from(last.effectVariances),
  };
  const estimates = estimator.create();
  refit(fit, evidence, inPanel);
  estimator.update(estimates, evidence, fit);
  return { fit, estimates };
}
