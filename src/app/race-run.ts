/** @file Runs a prepared race to its end, or to the end of its budget. */
import { isFailure, type Question, type Store, type Trial } from '../core/index.js';
import type { RunEvent } from '../execution/index.js';
import type { EndStatus, ReportView, Result } from '../report/index.js';
import { concludeRace } from './conclude-race.js';
import { candidatesInRaces, trialsOfInterest } from './kept-artifacts.js';
import { type PlanRunEvent, type PlanRunOptions, runPrepared } from './plan-run.js';
import type { PreparedRace } from './prepare-race.js';

/** What a progress display listens to. */
export type RaceEvent = PlanRunEvent;

export interface RaceOutcome {
  readonly status: EndStatus | 'interrupted';
  /** Null when interrupted: the log is resumable and nothing was concluded. */
  readonly result: Result | null;
  readonly view: ReportView | null;
  readonly model: Uint8Array | null;
}

export async function runRace(prepared: PreparedRace, options: PlanRunOptions): Promise<RaceOutcome> {
  const { status, conclusion } = await runPrepared(
    prepared,
    {
      plan: prepared.race,
      statusOf: (state) => prepared.race.endOf(state),
      discarded: trialsOfEliminated,
      kept: trialsOfInterest,
      conclude: ({ question, status: ended, state, needs, code }) =>
        concludeRace(prepared, question, { status: ended, state, code }, needs, options),
    },
    options,
  );
  return { status, ...(conclusion ?? { result: null, view: null, model: null }) };
}

/** What failed trials left is kept: it says why they failed. */
function trialsOfEliminated(event: RunEvent, question: Question, store: Store): Trial[] {
  if (event.kind !== 'decision' || event.replayed) return [];
  const racing = candidatesInRaces(store);
  const left = new Set(event.decision.eliminated.filter((id) => !racing.has(id)));
  return question
    .outcomes()
    .flatMap((outcome) => (left.has(outcome.trial.candidate) && !isFailure(outcome) ? [outcome.trial] : []));
}
