/**
 * @file Adds fresh trials to a race: those who may be chosen are trained again on replicates that no race reads, so that
 * what is said about them rests on trainings that played no part in choosing them.
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
import type { LossOf, Race, Standing } from './race.js';

/** The first replicate that is for fresh trials; no race has so many. */
export const FRESH_FROM = 1_000_000;
/** So many of those who may be better than the choice get fresh trials beside it. */
export const MOST_FRESH_RIVALS = 8;

/** The state of the race, and what came of fresh trials, by candidate. Owned by whoever folds. */
interface FreshState<State> {
  readonly race: State;
  readonly losses: Map<string, number[]>;
  /** Applied. */
  outcomes: number;
}

export function isFresh({ streams }: Trial): boolean {
  return streams.init >= FRESH_FROM;
}

export function withFreshTrials<State>(race: Race<State>, lossOf: LossOf): Race<FreshState<State>> {
  const { facts, ahead } = race;

  /** The choice gets all of its trials before others get theirs, replicate by replicate. */
  const trialsAfter = (state: State): Trial[] => {
    const choice = race.choice(state);
    if (choice === undefined) return [];
    const rivals = race.survivors(state).filter((id) => id !== choice);
    const replicates = Array.from({ length: facts.finalTrials }, (_, index) => FRESH_FROM + index);
    const others = rivals.slice(0, MOST_FRESH_RIVALS);
    return [
      ...replicates.map((replicate) => trialOf(choice, replicate)),
      ...replicates.flatMap((replicate) => others.map((candidate) => trialOf(candidate, replicate))),
    ];
  };
  const trialOf = (candidate: string, replicate: number) => replicateTrial(candidate, replicate, facts.sampleSize);

  const next = (state: FreshState<State>, pending: readonly Trial[]): Asked | Wait | Finished => {
    const last = pending.at(-1);
    const hasBegun = state.outcomes > 0 || (last !== undefined && isFresh(last));
    if (!hasBegun) {
      const asked = race.next(state.race, pending);
      if (asked.kind !== 'finished') return asked;
    }
    const begun = hasBegun ? state.outcomes + pending.length : 0;
    const asks = trialsAfter(state.race).slice(begun);
    if (asks.length > 0) {
      return {
        kind: 'asked',
        asks,
        stage: { number: 1, phase: 'final' },
        divisible: true,
        abandons: !hasBegun,
      };
    }
    return hasBegun && pending.length > 0 ? { kind: 'wait', outcomes: pending.length } : { kind: 'finished' };
  };

  const apply = (state: FreshState<State>, outcomes: readonly Outcome[]): Applied<FreshState<State>> => {
    const raced = outcomes.filter(({ trial }) => !isFresh(trial));
    for (const outcome of outcomes.slice(raced.length)) {
      const { candidate } = outcome.trial;
      const losses = state.losses.get(candidate) ?? [];
      const loss = lossOf(outcome);
      race.requireLoss?.(loss, candidate);
      if (!Number.isNaN(loss)) losses.push(loss);
      state.losses.set(candidate, losses);
      state.outcomes++;
    }
    if (raced.length === 0) return { state, decisions: [] };
    const applied = race.apply(state.race, raced);
    return { state: { ...state, race: applied.state }, decisions: applied.decisions };
  };

  return {
    facts,
    description: race.description,
    ...(race.requireLoss === undefined ? {} : { requireLoss: race.requireLoss }),
    window: (asked) => race.window(asked),
    begin: () => ({ race: race.begin(), losses: new Map(), outcomes: 0 }),
    next,
    apply,
    // The pending of a race are its own until it ends, and with fresh trials nothing is left to guess.
    ...(ahead === undefined ? {} : { ahead: (state, pending, most) => ahead(state.race, pending, most) }),
    choice: (state) => race.choice(state.race),
    survivors: (state) => race.survivors(state.race),
    answer: (state) => race.answer(state.race, (candidate) => freshOf(state, candidate)),
    standings: (state) => race.standings(state.race).map((standing) => withFresh(standing, state)),
    trials: (state) => race.trials(state.race) + state.outcomes,
    endOf: (state) => race.endOf(state.race),
  };
}

function withFresh<State>(standing: Standing, state: FreshState<State>): Standing {
  return { ...standing, fresh: freshOf(state, standing.candidate) };
}

function freshOf<State>({ losses }: FreshState<State>, candidate: string): Float64Array {
  return Float64Array.from(losses.get(candidate) ?? []);
}
