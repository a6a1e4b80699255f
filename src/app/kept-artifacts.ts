/** @file Chooses which trials' files are kept: those that a race may still choose from, and those that say why a trial failed. */
import { isFailure, type Store, type Trial } from '../core/index.js';

/**
 * A race may choose from all trials of the candidates that it has not eliminated. Studies ask for no models, and one
 * question's losers may be another's winners.
 */
export function trialsOfInterest(store: Store): Trial[] {
  const racing = candidatesInRaces(store);
  return store
    .outcomes()
    .flatMap((outcome) => (isFailure(outcome) || racing.has(outcome.trial.candidate) ? [outcome.trial] : []));
}

/** Ids of candidates that some race of the log has not eliminated. */
export function candidatesInRaces(store: Store): ReadonlySet<string> {
  const races = store.questions().filter(({ header }) => header.plan.kind === 'race');
  return new Set(
    races.flatMap((race) => {
      const left = new Set(race.decisions().flatMap(({ eliminated }) => eliminated));
      return race.header.candidates.flatMap(({ id }) => (left.has(id) ? [] : [id]));
    }),
  );
}
