/**
 * @file How candidates stand to bounds on metrics by their trainings: who is shown to break one, who to keep all, and who cannot win by that.
 * Who is not told after all of its trainings gives way to whoever is shown to keep them. The interval of a criterion of a metric is estimated as
 * a race by that metric would estimate it, with the thresholds that hold at any look for all candidates at once.
 */
import { boundText, given, type Outcome } from '../../../../core/index.js';
import type { Criterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from '../adaptive/adaptive-race.js';
import { createEstimator } from '../adaptive/estimator.js';
import { applyNext, createEvidence, type LossEvidence, pushAsk, widen } from '../adaptive/evidence.js';
import { blockVarianceOf, forget } from '../adaptive/fit.js';
import { reEstimate } from '../adaptive/re-estimate.js';
import { type AdaptiveSettings, DEFAULT_REPLICATES } from '../adaptive/settings.js';
import { shapeOfCriterion } from '../adaptive/shape.js';
import { createThresholds } from '../adaptive/thresholds.js';
import { ANY_LOOK } from '../adaptive/tuning.js';
import type { RequiredMetric, RequirementStanding, RequirementsAnswer } from '../race-answer.js';

/** What is required, in the metric's own units. */
export interface MetricBound {
  readonly metric: string;
  /** Of the values as they are reported. */
  readonly criterion: Criterion;
  readonly below?: number;
  readonly above?: number;
  /** NaN for an outcome that does not have the metric. */
  readonly valueOf: (outcome: Outcome) => number;
}

/** Candidates go by their index; flags say how many there are, and who cannot win for other reasons. */
export interface MetricStandings {
  /** Takes the next outcome of a candidate. */
  take(candidate: number, outcome: Outcome): void;
  of(candidate: number): RequirementStanding;
  /** Has as many trainings as any may have. */
  isFull(candidate: number): boolean;
  /** Sets the flag of everybody who cannot win as things stand. */
  exclude(excluded: Uint8Array): void;
  /** Why it cannot win as things stand; undefined where it may by what is required. */
  refusal(candidate: number, excluded: Uint8Array): string | undefined;
  answer(ids: readonly string[], excluded: Uint8Array): RequirementsAnswer;
  /** By bound, in the order given. */
  readonly metrics: readonly { readonly bound: MetricBound; readonly found: MetricIntervals }[];
}

export type MetricStandingsSettings = Omit<MetricIntervalsSettings, 'criterion'>;

/** Trainings that have the metric before a candidate is shown to break a bound, and to keep it: then its own spread counts, too. */
const LEAST_UNMET = 2;
const LEAST_MET = 5;

/**
 * Makes them again and again; `panel` as for {@link metricIntervals}. `settings.candidates`: as many as there may be.
 * @throws InputError for a criterion that the default rule cannot go by.
 */
export function metricStandings(
  bounds: readonly MetricBound[],
  settings: MetricStandingsSettings,
): (panel?: Uint8Array) => MetricStandings {
  const prepared = bounds.map((bound) => ({
    bound,
    begin: metricIntervals({ ...settings, criterion: bound.criterion }),
  }));
  const { maxReplicates = DEFAULT_REPLICATES, delta = 0.05 } = settings;
  return (panel) => {
    const metrics = prepared.map(({ bound, begin }) => ({ bound, found: begin(panel) }));
    const taken = new Int32Array(settings.candidates);
    const standingOf = (i: number): RequirementStanding => {
      const standings = metrics.map(({ bound, found }) => standingBeside(bound, found.of(i), found.areEqual()));
      if (standings.includes('unmet')) return 'unmet';
      return standings.includes('open') ? 'open' : 'met';
    };
    const isFull = (i: number): boolean => (taken[i] as number) >= maxReplicates;
    /** Whether anybody who may win is shown to meet all of them. */
    const isAnyMet = (excluded: Uint8Array): boolean =>
      excluded.some((flag, i) => flag === 0 && standingOf(i) === 'met');
    const isRefused = (i: number, isOtherMet: boolean): boolean => {
      const standing = standingOf(i);
      return standing === 'unmet' || (standing === 'open' && isOtherMet && isFull(i));
    };
    const refusal = (i: number, excluded: Uint8Array): string | undefined => {
      if (!isRefused(i, isFull(i) && isAnyMet(excluded))) return undefined;
      const standing = standingOf(i);
      const told = metrics.flatMap(({ bound, found }) => {
        const own = found.of(i);
        return standingBeside(bound, own, found.areEqual()) === standing ? [{ bound, own }] : [];
      });
      const how = standing === 'open' ? 'not shown to be' : 'not';
      return told.map(({ bound, own }) => `${figureText(bound, own)}, ${how} ${boundText(bound)}`).join('; ');
    };
    return {
      take: (i, outcome) => {
        taken[i] = (taken[i] as number) + 1;
        for (const { bound, found } of metrics) found.take(i, bound.valueOf(outcome));
      },
      of: standingOf,
      isFull,
      exclude: (excluded) => {
        const isOtherMet = isAnyMet(excluded);
        for (const i of excluded.keys()) if (isRefused(i, isOtherMet)) excluded[i] = 1;
      },
      refusal,
      answer: (ids, excluded) => ({
        delta,
        metrics: metrics.map(({ bound, found }): RequiredMetric => {
          const { metric, criterion, below, above } = bound;
          return {
            ...{ metric, criterion: criterion.name, ...given({ below, above }), isConstant: found.areEqual() },
            candidates: ids.flatMap((candidate, i) => {
              if (taken[i] === 0) return [];
              const own = found.of(i);
              const value = Number.isNaN(own.value) ? null : own.value;
              const standing = standingBeside(bound, own, found.areEqual());
              return [{ candidate, ...own, value, standing }];
            }),
          };
        }),
        refused: ids.filter((_, i) => refusal(i, excluded) !== undefined),
      }),
      metrics,
    };
  };
}

/** Where every training of everybody gave the same, nobody has seen by how much others differ, but that it breaks a bound is plain. */
function standingBeside(
  { below, above }: MetricBound,
  { value, low, high, n }: EstimatedCriterion,
  areEqual: boolean,
): RequirementStanding {
  const [least, most] = areEqual ? [value, value] : [low, high];
  const isBroken = (below !== undefined && least >= below) || (above !== undefined && most <= above);
  if (n >= LEAST_UNMET && isBroken) return 'unmet';
  const isKept = (below === undefined || high < below) && (above === undefined || low > above);
  return n >= LEAST_MET && isKept ? 'met' : 'open';
}

/** `its q3 of latencyMs is 31 [28, 35]`. */
function figureText({ metric, criterion }: MetricBound, found: EstimatedCriterion): string {
  const [value, low, high] = [found.value, found.low, found.high].map((one) => Number(one.toPrecision(3)));
  return `its ${criterion.name} of ${metric} is ${value} [${low}, ${high}]`;
}

interface EstimatedCriterion {
  /** As it is estimated; NaN where no training tells. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Trainings that have the metric. */
  readonly n: number;
}

/** What trainings say of the criterion of one metric: for each candidate its value, and between what it lies. */
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

type MetricIntervalsSettings = Pick<
  AdaptiveSettings,
  'candidates' | 'criterion' | 'delta' | 'maxReplicates' | 'separate' | 'seed'
>;

/**
 * Makes empty ones again and again; where `panel` is given, 1 = drawn at random for its trainings, not chosen by a loss.
 * @throws InputError for a criterion that a race trial by trial cannot go by.
 */
function metricIntervals(given: MetricIntervalsSettings): (panel?: Uint8Array) => MetricIntervals {
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
      // Whoever asks in between must not change what is found.
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
