/**
 * @file The race as a plan: Algorithm 1 of doi 10.1109/ACCESS.2025.3578926. k trials of every candidate, a decision, then
 * one more trial of every survivor and a decision after each, until one is left; that one gets fresh replicates, so that
 * what is said about it rests on enough trials.
 */
import {
  type Applied,
  type Asked,
  type Decision,
  type Fidelity,
  type Finished,
  type JsonObject,
  type Outcome,
  type Plan,
  replicateStreams,
  type Trial,
  unlimitedWindow,
  type Wait,
} from '../core/index.js';
import { decide } from './decide.js';
import { type CompleteRaceSettings, completeRaceSettings, describeRace, type RaceSettings } from './race-settings.js';
import { initialRaceState, lossesOf, type RaceState } from './race-state.js';
import { type Field, rankIds } from './ranking.js';

export interface Race extends Plan<RaceState> {
  readonly settings: CompleteRaceSettings;
  /** The settings for the log's header. */
  readonly description: JsonObject;
  /**
   * The same race on losses that lie in columns already: it asks for replicates (0, 1, ...) and takes the column of each,
   * indexed as `settings.candidates`: finite, Infinity, or NaN where the candidate has no such trial. Columns are kept, not
   * copied.
   */
  readonly onColumns: Plan<RaceState, number, Float64Array>;
  /** Losses of one candidate so far, in order of replicates, its final ones included. */
  losses(state: RaceState, candidate: string): Float64Array;
}

/** What an outcome's loss counts as: Infinity for the worst, NaN to leave it out. */
export type LossOf = (outcome: Outcome) => number;

/**
 * Throws an InputError for settings that cannot be raced. A candidate with fewer losses than criterion and rule need counts
 * as the worst: one that cannot be trained must not stay for want of evidence.
 */
export function createRace(given: RaceSettings, lossOf: LossOf = worstUnlessCompleted): Race {
  const settings = completeRaceSettings(given);
  const { candidates, sampleSize } = settings;
  const indexOf = new Map(candidates.map((id, index) => [id, index]));
  const rounds = new Rounds(settings, indexOf);
  const fidelity: Fidelity = { sampleSize, epochs: 0 };
  const begin = (): RaceState => initialRaceState(candidates.length);

  const next = (state: RaceState, pending: readonly Trial[]): Asked | Wait | Finished => {
    if (pending.length > 0) return { kind: 'wait', outcomes: pending.length };
    const { first, count } = nextReplicates(settings, state);
    if (count === 0) return { kind: 'finished' };
    const ids = Array.from(state.survivors, (index) => candidates[index] as string);
    const asks: Trial[] = [];
    for (let replicate = first; replicate < first + count; replicate++) {
      const streams = replicateStreams(replicate);
      for (const candidate of ids) asks.push({ candidate, streams, fidelity, repeat: 0 });
    }
    return asked(state, asks);
  };

  const apply = (state: RaceState, outcomes: readonly Outcome[]): Applied<RaceState> => {
    const decisions: Decision[] = [];
    for (const outcome of outcomes) {
      if (state.survivors.length === 1) {
        state.finalLosses.push(lossOf(outcome));
        continue;
      }
      takeInHand(state, candidates.length, lossOf(outcome));
      if (state.filled === nextReplicates(settings, state).count * state.survivors.length) {
        decisions.push(rounds.decide(state));
      }
    }
    return { state, decisions };
  };

  return {
    settings,
    description: describeRace(settings),
    window: unlimitedWindow,
    begin,
    next,
    apply,
    onColumns: {
      window: unlimitedWindow,
      begin,
      next: (state, pending) => {
        if (pending.length > 0) return { kind: 'wait', outcomes: pending.length };
        const { first, count } = nextReplicates(settings, state);
        if (count === 0) return { kind: 'finished' };
        return asked(
          state,
          Array.from({ length: count }, (_, place) => first + place),
        );
      },
      apply: (state, columns) => {
        const decisions: Decision[] = [];
        for (const column of columns) {
          if (state.survivors.length === 1) {
            state.finalLosses.push(column[state.survivors[0] as number] as number);
            continue;
          }
          state.hand.push(column);
          if (state.hand.length === nextReplicates(settings, state).count) decisions.push(rounds.decide(state));
        }
        return { state, decisions };
      },
    },
    losses: (state, candidate) => lossesOf(state, indexOf.get(candidate) as number),
  };
}

function asked<Ask>(state: RaceState, asks: readonly Ask[]): Asked<Ask> {
  const final = state.survivors.length === 1;
  const phase = final ? 'final' : state.rounds === 0 ? 'warm-up' : 'race';
  // Every final outcome is applied as it comes, so a resume may find the last stage begun.
  const number = state.rounds + 1;
  return { kind: 'asked', asks, stage: { number, phase }, divisible: final };
}

/** Replicates (0-based, a row) that the round in hand, or the next one, uses; none when the race is over. */
function nextReplicates(settings: CompleteRaceSettings, state: RaceState): { first: number; count: number } {
  const raced = state.columns.length;
  if (raced === 0) return { first: 0, count: settings.warmup };
  if (state.survivors.length > 1) return { first: raced, count: raced < settings.maxReplicates ? 1 : 0 };
  const trained = raced + state.finalLosses.length;
  return { first: trained, count: Math.max(0, settings.finalTrials - trained) };
}

/** Puts the next loss of the round in hand into its column; NaN stands for everybody who had left. */
function takeInHand(state: RaceState, candidates: number, loss: number): void {
  const place = state.filled % state.survivors.length;
  if (place === 0) state.hand.push(new Float64Array(candidates).fill(Number.NaN));
  (state.hand.at(-1) as Float64Array)[state.survivors[place] as number] = loss;
  state.filled++;
}

/** Decides about rounds of a race with several left. */
class Rounds {
  readonly #settings: CompleteRaceSettings;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #field: Field;

  constructor(settings: CompleteRaceSettings, indexOf: ReadonlyMap<string, number>) {
    this.#settings = settings;
    this.#indexOf = indexOf;
    this.#field = { ...settings, ids: settings.candidates, idRanks: rankIds(settings.candidates) };
  }

  /** Adds the round in hand to the columns, and says who leaves. */
  decide(state: RaceState): Decision {
    const { rule, warmup } = this.#settings;
    state.columns.push(...state.hand);
    state.hand = [];
    state.filled = 0;
    const round = state.columns.length;
    const tested = (round - warmup) % rule.testEvery === 0;
    const { columns, survivors: entrants } = state;
    const { decision, survivors, incumbent } = decide(this.#field, { round, tested, columns, entrants });
    for (const id of decision.eliminated) state.leftAfter[this.#indexOf.get(id) as number] = round;
    state.rounds++;
    state.survivors = survivors;
    state.incumbent = incumbent;
    return decision;
  }
}

/** Whatever did not end with a finite loss, for whatever reason, counts as the worst there is. */
function worstUnlessCompleted(outcome: Outcome): number {
  return outcome.status === 'completed' ? outcome.loss : Number.POSITIVE_INFINITY;
}
