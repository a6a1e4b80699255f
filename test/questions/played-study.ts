/** @file Plays a study to its end with made-up losses, as the loop would. */
import { Fold, type Outcome, type Plan, type Trial } from '../../src/core/index.js';
import type { StudyState } from '../../src/questions/common/plan/index.js';

/** A loss, or the status of a trial that gave none. */
export type Played = number | 'failed' | 'diverged';

export interface Play {
  readonly outcomes: readonly Outcome[];
  /** Trials of each round. */
  readonly rounds: readonly (readonly Trial[])[];
}

export function playStudy(plan: Plan<StudyState>, lossOf: (trial: Trial) => Played): Play {
  const fold = new Fold(plan);
  const rounds: (readonly Trial[])[] = [];
  while (fold.end === undefined) {
    const { slots, decisions } = fold.advance();
    if (decisions.length > 0) throw new Error('a study decides nothing');
    if (slots.length > 0) rounds.push(slots.map(({ ask }) => ask));
    for (const { number, ask } of slots) fold.settle(number, outcomeOf(ask, lossOf(ask)));
  }
  return { outcomes: fold.state.outcomes, rounds };
}

export function outcomeOf(trial: Trial, played: Played): Outcome {
  const loss = typeof played === 'number' ? played : Number.POSITIVE_INFINITY;
  const status = typeof played === 'number' ? 'completed' : played;
  const failure = played === 'failed' ? { failure: { kind: 'exception', message: 'It failed.' } } : {};
  return { trial, status, loss, metrics: { double: 2 * loss }, lossPerEpoch: [], seconds: 1, ...failure };
}
