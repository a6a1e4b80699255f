/** @file What a race decided about one candidate, with what was known of it then: told while the fold goes on, kept as values. */
import type { Decision, Evidence, Outcome, PlanListener, Trial } from '../../../core/index.js';
import type { RivalAnswer } from './answer-schema.js';
import { isFresh, type Race } from './race.js';

/** A decision about it. Criteria are costs. */
export interface CandidateStep {
  readonly kind: 'dropped' | 'set aside' | 'back';
  readonly decision: Decision;
  /** Trainings of the race by then, and its own among them. */
  readonly trainings: number;
  readonly own: number;
  /** Its criterion as the decision had it; null where that is not known. */
  readonly estimate: number | null;
  /** What the rule saw of it; absent where figures alone do not say it. */
  readonly evidence: Evidence | undefined;
  /** Beside the leader, as the race would have answered then; absent where it leads itself, or nobody does. */
  readonly rival: RivalAnswer | undefined;
  /** The criterion with which it would have stayed; see {@link Race.staysFrom}. */
  readonly staysFrom: number | undefined;
}

export interface CandidateHistory {
  readonly steps: readonly CandidateStep[];
  /** Decisions of the race so far, and those of them since its last step. */
  readonly decisions: number;
  readonly since: number;
  /** Whether the last decision has it among those that may be the best. */
  readonly isIn: boolean;
  /** The first of the decisions at which it led without a break up to now, and trainings by then; absent where it does not lead. */
  readonly ledFrom: { readonly decision: number; readonly trainings: number } | undefined;
}

/** Listens to the plan of the race, or one that is made of it. */
export function candidateHistory<State>(
  race: Race<State>,
  candidate: string,
): { readonly listener: PlanListener<State, Trial, Outcome>; told(): CandidateHistory } {
  const nothing: CandidateHistory = { steps: [], decisions: 0, since: 0, isIn: false, ledFrom: undefined };
  let [told, own] = [nothing, 0];
  return {
    told: () => told,
    listener: {
      begun: () => {
        [told, own] = [nothing, 0];
      },
      applied: ({ trial }, { state, decisions }) => {
        if (trial.candidate === candidate && !isFresh(trial)) own++;
        for (const decision of decisions) {
          const kind = kindOf(decision, candidate);
          const trainings = race.trials(state);
          const step = kind && { kind, decision, trainings, own, ...seenBy(race, state, decision, candidate) };
          const leads = decision.incumbent === candidate;
          told = {
            steps: step === undefined ? told.steps : [...told.steps, step],
            decisions: told.decisions + 1,
            since: step === undefined ? told.since + 1 : 0,
            isIn: leads || decision.survivors.includes(candidate),
            ledFrom: leads ? (told.ledFrom ?? { decision: decision.round, trainings }) : undefined,
          };
        }
      },
    },
  };
}

function kindOf({ eliminated, idle, woken }: Decision, candidate: string): CandidateStep['kind'] | undefined {
  if (eliminated.includes(candidate)) return 'dropped';
  if (idle?.includes(candidate)) return 'set aside';
  return woken?.includes(candidate) ? 'back' : undefined;
}

function seenBy<State>(race: Race<State>, state: State, decision: Decision, candidate: string) {
  const evidence = decision.evidence.find((one) => one.candidate === candidate);
  const answer = race.answer(state);
  const rival = answer?.winner === decision.incumbent ? answer : undefined;
  return {
    estimate: estimateOf(race, state, decision, evidence, candidate),
    evidence,
    rival: rival?.rivals.find((one) => one.candidate === candidate),
    staysFrom: race.staysFrom?.(state, candidate),
  };
}

/** Where candidates are only set aside, the evidence has the difference to the leader. */
function estimateOf<State>(
  race: Race<State>,
  state: State,
  { idle, incumbentValue }: Decision,
  evidence: Evidence | undefined,
  candidate: string,
): number | null {
  if (idle !== undefined) return evidence?.statistic === undefined ? null : incumbentValue + evidence.statistic;
  return race.standings(state).find((standing) => standing.candidate === candidate)?.criterion ?? null;
}
