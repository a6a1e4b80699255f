/**
 * @file The race as a plan: Algorithm 1 of doi 10.1109/ACCESS.2025.3578926. k trials of every candidate, a decision, then
 * one more trial of every survivor and a decision after each, until one is left; that one gets fresh replicates, so that
 * what is said about it rests on enough trials.
 */
import {
  type Applied,
  type Fidelity,
  type Finished,
  type JsonObject,
  type Outcome,
  type Plan,
  type Round,
  replicateStreams,
  type Trial,
} from '../core/index.js';
import { decide } from './decide.js';
import { type CompleteRaceSettings, completeRaceSettings, describeRace, type RaceSettings } from './race-settings.js';
import { initialRaceState, lossesOf, type RaceState } from './race-state.js';
import type { Field } from './ranking.js';

export interface Race extends Plan<RaceState> {
  readonly settings: CompleteRaceSettings;
  /** The settings for the log's header. */
  readonly description: JsonObject;
  /** Replicates (0-based, a row) that the next round uses; none when the race is over. */
  nextReplicates(state: RaceState): { readonly first: number; readonly count: number };
  /**
   * The same as `applyOutcomes` for losses that lie in columns already, one for each of the next replicates in order,
   * indexed as `settings.candidates`: finite, Infinity, or NaN where the candidate has no such trial. They are kept, not
   * copied. Of the final replicates fewer may be given.
   */
  applyLosses(state: RaceState, columns: readonly Float64Array[]): Applied<RaceState>;
  /** Losses of one candidate so far, in order of replicates, its final ones included. */
  losses(state: RaceState, candidate: string): Float64Array;
}

/** What an outcome's loss counts as: Infinity for the worst, NaN to leave it out. */
export type LossOf = (outcome: Outcome) => number;

/**
 * Throws an InputError for settings that cannot be raced. Where `lossOf` would leave a candidate with fewer losses than
 * criterion and rule need, what it leaves out counts as the worst after all: a candidate that cannot be trained must not
 * stay for want of evidence.
 */
export function createRace(given: RaceSettings, lossOf: LossOf = worstUnlessCompleted): Race {
  const settings = completeRaceSettings(given);
  const { candidates, warmup, sampleSize } = settings;
  const field: Field = { ...settings, ids: candidates, idRanks: rankIds(candidates) };
  const indexOf = new Map(candidates.map((id, index) => [id, index]));
  const fidelity: Fidelity = { sampleSize, epochs: 0 };

  const planNext = (state: RaceState): Round | Finished => {
    const { first, count } = nextReplicates(settings, state);
    if (count === 0) return { kind: 'finished', reason: state.survivors.length === 1 ? 'decided' : 'exhausted' };
    const ids = Array.from(state.survivors, (index) => candidates[index] as string);
    const trials: Trial[] = [];
    for (let replicate = first; replicate < first + count; replicate++) {
      const streams = replicateStreams(replicate);
      for (const candidate of ids) trials.push({ candidate, streams, fidelity, repeat: 0 });
    }
    const final = state.survivors.length === 1;
    const phase = final ? 'final' : first === 0 ? 'warm-up' : 'race';
    return { kind: 'round', number: state.rounds + 1, phase, trials, divisible: final };
  };

  const isTested = (round: number): boolean => (round - warmup) % settings.rule.testEvery === 0;

  const applyLosses = (state: RaceState, fresh: readonly Float64Array[]): Applied<RaceState> => {
    if (state.survivors.length === 1) {
      const winner = state.survivors[0] as number;
      return applyFinal(
        state,
        fresh.map((column) => column[winner] as number),
      );
    }
    const columns = [...state.columns, ...fresh];
    const round = columns.length;
    const { decision, survivors, incumbent } = decide(field, {
      round,
      tested: isTested(round),
      columns,
      entrants: state.survivors,
    });
    const leftAfter = decision.eliminated.length === 0 ? state.leftAfter : state.leftAfter.slice();
    for (const id of decision.eliminated) leftAfter[indexOf.get(id) as number] = round;
    return {
      state: { ...state, rounds: state.rounds + 1, columns, survivors, leftAfter, incumbent },
      decisions: [decision],
    };
  };

  const applyOutcomes = (state: RaceState, outcomes: readonly Outcome[]): Applied<RaceState> => {
    if (state.survivors.length === 1) return applyFinal(state, outcomes.map(lossOf));
    const fresh: Float64Array[] = [];
    for (let start = 0; start < outcomes.length; start += state.survivors.length) {
      const column = new Float64Array(candidates.length).fill(Number.NaN);
      state.survivors.forEach((index, place) => {
        column[index] = lossOf(outcomes[start + place] as Outcome);
      });
      fresh.push(column);
    }
    requireEvidence(settings, state, fresh);
    return applyLosses(state, fresh);
  };

  return {
    settings,
    description: describeRace(settings),
    initialState: initialRaceState(candidates.length),
    planNext,
    applyOutcomes,
    applyLosses,
    nextReplicates: (state) => nextReplicates(settings, state),
    losses: (state, candidate) => lossesOf(state, indexOf.get(candidate) as number),
  };
}

function nextReplicates(settings: CompleteRaceSettings, state: RaceState): { first: number; count: number } {
  const raced = state.columns.length;
  if (raced === 0) return { first: 0, count: settings.warmup };
  if (state.survivors.length > 1) return { first: raced, count: raced < settings.maxReplicates ? 1 : 0 };
  const trained = raced + state.finalLosses.length;
  return { first: trained, count: Math.max(0, settings.finalTrials - trained) };
}

function applyFinal(state: RaceState, losses: readonly number[]): Applied<RaceState> {
  const finalLosses = [...state.finalLosses, ...losses];
  return { state: { ...state, rounds: state.rounds + 1, finalLosses }, decisions: [] };
}

/** Whatever did not end with a finite loss, for whatever reason, counts as the worst there is. */
function worstUnlessCompleted(outcome: Outcome): number {
  return outcome.status === 'completed' ? outcome.loss : Number.POSITIVE_INFINITY;
}

/** Fills gaps of the fresh columns with the worst loss where a candidate would otherwise have too few. */
function requireEvidence(
  { criterion, rule }: CompleteRaceSettings,
  { survivors, columns }: RaceState,
  fresh: readonly Float64Array[],
): void {
  const needed = Math.max(criterion.minimumTrials, rule.minimumTrials);
  for (const index of survivors) {
    const gaps = fresh.filter((column) => Number.isNaN(column[index]));
    if (gaps.length === 0) continue;
    const losses = [...columns, ...fresh].filter((column) => !Number.isNaN(column[index]));
    if (losses.length < needed) for (const column of gaps) column[index] = Number.POSITIVE_INFINITY;
  }
}

/** By candidate index: its place in code-unit order. */
function rankIds(ids: readonly string[]): Int32Array {
  const order = ids.map((_, index) => index);
  order.sort((left, right) => ((ids[left] as string) < (ids[right] as string) ? -1 : 1));
  const ranks = new Int32Array(ids.length);
  order.forEach((index, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}
