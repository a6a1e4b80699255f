/**
 * @file How candidates stand to bounds on metrics by their trainings: which are shown to break one, which to keep all, and which cannot win by that.
 * A candidate that is not told after all of its trainings gives way to one that is shown to keep them.
 */
import { boundText, defined, type Outcome } from '../../../../core/index.js';
import type { Criterion } from '../../../../stats/index.js';
import { DEFAULT_REPLICATES } from '../adaptive/settings.js';
import type { RequiredMetric, RequirementStanding, RequirementsAnswer } from '../answer-schema.js';
import {
  type EstimatedCriterion,
  type MetricIntervals,
  type MetricIntervalsSettings,
  metricIntervals,
} from './metric-intervals.js';

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

/** Candidates go by their index; flags say how many there are, and which cannot win for other reasons. */
interface MetricStandings {
  /** Takes the next outcome of a candidate. */
  take(candidate: number, outcome: Outcome): void;
  of(candidate: number): RequirementStanding;
  /** Has as many trainings as any may have. */
  isFull(candidate: number): boolean;
  /** Sets the flag of each candidate that cannot win as things stand. */
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
    /** By candidate, as of the last outcome. */
    let known: RequirementStanding[] = [];
    const standingOf = (i: number): RequirementStanding => {
      known[i] ??= findStanding(i);
      return known[i];
    };
    const findStanding = (i: number): RequirementStanding => {
      const standings = metrics.map(({ bound, found }) => standingBeside(bound, found.of(i), found.areEqual()));
      if (standings.includes('unmet')) return 'unmet';
      return standings.includes('open') ? 'open' : 'met';
    };
    const isFull = (i: number): boolean => (taken[i] as number) >= maxReplicates;
    /** Whether one that may win is shown to meet all of them. */
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
        known = [];
        for (const { bound, found } of metrics) found.take(i, bound.valueOf(outcome));
      },
      of: standingOf,
      isFull,
      exclude: (excluded) => {
        const isOtherMet = isAnyMet(excluded);
        for (const i of excluded.keys()) if (isRefused(i, isOtherMet)) excluded[i] = 1;
      },
      refusal,
      answer: (ids, excluded) => {
        const isOtherMet = isAnyMet(excluded);
        return {
          delta,
          metrics: metrics.map(({ bound, found }): RequiredMetric => {
            const { metric, criterion, below, above } = bound;
            return {
              ...{ metric, criterion: criterion.name, ...defined({ below, above }), isConstant: found.areEqual() },
              candidates: ids.flatMap((candidate, i) => {
                if (taken[i] === 0) return [];
                const own = found.of(i);
                const value = Number.isNaN(own.value) ? null : own.value;
                const standing = standingBeside(bound, own, found.areEqual());
                return [{ candidate, ...own, value, standing }];
              }),
            };
          }),
          refused: ids.filter((_, i) => isRefused(i, isOtherMet)),
        };
      },
      metrics,
    };
  };
}

/** Where every training of all gave the same, it is not known by how much others differ, but that it breaks a bound is plain. */
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
