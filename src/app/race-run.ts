/** @file Runs a prepared race to its end, or to the end of its budget. */
import type { EndStatus, ReportView, Result } from '../report/index.js';
import { type ConcludedRun, concludeRace } from './conclude-race.js';
import { trialsOfEliminated, trialsOfInterest } from './kept-artifacts.js';
import { type EndedPlan, type PlanRunEvent, type PlanRunOptions, runPrepared } from './plan-run.js';
import type { PreparedRace } from './prepare-race.js';
import { figureOfPlan, requireMetric } from './raced-figure.js';
import { progressOfRace } from './run-progress.js';

/** What a progress display listens to. */
export type RaceEvent = PlanRunEvent;

export interface RaceOutcome {
  readonly status: EndStatus | 'interrupted';
  /** Null when interrupted before the first outcome. */
  readonly result: Result | null;
  readonly view: ReportView | null;
  readonly model: Uint8Array | null;
}

export async function runRace(prepared: PreparedRace, options: PlanRunOptions): Promise<RaceOutcome> {
  const { folder } = options;
  const figure = figureOfPlan(prepared.race.description);
  const conclude = ({ question, status, state, needs, code, command }: EndedPlan<unknown, ConcludedRun['status']>) =>
    concludeRace(prepared, question, { status, state, code }, needs, {
      ...(folder === undefined ? {} : { folder }),
      ...(command === undefined ? {} : { command }),
    });
  const { status, conclusion } = await runPrepared(
    prepared,
    {
      plan: prepared.race,
      progress: progressOfRace(prepared),
      ...(figure === undefined ? {} : { check: (outcomes) => requireMetric(figure, outcomes) }),
      statusOf: (state) => prepared.race.endOf(state),
      discarded: (event, question, store) =>
        event.kind === 'decision' && !event.replayed
          ? trialsOfEliminated(event.decision.eliminated, question, store)
          : [],
      kept: trialsOfInterest,
      conclude,
      showInterrupted: conclude,
    },
    options,
  );
  return { status, ...(conclusion ?? { result: null, view: null, model: null }) };
}
