/** @file Says what was wrong with predictions that a trainer of the user's gave: the loss counts, and nothing is kept of the rest. */
import type { Executor } from '../core/index.js';
import { withOutcomeGate } from './outcome-gate.js';

/** The same executor; the first flaw is told of, since the trainings of a run have one trainer. It is no part of an outcome that is kept. */
export function tellingFlaws(executor: Executor, warn: (text: string) => void): Executor {
  let isTold = false;
  return withOutcomeGate(executor, ({ predictionsFlaw: flaw, ...outcome }) => {
    if (flaw !== undefined && !isTold) {
      isTold = true;
      const { candidate, streams } = outcome.trial;
      warn(
        `the predictions that the trainer gave are not kept: ${flaw} (candidate ${candidate}, replicate ${streams.init}; ` +
          'others may be as it). Losses count as ever',
      );
    }
    return outcome;
  });
}
