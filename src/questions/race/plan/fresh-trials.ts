/**
 * @file Adds fresh trials to a race: those that may be chosen are trained again on replicates that no race reads, so that
 * what is said about them rests on trainings that played no part in choosing them. Where a reliability is asked for, the members of
 * the set are put on probation by these, one after the other, and the first that passes is the winner.
 */
import {
  type Applied,
  type Asked,
  type Finished,
  type Outcome,
  replicateTrial,
  type Trial,
  type Wait,
} from '../../../core/index.js';
import type { Assessment } from './adaptive/verdict.js';
import type { RaceAnswer, ReliabilityAnswer } from './answer-schema.js';
import { type CollapseSettings, collapseBars } from './collapses.js';
import type { JointCosts, JointFigure } from './joint-costs.js';
import {
  afterTraining,
  beginProbation,
  openMember,
  type Probation,
  passedMember,
  probationTrials,
  reliabilityOf,
} from './probation.js';
import { FRESH_FROM, isFresh, type LossOf, type Race, type RaceFacts, type Standing } from './race.js';

/** At most this many of those that may be better than the winner get fresh trials beside it. */
const MOST_FRESH_RIVALS = 8;

/** Fresh trials of one on probation that are out at the same time: so many at least, or this share of all trials. */
const LEAST_WATCHED = 8;
const WATCHED_SHARE = 0.1;

interface FreshSettings {
  /** What is raced in place of a loss that is each training's own. */
  readonly joint?: JointFigure | undefined;

  /** Share of its trainings that must come out; undefined if not asked for. */
  readonly reliability?: number | undefined;
  readonly collapse?: CollapseSettings | undefined;
}

/** The state of the race, and what came of fresh trials, by candidate. Owned by the fold. */
interface FreshState<State> {
  readonly race: State;
  /** By replicate; NaN for what counts as nothing. */
  readonly losses: Map<string, ArrayLike<number>>;
  /** Of fresh trials alone, by candidate; empty where a loss is each training's own. */
  readonly joint: Map<string, JointCosts>;
  /** Applied, by candidate: those that count as nothing as well. */
  readonly applied: Map<string, number>;
  /** Applied. */
  outcomes: number;
  /** Undefined before the first fresh trial, and where none is asked for. */
  probation: Probation | undefined;
}

/** Fresh trials that are asked for next, whatever comes back of them. */
interface Wanted {
  readonly trials: readonly Trial[];
  /** True where each outcome may be the last that is needed. */
  readonly isWatched: boolean;
}

/** At most, where so many may still be chosen; those of a probation are more than the usual ones. */
export function mostFreshTrials({ candidates, finalTrials, reliability }: RaceFacts, left = candidates.length): number {
  const usual = finalTrials * Math.max(1, Math.min(left, 1 + MOST_FRESH_RIVALS));
  return usual + (reliability === undefined ? 0 : probationTrials(reliability, candidates.length).most);
}

/**
 * Of a limit, for a race that would use up all of it: the fresh trials of its winner, and no more than a third; where a reliability is
 * asked for, whatever a probation takes at least.
 */
export function keptForFresh({ finalTrials, reliability }: RaceFacts, limit: number): number {
  if (reliability !== undefined) return Math.max(finalTrials, probationTrials(reliability, 1).least);
  return Math.min(finalTrials, Math.floor(limit / 3));
}

/** The fewest that it comes to anything with. */
export function leastTrials({ candidates, starters = candidates.length, warmup, reliability }: RaceFacts): number {
  const field = warmup * starters;
  return reliability === undefined ? field : field + probationTrials(reliability, 1).least;
}

