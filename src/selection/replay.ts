/** @file A race on losses that are known already: the fold of the race, with a table that answers. */
import { type Decision, Fold } from '../core/index.js';
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
export function runColumns(race: Race, columns: readonly Float64Array[]): Omit<Replay, 'race'> {
  const fold = new Fold(race.onColumns);
  const decisions: Decision[] = [];
  while (fold.end === undefined) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    for (const { number, ask } of progress.slots) fold.settle(number, columns[ask] as Float64Array);
  }
  return { state: fold.state, decisions };
}

/** How a race that asks for nothing more ended, or one that was ended before. */
export type RaceEnd = 'decided' | 'exhausted' | 'budget';

/**
 * `decided`: one candidate is left, be it without all of its final trials. `exhausted`: several are left, and no more
 * replicates. `budget`: it would have gone on.
 */
export function endOfRace(state: RaceState, isFinished: boolean): RaceEnd {
  if (state.survivors.length === 1) return 'decided';
  return isFinished ? 'exhausted' : 'budget';
}
