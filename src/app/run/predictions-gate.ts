/**
 * @file Says which predictions are not kept: those that a trainer of the user's gave and that were wrong (the loss counts all the same),
 * and those of fresh trainings that ended before any were kept.
 */
import { type Executor, isPredictionsArtifact, type Outcome } from '../../core/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import type { Prepared } from '../questions/question-kind.js';
import { withOutcomeGate } from '../workers/outcome-gate.js';

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

/**
 * Undefined where none are wanted or none are missing. A trainer of the user's that never gave any is not asked for them again.
 * @param outcomes those that the answer rests on.
 */
export function missingPredictions(
  { predictionsFrom, backend: { engine } }: Pick<Prepared, 'predictionsFrom' | 'backend'>,
  outcomes: readonly Outcome[],
): string | undefined {
  if (predictionsFrom === undefined) return undefined;
  const fresh = outcomes.filter(({ trial, status }) => isFresh(trial) && status === 'completed');
  const lacking = fresh.filter(({ artifacts = {} }) => !Object.keys(artifacts).some(isPredictionsArtifact));
  const givesAny = engine !== undefined || lacking.length < fresh.length;
  if (lacking.length === 0 || !givesAny) return undefined;
  return (
    `the predictions of ${lacking.length} of ${fresh.length} fresh trainings are not kept: they were trained before, or with \`keep: { predictions: none }\`. ` +
    'To have them, train all again: the same command with --fresh, or with --out and another folder'
  );
}
