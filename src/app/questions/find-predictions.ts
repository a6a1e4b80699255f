/** @file Finds what retrainings of a question predict when it is concluded, for its page. */
import { type Candidate, InputError } from '../../core/index.js';
import type { Slices } from '../../experiment/index.js';
import type { PredictionRecord } from '../../report/index.js';
import { keptPredictionsOf, type PredictingCandidate } from './kept-predictions.js';
import { predictionRecordOf } from './prediction-record-of.js';
import type { Means, Position } from './question-kind.js';

/** Nothing to be said, and no fault: nobody kept any, or one training alone. */
const SILENT: ReadonlySet<string> = new Set(['predictions-none', 'predictions-alone']);

/** The first candidate is the winner of a race. Undefined where nothing was kept; `needs.warn` hears of what does not fit together. */
export function findPredictions(
  { question }: Pick<Position, 'question'>,
  candidates: readonly PredictingCandidate[],
  slices: Slices | undefined = {},
  { backend: { dataset }, needs: { warn }, predictionsOf }: Means,
): PredictionRecord | undefined {
  const { name, plan } = question.header;
  try {
    const kept = keptPredictionsOf({
      candidates,
      outcomes: question.usedOutcomes(),
      predictionsOf,
      dataset,
      least: 2,
    });
    return predictionRecordOf(kept, {
      name,
      run: null,
      question: String(plan.kind),
      dataset,
      slices,
      slicesFrom: 'slices',
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (!SILENT.has(error.code)) warn(`What retrainings predict is not shown: ${error.what}`);
    return undefined;
  }
}

/** The winner and its rivals, as many as the result shows. */
export const MOST_SHOWN = 10;

/** Of a study, as its plan has them. */
export function predictingOf(candidates: readonly Candidate[]): readonly PredictingCandidate[] {
  return candidates.slice(0, MOST_SHOWN).map(({ id, label }) => ({ id, label, isWinner: false }));
}
