/** @file Fresh trainings that ended before their predictions were kept: what is said of them, and the way to have them. */
import { isPredictionsArtifact, type Outcome } from '../core/index.js';
import { isFresh } from '../questions/race/plan/index.js';
import type { Prepared } from './question-kind.js';

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
