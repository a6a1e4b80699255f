/**
 * @file Requirements on metrics: only who is not shown to break one may win, and who is shown to meet all goes before who is not. Who wins
 * is trained on until its trainings tell, or it has all of them; then whoever comes next, as long as nobody is shown to meet them. Between
 * what a criterion of a metric lies is estimated as a race by that metric would estimate it, with the thresholds that hold at any look for
 * all candidates at once.
 */
import { boundText, given, type Outcome } from '../../../../core/index.js';
import type { Criterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from '../adaptive/adaptive-race.js';
import type { Admission } from '../adaptive/admission.js';
import { createEstimator } from '../adaptive/estimator.js';
import { applyNext, createEvidence, pushAsk, widen } from '../adaptive/evidence.js';
import { blockVarianceOf, forget } from '../adaptive/fit.js';
import { reEstimate } from '../adaptive/re-estimate.js';
import { type AdaptiveSettings, DEFAULT_REPLICATES } from '../adaptive/settings.js';
import { shapeOfCriterion } from '../adaptive/shape.js';
import { createThresholds } from '../adaptive/thresholds.js';
import { ANY_LOOK } from '../adaptive/tuning.js';
import type { RequiredMetric, RequirementStanding } from '../race-answer.js';

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

interface MetricRequirements extends Omit<MetricBoundsSettings, 'candidates' | 'criterion'> {
  readonly candidates: readonly string[];
  /** At least one. */
  readonly bounds: readonly MetricBound[];
}

/** Trainings that have the metric before a candidate is shown to break a bound, and to keep it: then its own spread counts, too. */
const LEAST_UNMET = 2;
const LEAST_MET = 5;

/** @throws InputError for a criterion that the default rule cannot go by. */
export function metricRequirements({ candidates, bounds, ...settings }: MetricRequirements): Admission {
  const prepared = bounds.map((bound) => ({
    bound,
    begin: metricBounds({ ...settings, candidates: candidates.length, criterion: bound.criterion }),
  }));
  const { maxReplicates = DEFAULT_REPLICATES, delta = 0.05 } = settings;
  return {
    begin: () => {
      const all = prepared.map(({ bound, begin }) => ({ bound, found: begin() }));
      const everybody = [...candidates.keys()];
      const taken = new Int32Array(candidates.length);
      const standingOf = (i: number): RequirementStanding => {
        const standings = all.map(({ bound, found }) => standingBeside(bound, found.of(i), found.areEqual()));
        if (standings.includes('unmet')) return 'unmet';
        return standings.includes('open') ? 'open' : 'met';
      };
      const isFull = (i: number): boolean => (taken[i] as number) >= maxReplicates;
      /** Whether anybody who may win is shown to meet all of them. */
      const isAnyMet = (excluded: Uint8Array): boolean =>
        everybody.some((i) => excluded[i] === 0 && standingOf(i) === 'met');
      const isRefused = (i: number, isOtherMet: boolean): boolean => {
        const standing = standingOf(i);
        return standing === 'unmet' || (standing === 'open' && isOtherMet && isFull(i));
      };
      const refusal = (i: number, excluded: Uint8Array): string | undefined => {
        if (!isRefused(i, isFull(i) && isAnyMet(excluded))) return undefined;
        const standing = standingOf(i);
        const told = all.flatMap(({ bound, found }) => {
          const own = found.of(i);
          return standingBeside(bound, own, found.areEqual()) === standing ? [{ bound, own }] : [];
        });
        const how = standing === 'open' ? 'not shown to be' : 'not';
        return told.map(({ bound, own }) => `${figureText(bound, own)}, ${how} ${boundText(bound)}`).join('; ');
      };
      return {
        take: (i, outcome) => {
          taken[i] = (taken[i] as number) + 1;
          for (const { bound, found } of all) found.take(i, bound.valueOf(outcome));
        },
        exclude: (excluded) => {
          const isOtherMet = isAnyMet(excluded);
          for (const i of everybody) if (isRefused(i, isOtherMet)) excluded[i] = 1;
        },
        refusal,
        pursued: (leader, { centers, excluded }) => {
          if (standingOf(leader) !== 'open') return -1;
          if (!isFull(leader)) return leader;
          // If anybody were shown to meet them, it would have left.
          return everybody.reduce((next, i) => {
            if (excluded[i] === 1 || isFull(i) || Number.isNaN(centers[i] as number)) return next;
            return next < 0 || (centers[i] as number) < (centers[next] as number) ? i : next;
          }, -1);
        },
        answer: (_chosen, excluded) => ({
          requirements: {
            delta,
            metrics: all.map(({ bound, found }): RequiredMetric => {
              const { metric, criterion, below, above } = bound;
              return {
                ...{ metric, criterion: criterion.name, ...given({ below, above }), isConstant: found.areEqual() },
                candidates: everybody.flatMap((i) => {
                  if (taken[i] === 0) return [];
                  const own = found.of(i);
                  const value = Number.isNaN(own.value) ? null : own.value;
                  const standing = standingBeside(bound, own, found.areEqual());
                  return [{ candidate: candidates[i] as string, ...own, value, standing }];
                }),
              };
            }),
            refused: candidates.filter((_candidate, i) => refusal(i, excluded) !== undefined),
          },
        }),
      };
    },
  };
}

/** Where every training of everybody gave the same, nobody has seen by how much others differ, but that it breaks a bound is plain. */
function standingBeside(
  { below, above }: MetricBound,
  { value, low, high, n }: BoundedCriterion,
  areEqual: boolean,
): RequirementStanding {
  const [least, most] = areEqual ? [value, value] : [low, high];
  const isBroken = (below !== undefined && least >= below) || (above !== undefined && most <= above);
  if (n >= LEAST_UNMET && isBroken) return 'unmet';
  const isKept = (below === undefined || high < below) && (above === undefined || low > above);
  return n >= LEAST_MET && isKept ? 'met' : 'open';
}

/** `its q3 of latencyMs is 31 [28, 35]`. */
function figureText({ metric, criterion }: MetricBound, found: BoundedCriterion): string {
  const [value, low, high] = [found.value, found.low, found.high].map((one) => Number(one.toPrecision(3)));
  return `its ${criterion.name} of ${metric} is ${value} [${low}, ${high}]`;
}

interface BoundedCriterion {
  /** As it is estimated; NaN where no training tells. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Trainings that have the metric. */
  readonly n: number;
}

interface MetricBounds {
  /** A finite value, Infinity for the worst there is, or NaN for a training without one. */
  take(candidate: number, value: number): void;
  /** Without any training that has the metric all are NaN and infinite. */
  of(candidate: number): BoundedCriterion;
  /** True where no value differs from another. */
  areEqual(): boolean;
}

type MetricBoundsSettings = Pick<
  AdaptiveSettings,
  'candidates' | 'criterion' | 'delta' | 'maxReplicates' | 'separate' | 'seed'
>;

/**
 * Makes empty bounds again and again.
 * @throws InputError for a criterion that a race trial by trial cannot go by.
 */
function metricBounds(given: MetricBoundsSettings): () => MetricBounds {
  const race = createAdaptiveRace(given);
  const { candidates, criterion, delta, maxReplicates } = race.settings;
  const thresholds = createThresholds(candidates, delta, ANY_LOOK);
  const estimator = createEstimator(race.settings, shapeOfCriterion(criterion), thresholds.level);
  // Both ends of all candidates.
  const level = 1 - (2 * thresholds.level) / (candidates - 1);
  return () => {
    const evidence = createEvidence(candidates, maxReplicates);
    const state = { ...race.begin(), evidence };
    let known = 0;
    const boundsOf = (i: number): BoundedCriterion => {
      const { centers, excluded, finite, infinite } = state.estimates;
      const n = (finite[i] as number) + (infinite[i] as number);
      if (excluded[i] === 1) return { value: INFINITE, low: INFINITE, high: INFINITE, n };
      const toUnits = (value: number): number => state.estimates.scale.from(value) / state.unit;
      const [from, high] = endsOnScale(i);
      // How far it goes, it may go the other way.
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
        return boundsOf(candidate);
      },
      areEqual: () => {
        if (evidence.outcomes > 0) upToDate();
        return areEqual();
      },
    };
  };
}

const INFINITE = Number.POSITIVE_INFINITY;
const NO_ENDS = [-INFINITE, INFINITE] as const;
const NOTHING: BoundedCriterion = { value: Number.NaN, low: NO_ENDS[0], high: NO_ENDS[1], n: 0 };
