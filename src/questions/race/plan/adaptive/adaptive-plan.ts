/**
 * @file The adaptive race as a plan: its asks become trials, its looks decisions, and its verdict the answer of a race.
 * No candidate is eliminated for good: one that cannot be the best at a look is idle, and may wake at a later one. Says where all
 * stand as well.
 */
import {
  type Applied,
  type Decision,
  defined,
  type Evidence,
  inputError,
  type JsonObject,
  type Outcome,
  type Plan,
  replicateTrial,
} from '../../../../core/index.js';
import type { Criterion } from '../../../../stats/index.js';
import type { JointCosts } from '../joint-costs.js';
import { anyFailure, type FailureOf } from '../never-worked.js';
import { rulesFor } from '../parse-rule.js';
import { type LossOf, NO_FRESH_LOSSES, type Race, type RaceFacts, type Standing, standingsInOrder } from '../race.js';
import {
  DEFAULT_FINAL_TRIALS,
  describeRacing,
  type RaceSettings,
  requireCandidates,
  requireWholeSetting,
} from '../race-settings.js';
import type { AdaptiveRule } from '../rule.js';
import { type AdaptiveRace, createAdaptiveRace } from './adaptive-race.js';
import { answerAdaptive } from './answer.js';
import { type AskedLoss, rowOfLosses } from './evidence.js';
import type { Look, LookEvidence } from './look.js';
import type { Admission } from './settings.js';
import type { AdaptiveState } from './state.js';
import { requireWithin, turnBounds } from './statement/declared-bounds.js';
import type { Assessment } from './verdict.js';

interface AdaptivePlanSettings extends RaceSettings {
  readonly rule: AdaptiveRule;
  /** True where the replicates are all there are; see the settings of the race. */
  readonly recorded?: boolean;
  /** Says which candidates may win at all; all where absent. The driver of the plan tells it of outcomes first. */
  readonly admission?: Admission;
  /** Asks ahead of the outcomes applied, at most; default 96. Part of the question: decisions rest on it. */
  readonly window?: number;
}

interface PlanState extends AdaptiveState {
  /** By candidate; undefined where a loss is each training's own. */
  readonly joint: readonly JointCosts[] | undefined;
}

interface AdaptivePlan extends Race<PlanState> {
  /** The same race on losses that are known already: it asks for cells of a table and takes what is in them. */
  readonly onCells: Plan<PlanState, AskedLoss, LossCell>;
  /** By candidate: it was asked for so many replicates, from the first one on. */
  asked(state: AdaptiveState): Int32Array;
  /** Of any of these, where other races may have none. */
  assess(state: AdaptiveState): Assessment;
}

interface LossCell {
  /** Finite, Infinity, or NaN where there is no such trial. */
  readonly loss: number;
  /** The kind of failure of a training that failed. */
  readonly failure: string | undefined;
}

const STAGE = { number: 1, phase: 'race' };

/** Throws an InputError for settings that cannot be raced. */
export function createAdaptivePlan(
  given: AdaptivePlanSettings,
  lossOf: LossOf,
  failureOf: FailureOf = anyFailure,
): AdaptivePlan {
  const { candidates, criterion, rule, finalTrials = DEFAULT_FINAL_TRIALS, sampleSize = 0, seed = 0, joint } = given;
  requireCandidates(candidates);
  requireKnownCriterion(rule, criterion);
  requireWholeSetting('finalTrials', finalTrials, 0, 'the winner');
  requireWholeSetting('sampleSize', sampleSize, 0, 'a training');
  const { delta, scale, tolerance, statement } = rule;
  const { direction = 'minimize' } = given;
  const bounds = statement?.bounds && turnBounds(statement.bounds, direction);
  const { maxReplicates: asked, recorded, costs, separate, window, admission } = given;
  const race = createAdaptiveRace({
    ...{ candidates: candidates.length, criterion, rule: rule.name, delta, scale, seed },
    ...defined({ tolerance, maxReplicates: asked, recorded, costs, separate, window, admission }),
    ...(statement && { statement: defined({ bounds }) }),
    ...(joint && { start: joint.leastTrials }),
  });
  const { maxReplicates } = race.settings;
  const facts: RaceFacts = {
    ...{ candidates, criterion, rule, warmup: 1, maxReplicates, finalTrials, sampleSize },
    ...(statement === undefined ? { ruling: race.ruling } : {}),
  };
  const idOf = (index: number): string => candidates[index] as string;

  const requireLoss =
    bounds && ((loss: number, candidate: string) => requireWithin(bounds, direction, loss, candidate));

  const trialOf = ({ candidate, replicate }: AskedLoss) => replicateTrial(idOf(candidate), replicate, sampleSize);
  /** What the race asks for, as its driver knows it. */
  const next = <Ask>(state: AdaptiveState, pending: number, toAsk: (asked: AskedLoss) => Ask) => {
    const asked = race.next(state, state.evidence.outcomes + pending);
    if (asked.kind !== 'asked') return asked;
    return { kind: 'asked', asks: asked.asks.map(toAsk), stage: STAGE, divisible: true } as const;
  };
  const apply = (
    state: PlanState,
    losses: ArrayLike<number>,
    failures: readonly (string | undefined)[] = [],
    rows: readonly Float64Array[] = [],
  ): Applied<PlanState> => {
    if (requireLoss !== undefined) {
      const { sequence, outcomes } = state.evidence;
      for (let place = 0; place < losses.length; place++)
        requireLoss(losses[place] as number, idOf(sequence[outcomes + place] as number));
    }
    const looks = race.apply(state, losses, failures, rows);
    return { state, decisions: looks.filter(({ leader }) => leader >= 0).map((look) => toDecision(facts, look)) };
  };

  const indexOf = new Map(candidates.map((id, index) => [id, index]));
  const applyAll = (state: PlanState, outcomes: readonly Outcome[]) => {
    const losses = Float64Array.from(outcomes, lossOf);
    const costsOf = ({ trial }: Outcome) => state.joint?.[indexOf.get(trial.candidate) as number];
    const rows = outcomes.flatMap((outcome, place) => costsOf(outcome)?.next(outcome, losses[place] as number) ?? []);
    return apply(state, losses, outcomes.map(failureOf), rows);
  };

  const shared = {
    window: (asked: number) => race.window(asked),
    begin: () => ({ ...race.begin(), joint: joint && candidates.map(() => joint.begin()) }),
  };
  return {
    ...shared,
    facts,
    description: describeAdaptive(facts, given),
    ...(requireLoss === undefined ? {} : { requireLoss }),
    next: (state, pending) => next(state, pending.length, trialOf),
    apply: applyAll,
    ahead: (state, pending, most) => {
      const from = state.evidence.outcomes + pending.length;
      const guess = race.ahead(state, from, from + most);
      return { ...guess, needed: guess.needed.map(trialOf), likely: guess.likely.map(trialOf) };
    },
    onCells: {
      ...shared,
      next: (state, pending) => next(state, pending.length, (cell) => cell),
      apply: (state, cells) =>
        apply(
          state,
          Float64Array.from(cells, ({ loss }) => loss),
          cells.map(({ failure }) => failure),
        ),
    },
    trials: ({ evidence }) => evidence.outcomes,
    asked: ({ evidence }) => evidence.applied,
    winner: (state) => candidates[race.verdict(state).leader],
    survivors: (state) => race.verdict(state).set.map(idOf),
    tolerance: (state) => race.verdict(state).tolerance,
    answer: (state, freshOf = NO_FRESH_LOSSES, chosen) => answerAdaptive(facts, race, state, freshOf, chosen),
    assess: race.assess,
    staysFrom: (state, candidate) => race.staysFrom(state, indexOf.get(candidate) ?? -1),
    standings: (state) => adaptiveStandings(facts, race, state),
    endOf: ({ end }) => (end === undefined ? 'budget' : end === 'decided' ? 'decided' : 'exhausted'),
  };
}

