/** @file A race on losses that are known already: the fold of the race, with a table that answers. */
import { type Decision, Fold, type JsonObject, type Plan } from '../../../core/index.js';
import { createAdaptivePlan } from './adaptive/adaptive-plan.js';
import type { RaceAnswer } from './answer-schema.js';
import { worstUnlessCompleted } from './plan-race.js';
import type { Race, RaceEnd, Standing } from './race.js';
import type { RaceSettings } from './race-settings.js';
import { createRoundsRace } from './rounds-race.js';
import { lossesAsked } from './rounds-state.js';

/** Losses of candidates on replicates: one column per replicate, indexed as `candidates`; NaN where there is none. */
export interface LossTable {
  readonly candidates: readonly string[];
  /** Finite, Infinity (diverged) or NaN (no such trial). */
  readonly columns: readonly Float64Array[];
  /** By column, the kind of failure of trainings that failed, indexed as `candidates`; absent if none is known. */
  readonly failures?: readonly (readonly (string | undefined)[])[];
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
  /**
   * By candidate: the race asked for so many of the columns, from the first one on. It went on without what the table does not
   * have.
   */
  readonly asked: Int32Array;
  standings(): readonly Standing[];
  /** Undefined where the table ends before the first decision. */
  answer(): RaceAnswer | undefined;
}

/** The same in few words, for races by the hundred. */
interface ReplayedChoice {
  /** Trials of the table that were used. */
  readonly trials: number;
  /** Index; undefined without a winner. */
  readonly winner: number | undefined;
  /** Indices of those that may still be chosen, the winner first. */
  readonly set: readonly number[];
  /** In units of the loss; undefined under a rule that states none. */
  readonly tolerance: number | undefined;
  readonly end: RaceEnd;
}

/**
 * Races the table's candidates on its replicates in order, until the race ends by itself or the replicates do. Columns may
 * be shared with what is returned. Throws an InputError for settings that do not fit the table, and for gaps the rule cannot
 * bridge.
 */
export function replayRace(settings: ReplaySettings, table: LossTable): Replay {
  return createReplay(settings, table).race(table);
}

/** What is raced on: the table's columns, in any order. */
type OrderedLosses = Omit<LossTable, 'candidates'>;

/** A race that is run again and again on the table's columns in other orders. */
interface Replayer {
  race(losses: OrderedLosses): Replay;
  choose(losses: OrderedLosses): ReplayedChoice;
}

/** Throws an InputError for settings that do not fit the table. */
export function createReplay(given: ReplaySettings, { candidates, columns }: LossTable): Replayer {
  const { recorded = true, maxReplicates = columns.length } = given;
  const settings = { ...given, candidates, finalTrials: 0, maxReplicates };
  const { rule } = settings;
  if (rule.kind === 'adaptive') {
    const plan = createAdaptivePlan({ ...settings, rule, recorded }, worstUnlessCompleted);
    return replayer(plan, ({ columns: known, failures }) =>
      fold(plan.onCells, ({ candidate, replicate }) => ({
        loss: known[replicate]?.[candidate] ?? Number.NaN,
        failure: failures?.[replicate]?.[candidate],
      })),
    );
  }
  const race = createRoundsRace({ ...settings, rule }, worstUnlessCompleted);
  return replayer(race, ({ columns: known, failures }) =>
    fold(race.onColumns, (replicate) => ({
      losses: known[replicate] as Float64Array,
      failures: failures?.[replicate],
    })),
  );
}

interface Folded<State> {
  readonly state: State;
  readonly decisions: readonly Decision[];
}

/** A race that knows which cells of a table it asked for. */
interface Replayable<State> extends Race<State> {
  asked(state: State): Int32Array;
}

function replayer<State>(race: Replayable<State>, run: (losses: OrderedLosses) => Folded<State>): Replayer {
  const indexOf = new Map(race.facts.candidates.map((id, index) => [id, index]));
  return {
    race: (losses) => {
      const { state, decisions } = run(losses);
      return {
        description: race.description,
        decisions,
        end: race.endOf(state),
        asked: race.asked(state),
        // Both take longer than many a race, and are not always asked for.
        standings: () => race.standings(state),
        answer: () => race.answer(state),
      };
    },
    choose: (losses) => {
      const { state } = run(losses);
      const winner = race.winner(state);
      return {
        trials: lossesAsked(losses.columns, race.asked(state)),
        winner: winner === undefined ? undefined : indexOf.get(winner),
        set: race.survivors(state).map((id) => indexOf.get(id) as number),
        tolerance: race.tolerance(state),
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