export function withFreshTrials<State>(
  race: Race<State>,
  lossOf: LossOf,
  { joint, reliability, collapse = {} }: FreshSettings = {},
): Race<FreshState<State>> {
  const { facts, ahead } = race;

  /** Of a race that has ended. */
  const probationOf = ({ race: state, probation }: FreshState<State>): Probation | undefined => {
    if (probation !== undefined || reliability === undefined) return probation;
    const standings = race.standings(state);
    const bars = new Map(collapseBars(standings, collapse).map((bar, place) => [standings[place]?.candidate, bar]));
    return beginProbation(
      reliability,
      asGood(race.answer(state)).flatMap((candidate) => {
        const bar = bars.get(candidate);
        return bar === undefined ? [] : [{ candidate, bar }];
      }),
    );
  };
  const choiceOf = (state: FreshState<State>): string | undefined => {
    const passed = state.probation && passedMember(state.probation);
    return passed?.candidate ?? race.winner(state.race);
  };
  const survivorsOf = (state: FreshState<State>): readonly string[] =>
    withFirst(race.survivors(state.race), state.probation && passedMember(state.probation)?.candidate);

  const freshTrials = (state: FreshState<State>, candidate: string, until: number): Trial[] => {
    const from = state.applied.get(candidate) ?? 0;
    return Array.from({ length: Math.max(0, until - from) }, (_, index) =>
      replicateTrial(candidate, FRESH_FROM + from + index, facts.sampleSize),
    );
  };
  const wantedAfter = (state: FreshState<State>): Wanted => {
    const probation = probationOf(state);
    const tried = probation?.members.filter(({ status }) => status !== 'waiting') ?? [];
    const usual = tried.flatMap(({ candidate }) => freshTrials(state, candidate, facts.finalTrials));
    if (usual.length > 0) return { trials: usual, isWatched: false };
    const open = probation && openMember(probation);
    if (open === undefined) return { trials: usualTrials(state), isWatched: false };
    const applied = state.applied.get(open.candidate) ?? 0;
    const trials = freshTrials(state, open.candidate, applied + open.passesAfter - open.begun);
    return { trials, isWatched: true };
  };
  /** The winner gets all of its trials before others get theirs, replicate by replicate. */
  const usualTrials = (state: FreshState<State>): Trial[] => {
    const winner = choiceOf(state);
    if (winner === undefined) return [];
    const rivals = survivorsOf(state).filter((id) => id !== winner);
    const others = rivals
      .slice(0, MOST_FRESH_RIVALS)
      .flatMap((candidate) => freshTrials(state, candidate, facts.finalTrials));
    return [
      ...freshTrials(state, winner, facts.finalTrials),
      ...others.sort((a, b) => a.streams.init - b.streams.init),
    ];
  };

  /** No further ahead than the race would go, so that one that fails is noticed at once: what was asked for by then is spent. */
  const watchedAtOnce = (state: FreshState<State>): number => {
    const trials = race.trials(state.race) + state.outcomes;
    return Math.max(LEAST_WATCHED, Math.min(race.window(trials), Math.floor(trials * WATCHED_SHARE)));
  };

  const next = (state: FreshState<State>, pending: readonly Trial[], isCut = false): Asked | Wait | Finished => {
    const last = pending.at(-1);
    const hasBegun = state.outcomes > 0 || (last !== undefined && isFresh(last));
    if (!hasBegun && !isCut) {
      const asked = race.next(state.race, pending);
      if (asked.kind !== 'finished') return asked;
    }
    const { trials, isWatched } = wantedAfter(state);
    const waiting = hasBegun ? pending : [];
    // A candidate that has failed is not waited for.
    const isOver = waiting.some((trial, place) => !isSameTrial(trial, trials[place]));
    const asks = trials.slice(isOver ? 0 : waiting.length, isWatched ? watchedAtOnce(state) : undefined);
    if (asks.length > 0) {
      return {
        kind: 'asked',
        asks,
        stage: { number: 1, phase: isWatched ? 'probation' : 'final' },
        divisible: true,
        abandons: !hasBegun || isOver,
        fromReserve: true,
      };
    }
    if (isOver || waiting.length === 0) return { kind: 'finished' };
    return { kind: 'wait', outcomes: isWatched ? 1 : waiting.length };
  };

  const apply = (state: FreshState<State>, outcomes: readonly Outcome[]): Applied<FreshState<State>> => {
    const raced = outcomes.filter(({ trial }) => !isFresh(trial));
    for (const outcome of outcomes.slice(raced.length)) {
      const { candidate } = outcome.trial;
      const loss = lossOf(outcome);
      const row = joint && jointOf(state, candidate, joint).next(outcome, loss);
      race.requireLoss?.(loss, candidate);
      const probation = probationOf(state);
      state.probation = probation && afterTraining(probation, candidate, { status: outcome.status, loss });
      state.losses.set(candidate, row ?? [...Array.from(state.losses.get(candidate) ?? []), loss]);
      state.applied.set(candidate, (state.applied.get(candidate) ?? 0) + 1);
      state.outcomes++;
    }
    if (raced.length === 0) return { state, decisions: [] };
    const applied = race.apply(state.race, raced);
    return { state: { ...state, race: applied.state }, decisions: applied.decisions };
  };

  const answerOf = (state: FreshState<State>): RaceAnswer | undefined => {
    const freshLosses = (candidate: string) => freshOf(state, candidate);
    const { probation } = state;
    if (reliability === undefined || probation === undefined) return race.answer(state.race, freshLosses);
    const answer = race.answer(state.race, freshLosses, choiceOf(state));
    return answer && withReliability(answer, reliabilityOf(probation, reliability));
  };

  return {
    facts: reliability === undefined ? facts : { ...facts, reliability },
    description: { ...race.description, ...(reliability === undefined ? {} : { reliability }) },
    ...(race.requireLoss === undefined ? {} : { requireLoss: race.requireLoss }),
    window: (asked) => race.window(asked),
    begin: () => ({
      ...{ race: race.begin(), losses: new Map(), joint: new Map(), applied: new Map() },
      ...{ outcomes: 0, probation: undefined },
    }),
    next,
    apply,
    // The pending of a race are its own until it ends, and with fresh trials nothing is left to guess.
    ...(ahead === undefined ? {} : { ahead: (state, pending, most) => ahead(state.race, pending, most) }),
    winner: choiceOf,
    survivors: survivorsOf,
    tolerance: (state) => race.tolerance(state.race),
    answer: answerOf,
    ...(race.staysFrom && { staysFrom: (state, candidate) => race.staysFrom?.(state.race, candidate) }),
    ...(race.assess && { assess: ({ race: state }) => race.assess?.(state) as Assessment }),
    standings: (state) => {
      const passed = state.probation && passedMember(state.probation)?.candidate;
      const standings = race.standings(state.race).map((standing) => withFresh(standing, state));
      const first = standings.filter(({ candidate }) => candidate === passed);
      return [...first, ...standings.filter(({ candidate }) => candidate !== passed)];
    },
    trials: (state) => race.trials(state.race) + state.outcomes,
    endOf: (state) => {
      const end = race.endOf(state.race);
      if (reliability === undefined || race.winner(state.race) === undefined) return end;
      const isSettled = state.probation !== undefined && openMember(state.probation) === undefined;
      return isSettled ? end : 'budget';
    },
  };
}

