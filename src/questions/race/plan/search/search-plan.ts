/** @file The searching race as a plan: its asks become trials, its looks decisions, its standing the answer of a race. */
import { type Applied, type Decision, type JsonObject, replicateTrial } from '../../../../core/index.js';
import { type Criterion, hasRange, partsOf } from '../../../../stats/index.js';
import type { AskedLoss } from '../adaptive/evidence.js';
import { DEFAULT_REPLICATES, parseTolerance } from '../adaptive/settings.js';
import { keptForFresh, withFreshTrials } from '../fresh-trials.js';
import { anyFailure, type FailureOf } from '../never-worked.js';
import { worstUnlessCompleted } from '../plan-race.js';
import { requireReliability } from '../probation.js';
import { type LossOf, NO_FRESH_LOSSES, type Race, type RaceFacts, type Standing, standingsInOrder } from '../race.js';
import { DEFAULT_FINAL_TRIALS, describeRacing, requireCandidates, requireWholeSetting } from '../race-settings.js';
import type { Rule } from '../rule.js';
import { answerSearch, setOf } from './answer.js';
import type { SearchField } from './field.js';
import { lossAt } from './scale.js';
import { createSearchRace, type SearchLook, type SearchRace, type SearchState, startersOf } from './search-race.js';
import { requireOwnFigure, requireSearchRule, type SearchRaceSettings, searchCriterionOf } from './settings.js';

/**
 * A searching race with fresh trials after it. It uses up any budget, so that it keeps from the start what these take.
 * Throws an InputError for settings that cannot be raced.
 */
export function planSearch(
  settings: SearchRaceSettings,
  lossOf: LossOf = worstUnlessCompleted,
  failureOf: FailureOf = anyFailure,
): Race {
  requireReliability(settings);
  const race = withFreshTrials(createSearchPlan(settings, lossOf, failureOf), lossOf, settings);
  return { ...race, reserve: (limit) => keptForFresh(race.facts, limit) };
}

const STAGE = { number: 1, phase: 'race' };

function createSearchPlan(given: SearchRaceSettings, lossOf: LossOf, failureOf: FailureOf): Race<SearchState> {
  const { candidates, criterion, finalTrials = DEFAULT_FINAL_TRIALS, sampleSize = 0, seed = 0, search } = given;
  const { maxReplicates = DEFAULT_REPLICATES } = given;
  requireCandidates(candidates);
  requireOwnFigure(given.joint);
  const rule = requireSearchRule(given.rule, given.separate);
  requireWholeSetting('maxReplicates', maxReplicates, 2, 'a race');
  requireWholeSetting('finalTrials', finalTrials, 0, 'the winner');
  requireWholeSetting('sampleSize', sampleSize, 0, 'a training');
  const setup = {
    ...{ candidates: candidates.length, ids: candidates },
    search,
    criterion: searchCriterionOf(criterion),
    tolerance: parseTolerance(rule.tolerance),
    scale: rule.scale,
    delta: rule.delta,
    maxReplicates,
    seed,
    ...(given.costs === undefined ? {} : { costs: given.costs }),
  };
  const race = createSearchRace(setup);
  const starters = startersOf(setup).length;
  const facts: RaceFacts = { candidates, criterion, rule, warmup: 1, starters, maxReplicates, finalTrials, sampleSize };
  const trialIn =
    ({ field }: SearchState) =>
    ({ candidate, replicate }: AskedLoss) =>
      replicateTrial(field.ids[candidate] as string, replicate, sampleSize);
  return {
    facts,
    description: describeSearch(facts, given),
    window: race.window,
    begin: () => race.begin(),
    next: (state, pending) => {
      const asked = race.next(state, state.evidence.outcomes + pending.length);
      if (asked.kind !== 'asked') return asked;
      return { kind: 'asked', asks: asked.asks.map(trialIn(state)), stage: STAGE, divisible: true };
    },
    ahead: (state, pending, most) => {
      const from = state.evidence.outcomes + pending.length;
      const guess = race.ahead(state, from, from + most);
      return { ...guess, needed: guess.needed.map(trialIn(state)), likely: guess.likely.map(trialIn(state)) };
    },
    apply: (state, outcomes): Applied<SearchState> => {
      const looks = outcomes.flatMap((outcome) => {
        race.take(state, outcome);
        return race.apply(state, [lossOf(outcome)], [failureOf(outcome)]);
      });
      return {
        state,
        decisions: looks.filter(({ now }) => now.leader >= 0).map((look) => toDecision(state.field, rule, look)),
      };
    },
    trials: ({ evidence }) => evidence.outcomes,
    winner: (state) => state.field.ids[race.standing(state).reference],
    survivors: (state) => {
      const standing = race.standing(state);
      return standing.reference < 0 && state.end === undefined ? state.field.ids : setOf(standing, state);
    },
    tolerance: (state) => race.standing(state).tolerance.value,
    answer: (state, freshOf = NO_FRESH_LOSSES, chosen) => answerSearch(facts, race, state, freshOf, chosen),
    staysFrom: (state, candidate) => race.staysFrom(state, state.field.ids.indexOf(candidate)),
    standings: (state) => standingsOfTried(criterion, race, state),
    endOf: ({ end }) => (end === undefined ? 'budget' : end === 'decided' ? 'decided' : 'exhausted'),
  };
}

