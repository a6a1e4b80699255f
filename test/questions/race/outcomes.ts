/** @file Outcomes for the trials of a race, from a table of losses, as an executor would give them. */
import { type Decision, Fold, type Outcome, type Trial } from '../../../src/core/index.js';
import type { Race } from '../../../src/questions/race/plan/index.js';

export type LossOf = (candidate: string, replicate: number) => number;

export function outcomeOf(trial: Trial, loss: number): Outcome {
  const status = Number.isFinite(loss) ? 'completed' : 'diverged';
  return { trial, status, loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
}

/** Runs a race to its end, or to that of a budget of so many trials. */
export function runRace<State>(race: Race<State>, lossOf: LossOf, limit = Number.POSITIVE_INFINITY) {
  const fold = new Fold(race, limit);
  const decisions: Decision[] = [];
  const trials: Trial[] = [];
  while (fold.end === undefined) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    for (const { number, ask } of progress.slots) {
      trials.push(ask);
      fold.settle(number, outcomeOf(ask, lossOf(ask.candidate, ask.streams.init)));
    }
  }
  return { state: fold.state, decisions, trials, end: race.endOf(fold.state) };
}