/** The winner; then, by estimate, those that are of the set, may be as good, or are surely worse by no more than the tolerance. Only trained ones. */
function asGood(answer: RaceAnswer | undefined): readonly string[] {
  const { winner = null, set = [], rivals = [], tolerance = null } = answer ?? {};
  if (winner === null) return [];
  const others = rivals.filter(({ candidate, standing, difference, interval }) => {
    const mayBe = standing === 'tied' || standing === 'close' || set.includes(candidate);
    const isWithin = tolerance !== null && !('reason' in interval) && interval.high <= tolerance.value;
    return Number.isFinite(difference) && (mayBe || isWithin);
  });
  return [winner, ...others.map(({ candidate }) => candidate)];
}

/** If none has passed, nothing is certain of the winner. */
function withReliability(answer: RaceAnswer, reliability: ReliabilityAnswer): RaceAnswer {
  if (answer.winner === null) return answer;
  return { ...answer, verdict: reliability.status === 'passed' ? answer.verdict : 'stopped', reliability };
}

function withFirst(candidates: readonly string[], first: string | undefined): readonly string[] {
  return first === undefined ? candidates : [first, ...candidates.filter((candidate) => candidate !== first)];
}

function jointOf<State>({ joint }: FreshState<State>, candidate: string, figure: JointFigure): JointCosts {
  const costs = joint.get(candidate) ?? figure.begin();
  joint.set(candidate, costs);
  return costs;
}

/** Of fresh trials. */
function isSameTrial(one: Trial, other: Trial | undefined): boolean {
  return one.candidate === other?.candidate && one.streams.init === other.streams.init;
}

function withFresh<State>(standing: Standing, state: FreshState<State>): Standing {
  const losses = Array.from(state.losses.get(standing.candidate) ?? []);
  const counted = [...losses.keys()].filter((place) => !Number.isNaN(losses[place]));
  const freshReplicates = Int32Array.from(counted, (place) => FRESH_FROM + place);
  return { ...standing, fresh: freshOf(state, standing.candidate), freshReplicates };
}

function freshOf<State>({ losses }: FreshState<State>, candidate: string): Float64Array {
  return Float64Array.from(losses.get(candidate) ?? []).filter((loss) => !Number.isNaN(loss));
}