/** The race as the log's header keeps it. */
function describeSearch(
  facts: RaceFacts,
  { costs, search: { prior, audit, isDrawn, places, newcomers } }: SearchRaceSettings,
): JsonObject {
  return {
    ...describeRacing(facts, costs),
    search: {
      ...{ prior, isDrawn, audit: audit.map((index) => facts.candidates[index] as string) },
      ...(hasRange(places) ? { smooth: true } : {}),
      ...(partsOf(places).size < 2 ? {} : { models: true }),
      ...(newcomers === undefined ? {} : { refine: true }),
    },
  };
}

function toDecision({ ids: candidates }: SearchField, rule: Rule, { number, now, before }: SearchLook): Decision {
  const { leader, contested, own, chances, refused } = now;
  const leaderValue = lossAt(now, leader);
  const isOpen = (standing: typeof before, i: number): boolean => standing?.contested[i] !== 0;
  const tried = Array.from(candidates.keys()).filter((i) => i !== leader && (own.n[i] ?? 0) > 0);
  const open = tried.filter((i) => contested[i] === 1);
  const idle = tried.filter((i) => isOpen(before, i) && contested[i] === 0);
  const woken = open.filter((i) => !isOpen(before, i));
  const ids = (indices: readonly number[]): string[] => indices.map((i) => candidates[i] as string);
  return {
    round: number,
    rule: rule.name,
    survivors: ids([leader, ...open]),
    eliminated: [],
    incumbent: candidates[leader] as string,
    incumbentValue: leaderValue,
    idle: ids(idle),
    woken: ids(woken),
    evidence: [...idle, ...woken].map((i) => {
      const shared = { candidate: candidates[i] as string, n: own.n[i] as number };
      return now.excluded[i] === 1
        ? { ...shared, reason: refused?.[i] === 1 ? 'requirement' : 'divergence' }
        : { ...shared, statistic: lossAt(now, i) - leaderValue, pValue: chances[i] as number };
    }),
  };
}

/** Of those tried: the returned set first; then the others by their center, ties by id. */
function standingsOfTried(criterion: Criterion, race: SearchRace, state: SearchState): readonly Standing[] {
  const { evidence, field } = state;
  const standing = race.standing(state);
  const { standings, excluded } = standing;
  const places = new Map(setOf(standing, state).map((id, place) => [id, place]));
  const tried = field.ids.flatMap((candidate, index) => {
    if (evidence.applied[index] === 0) return [];
    const center = excluded[index] === 1 ? Number.POSITIVE_INFINITY : (standings.centers[index] as number);
    const place = places.get(candidate) ?? field.ids.length;
    return [{ candidate, place, center, trials: () => trialsOf(race, state, index) }];
  });
  return standingsInOrder(criterion, tried);
}

function trialsOf({ firstReplicate }: SearchRace, { evidence }: SearchState, index: number) {
  const trials = Array.from({ length: evidence.applied[index] as number }, (_, trial) => ({
    replicate: (firstReplicate(index) + trial) % evidence.replicates,
    loss: evidence.losses[index * evidence.replicates + trial] as number,
  }))
    .filter(({ loss }) => !Number.isNaN(loss))
    .sort((a, b) => a.replicate - b.replicate);
  return {
    losses: Float64Array.from(trials, ({ loss }) => loss),
    replicates: Int32Array.from(trials, ({ replicate }) => replicate),
  };
}
