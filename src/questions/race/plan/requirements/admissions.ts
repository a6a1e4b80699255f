/** @file Which candidates requirements admit to a race: by a metric of their trainings, by their loss, or by several at once. */

import { createAdaptiveRace } from '../adaptive/adaptive-race.js';
import { applyNext, createEvidence, pushAsk, widen } from '../adaptive/evidence.js';
import type { AdaptiveSettings, Admission } from '../adaptive/settings.js';
import type { LossOf } from '../race.js';
import { type MetricBound, type MetricStandingsSettings, metricStandings } from './metric-standings.js';

/** Undefined where there is none. */
export function joinedAdmissions(admissions: readonly Admission[]): Admission | undefined {
  if (admissions.length < 2) return admissions[0];
  return {
    begin: () => {
      const all = admissions.map((one) => one.begin());
      return {
        take: (candidate, outcome) => {
          for (const one of all) one.take(candidate, outcome);
        },
        exclude: (excluded) => {
          for (const one of all) one.exclude(excluded);
        },
        refusal: (candidate, excluded) => {
          for (const one of all) {
            const found = one.refusal(candidate, excluded);
            if (found !== undefined) return found;
          }
          return undefined;
        },
        pursued: (leader, estimates) => {
          const found = all.map((one) => one.pursued(leader, estimates)).filter((one) => one >= 0);
          return found[0] ?? -1;
        },
        answer: (chosen, excluded) => Object.assign({}, ...all.map((one) => one.answer(chosen, excluded))),
      };
    },
  };
}

// Requirements on metrics: only a candidate that is not shown to break one may win, and one that is shown to meet all goes before the others. The one that wins
// is trained on until its trainings tell, or it has all of them; then the next one, as long as none is shown to meet them.

interface MetricRequirements extends Omit<MetricStandingsSettings, 'candidates'> {
  readonly candidates: readonly string[];
  /** At least one. */
  readonly bounds: readonly MetricBound[];
}

/** @throws InputError for a criterion that the default rule cannot go by. */
export function metricRequirements({ candidates, bounds, ...settings }: MetricRequirements): Admission {
  const begin = metricStandings(bounds, { ...settings, candidates: candidates.length });
  return {
    begin: () => {
      const { of, isFull, answer, ...standings } = begin();
      return {
        ...standings,
        pursued: (leader, { centers, excluded }) => {
          if (of(leader) !== 'open') return -1;
          if (!isFull(leader)) return leader;
          // If one were shown to meet them, it would have left.
          return centers.reduce((next, center, i) => {
            if (excluded[i] === 1 || isFull(i) || Number.isNaN(center)) return next;
            return next < 0 || center < (centers[next] as number) ? i : next;
          }, -1);
        },
        answer: (_chosen, excluded) => ({ requirements: answer(candidates, excluded) }),
      };
    },
  };
}

// A requirement on losses beside what is raced: only a candidate that is not shown to be worse than the best by more than a share may win. An estimate
// of its own, by the same trials and with the thresholds that hold at any look, so that what is uncertain about either counts.

interface LossRequirement
  extends Pick<AdaptiveSettings, 'criterion' | 'delta' | 'maxReplicates' | 'separate' | 'seed'> {
  readonly candidates: readonly string[];
  /** `5 %`: of the best candidate's criterion. */
  readonly within: string;
  /** What an outcome's own loss counts as, whatever is raced. */
  readonly lossOf: LossOf;
}

/** @throws InputError for a criterion that the default rule cannot go by, and for what is no share. */
export function lossRequirement({ candidates, within, lossOf, ...settings }: LossRequirement): Admission {
  const race = createAdaptiveRace({ ...settings, candidates: candidates.length, tolerance: within });
  const { separate = race.settings.maxReplicates } = race.settings;
  return {
    begin: () => {
      const evidence = createEvidence(candidates.length, race.settings.maxReplicates);
      const state = { ...race.begin(), evidence };
      const isBeyond = (candidate: number): boolean => {
        const { verdict, bounds, estimates } = race.assess(state);
        if (verdict.leader < 0 || candidate === verdict.leader) return false;
        if (estimates.excluded[candidate] === 1) return true;
        if (Number.isNaN(estimates.centers[candidate] as number)) return false;
        return bounds.difference(verdict.leader, candidate).low > verdict.tolerance;
      };
      const refusal = (candidate: number): string | undefined =>
        isBeyond(candidate) ? `its ${settings.criterion.name} of the loss is worse than required` : undefined;
      return {
        take: (candidate, outcome) => {
          if ((evidence.applied[candidate] as number) === evidence.replicates) {
            widen(evidence, Math.min(2 * evidence.replicates, separate));
          }
          pushAsk(evidence, candidate);
          applyNext(evidence, lossOf(outcome));
        },
        exclude: (excluded) => {
          for (const i of excluded.keys()) if (isBeyond(i)) excluded[i] = 1;
        },
        refusal,
        // What few trainings cannot tell is said, and no reason for more.
        pursued: () => -1,
        answer: (chosen) => {
          const { verdict, bounds, estimates } = race.assess(state);
          const { leader, tolerance } = verdict;
          const criterionOf = (i: number) =>
            i < 0 ? null : estimates.scale.from(estimates.centers[i] as number) / state.unit;
          const bound = chosen < 0 || leader < 0 ? Number.POSITIVE_INFINITY : bounds.bound(chosen);
          return {
            requirement: {
              criterion: settings.criterion.name,
              within,
              ...{ best: leader < 0 ? null : (candidates[leader] as string), bestValue: verdict.leaderValue },
              value: criterionOf(chosen),
              atMost: Number.isFinite(bound) ? bound : null,
              isShown: bound <= tolerance,
              beyond: candidates.filter((_candidate, i) => isBeyond(i)),
            },
          };
        },
      };
    },
  };
}
