/** @file Outcomes for the trials of a race, from a table of losses, as an executor would give them. */
import type { Decision, Outcome, Trial } from '../../src/core/index.js';
import type { Race } from '../../src/selection/index.js';

export type LossOf = (candidate: string, replicate: number) => number;

export function outcomeOf(trial: Trial, loss: number): Outcome {
  const status = Number.isFinite(loss) ? 'completed' : 'diverged';
  return { trial, status, loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
}

/** Runs a race from its first to its last round. */
export function runRace(race: Race, lossOf: LossOf) {
  let state = race.initialState;
  const decisions: Decision[] = [];
  const trials: Trial[] = [];
  for (let next = race.planNext(state); ; next = race.planNext(state)) {
    if (next.kind === 'finished') return { state, decisions, trials, reason: next.reason };
    trials.push(...next.trials);
    const outcomes = next.trials.map((trial) => outcomeOf(trial, lossOf(trial.candidate, trial.streams.init)));
    const applied = race.applyOutcomes(state, outcomes);
    state = applied.state;
    decisions.push(...applied.decisions);
  }
}
