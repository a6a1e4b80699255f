/** @file A race in which something is required of trainings: each outcome is taken by what judges that before the race takes it. */
import type { Outcome } from '../../../../core/index.js';
import { createAdaptivePlan } from '../adaptive/adaptive-plan.js';
import type { Admission } from '../adaptive/admission.js';
import { withFreshTrials } from '../fresh-trials.js';
import { anyFailure, type FailureOf } from '../never-worked.js';
import { worstUnlessCompleted } from '../plan-race.js';
import type { LossOf, Race } from '../race.js';
import type { RaceSettings } from '../race-settings.js';
import { requireReliability } from '../require-reliability.js';
import type { AdaptiveRule } from '../rule.js';

interface RequiredRaceSettings extends RaceSettings {
  /** One that decides trial by trial. */
  readonly rule: AdaptiveRule;
  readonly admission: Admission;
}

/** With fresh trials after it. Throws an InputError for settings that cannot be raced. */
export function planRequired(
  settings: RequiredRaceSettings,
  lossOf: LossOf = worstUnlessCompleted,
  failureOf: FailureOf = anyFailure,
): Race {
  requireReliability(settings);
  const plan = createAdaptivePlan(settings, lossOf, failureOf);
  const { candidates } = plan.facts;
  const indexOf = new Map(candidates.map((id, index) => [id, index]));
  const admitting: typeof plan = {
    ...plan,
    // Who may win is asked at looks, which lie between outcomes.
    apply: (state, outcomes) => {
      const decisions = outcomes.flatMap((outcome: Outcome) => {
        const candidate = indexOf.get(outcome.trial.candidate) as number;
        if (state.end === undefined) state.admitted?.take(candidate, outcome);
        return plan.apply(state, [outcome]).decisions;
      });
      return { state, decisions };
    },
    answer: (state, freshOf, chosen) => {
      const answer = plan.answer(state, freshOf, chosen);
      return answer && { ...answer, ...state.admitted?.answer(indexOf.get(answer.choice ?? '') ?? -1) };
    },
  };
  return withFreshTrials(admitting, lossOf, settings);
}
