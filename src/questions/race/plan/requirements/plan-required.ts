/** @file A race in which something is required of trainings: each outcome is taken by what judges that before the race takes it. */
import { type Decision, defined, type Outcome } from '../../../../core/index.js';
import { createAdaptivePlan } from '../adaptive/adaptive-plan.js';
import type { Admission } from '../adaptive/settings.js';
import type { AdaptiveState } from '../adaptive/state.js';
import type { RivalAnswer } from '../answer-schema.js';
import { withFreshTrials } from '../fresh-trials.js';
import { anyFailure, type FailureOf } from '../never-worked.js';
import { worstUnlessCompleted } from '../plan-race.js';
import { requireReliability } from '../probation.js';
import type { LossOf, Race } from '../race.js';
import type { RaceSettings } from '../race-settings.js';
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
  const refusalOf = ({ admitted }: AdaptiveState, id: string, excluded: Uint8Array): string | undefined =>
    admitted?.refusal(indexOf.get(id) as number, excluded);
  const admitting: typeof plan = {
    ...plan,
    // Looks, which lie between outcomes, ask which candidates may win; why one may not is told as it was then.
    apply: (state, outcomes) => {
      const refused = (id: string): boolean => refusalOf(state, id, state.estimates.excluded) !== undefined;
      const decisions = outcomes.flatMap((outcome: Outcome) => {
        if (state.end === undefined) state.admitted?.take(indexOf.get(outcome.trial.candidate) as number, outcome);
        return plan.apply(state, [outcome]).decisions.map((decision) => withReasons(decision, refused));
      });
      return { state, decisions };
    },
    answer: (state, freshOf, chosen) => {
      const answer = plan.answer(state, freshOf, chosen);
      if (answer === undefined) return undefined;
      const { excluded } = plan.assess(state).estimates;
      const rivals = answer.rivals.map((rival): RivalAnswer => {
        const reason = refusalOf(state, rival.candidate, excluded);
        if (reason === undefined || Number.isFinite(rival.difference)) return rival;
        return { ...rival, interval: { reason, n: rival.n }, standing: 'worse' };
      });
      return { ...answer, rivals, ...state.admitted?.answer(indexOf.get(answer.winner ?? '') ?? -1, excluded) };
    },
  };
  return withFreshTrials(admitting, lossOf, settings);
}

/** Adds the reason: a candidate that is left out without diverging is so by what is required. */
function withReasons(decision: Decision, refused: (id: string) => boolean): Decision {
  const evidence = decision.evidence?.map((one) =>
    one.reason === 'divergence' && refused(one.candidate) ? { ...one, reason: 'requirement' } : one,
  );
  return { ...decision, ...defined({ evidence }) };
}