/** An adaptive race estimates a criterion as location and scale, which takes knowing what it computes. */
function requireKnownCriterion({ name }: AdaptiveRule, criterion: Criterion): void {
  if (criterion.statistic !== undefined) return;
  throw inputError`rule-needs-known-criterion: Rule "${name}" cannot race by your own criterion "${criterion.name}": it must know how it is computed
    Allowed: for criteria of your own of the kind ${criterion.kind} ${rulesFor(criterion).join(', ')}; or a built-in criterion
    Fix: Write \`rule: '${rulesFor(criterion)[0]}'\` beside it in \`race\`, or name a built-in criterion.`;
}

/** The race as the log's header keeps it. */
function describeAdaptive(facts: RaceFacts, { costs, separate, window }: AdaptivePlanSettings): JsonObject {
  return {
    ...describeRacing(facts, costs),
    ...(separate === undefined ? {} : { separate }),
    ...(window === undefined ? {} : { window }),
  };
}

function toDecision({ candidates, rule }: RaceFacts, look: Look): Decision {
  const idOf = (index: number): string => candidates[index] as string;
  const { leader, leaderValue, contested, idle, woken, number } = look;
  return {
    round: number,
    rule: rule.name,
    survivors: [leader, ...contested].map(idOf),
    eliminated: [],
    incumbent: idOf(leader),
    incumbentValue: leaderValue,
    idle: idle.map(({ candidate }) => idOf(candidate)),
    woken: woken.map(({ candidate }) => idOf(candidate)),
    evidence: [...idle, ...woken].map((evidence) => toEvidence(idOf(evidence.candidate), evidence)),
  };
}

function toEvidence(candidate: string, { n, difference, chance, reason }: LookEvidence): Evidence {
  return {
    candidate,
    n,
    ...(Number.isNaN(difference) ? {} : { statistic: difference }),
    ...(reason === undefined ? { pValue: chance } : { reason }),
  };
}

/** The returned set first; then the others by their estimated criterion, those without an estimate last, ties by id. */
function adaptiveStandings(facts: RaceFacts, race: AdaptiveRace, state: AdaptiveState): readonly Standing[] {
  const { candidates, criterion } = facts;
  const { verdict, estimates } = race.assess(state);
  const places = new Map(verdict.set.map((index, place) => [index, place]));
  const { centers, excluded } = estimates;
  return standingsInOrder(
    criterion,
    candidates.map((candidate, index) => ({
      candidate,
      place: places.get(index) ?? candidates.length,
      center: excluded[index] === 1 ? Number.POSITIVE_INFINITY : (centers[index] as number),
      trials: () => lossesAt(state, index),
    })),
  );
}

function lossesAt({ evidence }: AdaptiveState, index: number): { losses: Float64Array; replicates: Int32Array } {
  const row = rowOfLosses(evidence, index);
  const counted = Array.from(row.keys()).filter((replicate) => !Number.isNaN(row[replicate]));
  return {
    losses: Float64Array.from(counted, (replicate) => row[replicate] as number),
    replicates: Int32Array.from(counted),
  };
}
