/** @file Chooses which trials' files are kept: those that a race may still choose from, and those that say why a trial failed. */
import { isFailure, type Outcome, type Question, type Store, type Trial } from '../../core/index.js';
import { isBeside } from '../ask/trained-beside.js';

/**
 * Those whose files are kept as `whole`; of the others their predictions. Studies ask for no models, and one question's losers may be
 * another's winners.
 */
export function trialsOfInterest(store: Store): { readonly whole: Trial[]; readonly logged: Trial[] } {
  const racing = candidatesInRaces(store);
  const outcomes = store.outcomes();
  // What is trained beside the question has made again what another one keeps.
  const isChosenFrom = ({ trial }: Outcome) => racing.has(trial.candidate) && !isBeside(trial);
  const whole = outcomes.filter((outcome) => isFailure(outcome) || isChosenFrom(outcome));
  return { whole: whole.map(({ trial }) => trial), logged: outcomes.map(({ trial }) => trial) };
}

/** Completed trials of the candidates that a race has just eliminated, and that no other race of the log may choose. */
export function trialsOfEliminated(eliminated: readonly string[], question: Question, store: Store): Trial[] {
  // A race that decides trial by trial decides often, and eliminates none.
  if (eliminated.length === 0) return [];
  const racing = candidatesInRaces(store);
  const left = new Set(eliminated.filter((id) => !racing.has(id)));
  return question
    .outcomes()
    .flatMap((outcome) => (left.has(outcome.trial.candidate) && !isFailure(outcome) ? [outcome.trial] : []));
}

/** Ids of candidates that some race of the log may still choose. */
export function candidatesInRaces(store: Store): ReadonlySet<string> {
  const races = store.questions().filter(({ header }) => header.plan.kind === 'race');
  return new Set(races.flatMap(mayBeChosen));
}

/** The candidates that a race may choose: once it came to its end, those that its last decision left; one that is idle before that may wake. */
function mayBeChosen(race: Question): readonly string[] {
  const decisions = race.decisions();
  const last = decisions.at(-1);
  const status = race.conclusion()?.status;
  if (last !== undefined && (status === 'decided' || status === 'exhausted')) return last.survivors;
  const left = new Set(decisions.flatMap(({ eliminated }) => eliminated));
  return race.header.candidates.flatMap(({ id }) => (left.has(id) ? [] : [id]));
}
