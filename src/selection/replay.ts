/** @file A race on losses that are known already: the same rounds and decisions, without a trial or an outcome. */
import type { Decision, Finished } from '../core/index.js';
import { createRace, type Race } from './race.js';
import type { RaceSettings } from './race-settings.js';
import type { RaceState } from './race-state.js';

/** Losses of candidates on replicates: one column per replicate, indexed as `candidates`; NaN where there is none. */
export interface LossTable {
  readonly candidates: readonly string[];
  /** Finite, Infinity (diverged) or NaN (no such trial). */
  readonly columns: readonly Float64Array[];
}

export type ReplaySettings = Omit<RaceSettings, 'candidates' | 'finalTrials' | 'maxReplicates'>;

export interface Replay {
  readonly race: Race;
  readonly state: RaceState;
  readonly decisions: readonly Decision[];
  readonly reason: Finished['reason'];
}

/**
 * Races the table's candidates on its replicates in order, until one is left or the replicates end. Columns are shared
 * with the state, not copied. Throws an InputError for settings that do not fit the table, and for gaps the rule cannot
 * bridge.
 */
export function replayRace(settings: ReplaySettings, table: LossTable): Replay {
  const race = createReplay(settings, table);
  return { race, ...runColumns(race, table.columns) };
}

/** The race that the table can feed: it ends with the last column, and its winner gets no further trials. */
export function createReplay(settings: ReplaySettings, { candidates, columns }: LossTable): Race {
  return createRace({ ...settings, candidates, finalTrials: 0, maxReplicates: columns.length });
}

/** Runs a race made by {@link createReplay} on columns in the order given. */
export function runColumns(race: Race, columns: LossTable['columns']): Omit<Replay, 'race'> {
  let state = race.initialState;
  const decisions: Decision[] = [];
  for (;;) {
    const { first, count } = race.nextReplicates(state);
    if (count === 0) return { state, decisions, reason: state.survivors.length === 1 ? 'decided' : 'exhausted' };
    const applied = race.applyLosses(state, columns.slice(first, first + count));
    state = applied.state;
    decisions.push(...applied.decisions);
  }
}
