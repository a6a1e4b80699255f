/**
 * @file What trainings say of the criterion of one metric, for each candidate: its value, and between what it lies. It is estimated as a race by
 * that metric would estimate it, with the thresholds that hold at any look for all candidates at once.
 */
import { createAdaptiveRace } from '../adaptive/adaptive-race.js';
import { createEstimator } from '../adaptive/estimator.js';
import { applyNext, createEvidence, type LossEvidence, pushAsk, widen } from '../adaptive/evidence.js';
import { blockVarianceOf, forget } from '../adaptive/fit.js';
import { reEstimate } from '../adaptive/re-estimate.js';
import type { AdaptiveSettings } from '../adaptive/settings.js';
import { shapeOfCriterion } from '../adaptive/shape.js';
import { createThresholds } from '../adaptive/thresholds.js';
import { ANY_LOOK } from '../adaptive/tuning.js';

export interface EstimatedCriterion {
  /** The estimate; NaN where no training tells. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Trainings that have the metric. */
  readonly n: number;
}

/** Candidates go by their index. */
export interface MetricIntervals {
  /** A finite value, Infinity for the worst there is, or NaN for a training without one. */
  take(candidate: number, value: number): void;
  /** Without any training that has the metric all are NaN and infinite. */
  of(candidate: number): EstimatedCriterion;
  /** True where no value differs from another. */
  areEqual(): boolean;
  /** How far the interval of a mean of so many trainings reaches where one of them has this variance. */
  reach(variance: number, trainings: number): number;
  /** What was taken, by candidate, in the order of its trainings. */
  readonly evidence: LossEvidence;
}

export type MetricIntervalsSettings = Pick<
  AdaptiveSettings,
  'candidates' | 'criterion' | 'delta' | 'maxReplicates' | 'separate' | 'seed'
>;

/**
 * Makes empty ones again and again; where `panel` is given, 1 = drawn at random for its trainings, not chosen by a loss.
 * @throws InputError for a criterion that a race trial by trial cannot go by.
 */
export function metricIntervals(given: MetricIntervalsSettings): (panel?: Uint8Array) => MetricIntervals {
  const race = createAdaptiveRace(given);
  const { candidates, criterion, delta, maxReplicates } = race.settings;
  const thresholds = createThresholds(candidates, delta, ANY_LOOK);
  const estimator = createEstimator(race.settings, shapeOfCriterion(criterion), thresholds.level);
  // Both ends of all candidates.
  const level = 1 - (2 * thresholds.level) / (candidates - 1);
  return (panel) => {
    const evidence = createEvidence(candidates, maxReplicates);
    const begun = race.begin();
    if (panel !== undefined) {
      begun.inPanel.fill(0);
      begun.inPanel.set(panel);
    }
    const state = { ...begun, evidence };
    let known = 0;
    const intervalOf = (i: number): EstimatedCriterion => {
      const { centers, excluded, finite, infinite } = state.estimates;
      const n = (finite[i] as number) + (infinite[i] as number);
      if (excluded[i] === 1) return { value: INFINITE, low: INFINITE, high: INFINITE, n };
      const toUnits = (value: number): number => state.estimates.scale.from(value) / state.unit;
      const [from, high] = endsOnScale(i);
      // How far the criterion goes one way, it may go the other way, too.
      const low = areEqual() ? 2 * from - high : from;
      return { value: toUnits(centers[i] as number), low: toUnits(low), high: toUnits(high), n };
    };
    /** By what the field lends a candidate, and by its own trainings: whichever reaches further. */
    const endsOnScale = (i: number): readonly [number, number] => {
      const { fit } = state;
      const { centers, variances, degrees, ownCenters, ownVariances, ownDegrees, finite, leftOpen } = state.estimates;
      if (leftOpen?.isAll && leftOpen.ends !== undefined && (finite[i] as number) > 0) return leftOpen.ends(i, level);
      if (!fit.known || Number.isNaN(centers[i] as number)) return NO_ENDS;
      // What a replicate does to all cancels between candidates, and not beside a fixed value.
      const shared = blockVarianceOf(fit) / (finite[i] as number);
      const reach = (variance: number, freedom: number): number =>
        thresholds.worst * thresholds.inflateWorst(freedom) * Math.sqrt(variance + shared);
      const [center, ofField] = [centers[i] as number, reach(variances[i] as number, degrees[i] as number)];
      const own = ownDegrees[i] as number;
      if (own === 0) return [center - ofField, center + ofField];
      const [ownCenter, ofOwn] = [ownCenters[i] as number, reach(ownVariances[i] as number, own)];
      return [Math.min(center - ofField, ownCenter - ofOwn), Math.max(center + ofField, ownCenter + ofOwn)];
    };
    const areEqual = (): boolean => state.estimates.leftOpen?.allAreEqual === true;
    const upToDate = (): void => {
      if (known === evidence.outcomes) return;
      // A call in between must not change what is found.
      forget(state.fit);
      reEstimate(state, estimator);
      known = evidence.outcomes;
    };
    return {
      take: (candidate, value) => {
        if ((evidence.applied[candidate] as number) === evidence.replicates) widen(evidence, 2 * evidence.replicates);
        pushAsk(evidence, candidate);
        applyNext(evidence, value);
      },
      of: (candidate) => {
        if (evidence.outcomes === 0) return NOTHING;
        upToDate();
        return intervalOf(candidate);
      },
      areEqual: () => {
        if (evidence.outcomes > 0) upToDate();
        return areEqual();
      },
      reach: (variance, trainings) =>
        thresholds.worst * thresholds.inflateWorst(trainings - 1) * Math.sqrt(variance / trainings),
      evidence,
    };
  };
}

const INFINITE = Number.POSITIVE_INFINITY;
const NO_ENDS = [-INFINITE, INFINITE] as const;
const NOTHING: EstimatedCriterion = { value: Number.NaN, low: NO_ENDS[0], high: NO_ENDS[1], n: 0 };
