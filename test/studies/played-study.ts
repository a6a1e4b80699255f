/** @file Plays a study to its end with made-up losses, as the loop would. */
import type { Outcome, Plan, Trial } from '../../src/core/index.js';
import type { StudyState } from '../../src/studies/index.js';

/** A loss, or the status of a trial that gave none. */
export type Played = number | 'failed' | 'diverged';

export interface Play {
  readonly outcomes: readonly Outcome[];
  /** Trials of each round. */
  readonly rounds: readonly (readonly Trial[])[];
}

export function playStudy(plan: Plan<StudyState>, lossOf: (trial: Trial) => Played): Play {
  let state = plan.initialState;
  const rounds: (readonly Trial[])[] = [];
  for (;;) {
    const next = plan.planNext(state);
    if (next.kind === 'finished') return { outcomes: state.outcomes, rounds };
    rounds.push(next.trials);
    const { state: after, decisions } = plan.applyOutcomes(
      state,
      next.trials.map((trial) => outcomeOf(trial, lossOf(trial))),
    );
    if (decisions.length > 0) throw new Error('a study decides nothing');
    state = after;
  }
}

export function outcomeOf(trial: Trial, played: Played): Outcome {
  const loss = typeof played === 'number' ? played : Number.POSITIVE_INFINITY;
  const status = typeof played === 'number' ? 'completed' : played;
  return { trial, status, loss, metrics: { double: 2 * loss }, lossPerEpoch: [], seconds: 1 };
}
