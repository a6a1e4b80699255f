/** @file A race on losses that are known already: the fold of the race, with a table that answers. */
import { type Decision, Fold, type JsonObject, type Plan } from '../core/index.js';
import { createAdaptivePlan } from './adaptive/adaptive-plan.js';
import type { AdaptiveState } from './adaptive/state.js';
import { worstUnlessCompleted } from './create-race.js';
import type { Race, RaceEnd, Standing } from './race.js';
import type { RaceAnswer } from './race-answer.js';
import type { RaceSettings } from './race-settings.js';
import { createRoundsRace } from './rounds-race.js';

/** Losses of candidates on replicates: one column per replicate, indexed as `candidates`; NaN where there is none. */
export interface LossTable {
  readonly candidates: readonly string[];
  /** Finite, Infinity (diverged) or NaN (no such trial). */
  readonly columns: readonly Float64Array[];
}

export interface ReplaySettings extends Omit<RaceSettings, 'candidates' | 'finalTrials' | 'separate'> {
  /**
   * False where the losses are those that a race of endless retraining asked for; true where absent: the table is all there
   * is, and an adaptive race is about it.
   */
  readonly recorded?: boolean;
}

export interface Replay {
  readonly description: JsonObject;
  readonly decisions: readonly Decision[];
  readonly end: RaceEnd;
  /** Trials that the race asked for and that the table does not have: it went on without them. */
  readonly missing: number;
  standings(): readonly Standing[];
  /** Undefined where the table ends before the first decision. */
  answer(): RaceAnswer | undefined;
}

/** The same in few words, for races by the hundred. */
export interface ReplayedChoice {
  /** Trials of the table that were used. */
  readonly trials: number;
  /** Index; undefined where nobody is chosen. */
  readonly choice: number | undefined;
  /** Indices of those who may still be chosen, the choice first. */
  readonly set: readonly number[];
  readonly end: RaceEnd;
}

/**
 * Races the table's candidates on its replicates in order, until the race ends by itself or the replicates do. Columns may
 * be shared with what is returned. Throws an InputError for settings that do not fit the table, and for gaps the rule cannot
 * bridge.
 */
export function replayRace(settings: ReplaySettings, table: LossTable): Replay {
  return createReplay(settings, table).race(table.columns);
}

/** A race that is run again and again on the table's columns in other orders. */
export interface Replayer {
  race(columns: readonly Float64Array[]): Replay;
  choose(columns: readonly Float64Array[]): ReplayedChoice;
}

/** Throws an InputError for settings that do not fit the table. */
export function createReplay(given: ReplaySettings, { candidates, columns }: LossTable): Replayer {
  const { recorded = true, maxReplicates = columns.length } = given;
  const settings = { ...given, candidates, finalTrials: 0, maxReplicates };
  const { rule } = settings;
  if (rule.kind === 'adaptive') {
    const plan = createAdaptivePlan({ ...settings, rule, recorded }, worstUnlessCompleted);
    const loss = (known: readonly Float64Array[]) => (cell: { candidate: number; replicate: number }) =>
      known[cell.replicate]?.[cell.candidate] ?? Number.NaN;
    const used = { ...plan, trials: (state: AdaptiveState) => plan.trials(state) - plan.gaps(state) };
    return replayer(used, (known) => fold(plan.onCells, loss(known)));
  }
  const race = createRoundsRace({ ...settings, rule }, worstUnlessCompleted);
  return replayer(race, (known) => fold(race.onColumns, (replicate) => known[replicate] as Float64Array));
}

interface Folded<State> {
  readonly state: State;
  readonly decisions: readonly Decision[];
}

/** A race that counts what a table does not answer. */
interface Replayable<State> extends Race<State> {
  gaps(state: State): number;
}

function replayer<State>(race: Replayable<State>, run: (columns: readonly Float64Array[]) => Folded<State>): Replayer {
  const indexOf = new Map(race.facts.candidates.map((id, index) => [id, index]));
  return {
    race: (columns) => {
      const { state, decisions } = run(columns);
      return {
        description: race.description,
        decisions,
        end: race.endOf(state),
        missing: race.gaps(state),
        // Both take longer than many a race, and not everybody asks.
        standings: () => race.standings(state),
        answer: () => race.answer(state),
      };
    },
    choose: (columns) => {
      const { state } = run(columns);
      const choice = race.choice(state);
      return {
        trials: race.trials(state),
        choice: choice === undefined ? undefined : indexOf.get(choice),
        set: race.survivors(state).map((id) => indexOf.get(id) as number),
        end: race.endOf(state),
      };
    },
  };
}

function fold<State, Ask, Answer>(plan: Plan<State, Ask, Answer>, answer: (ask: Ask) => Answer): Folded<State> {
  const folded = new Fold(plan);
  const decisions: Decision[] = [];
  while (folded.end === undefined) {
    const progress = folded.advance();
    for (const decision of progress.decisions) decisions.push(decision);
    for (const { number, ask } of progress.slots) folded.settle(number, answer(ask));
  }
  return { state: folded.state, decisions };
}
