/**
 * @file Requirements on metrics: only who is not shown to break one may win, and who is shown to meet all goes before who is not. Who wins
 * is trained on until its trainings tell, or it has all of them; then whoever comes next, as long as nobody is shown to meet them.
 */
import { boundText, given, type Outcome } from '../../../../core/index.js';
import type { Criterion } from '../../../../stats/index.js';
import type { Admission } from '../adaptive/admission.js';
import { DEFAULT_REPLICATES } from '../adaptive/settings.js';
import type { RequiredMetric, RequirementStanding } from '../race-answer.js';
import { type BoundedCriterion, type MetricBoundsSettings, metricBounds } from './metric-bounds.js';

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
