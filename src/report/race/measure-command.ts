/** @file The command that tells apart what a race moves together, and what the experiment lacks for it. */
import { type JsonObject, jointMeaning, quoteArgument, type RunHeader } from '../../core/index.js';
import type { MeasureAdvice } from '../predictions/prediction-words.js';
import { anotherQuestion } from '../studies/study-words.js';

/** Null where nobody typed the race. `candidate`: of what is measured. */
export function measureAdvice(
  { experiment }: Pick<RunHeader, 'experiment'>,
  typed: string | null,
  candidate: string | undefined,
): MeasureAdvice | null {
  const measure = anotherQuestion(typed, 'measure', []);
  if (measure === null) return null;
  return {
    command: candidate === undefined ? measure : `${measure} --candidate ${quoteArgument(candidate)}`,
    keepsAll: keepsAll(experiment),
  };
}

/** As the experiment said when the race began; one that compares predictions keeps them all. */
function keepsAll({ keep, race }: JsonObject): boolean {
  const { predictions } = (keep ?? {}) as { readonly predictions?: string };
  return (
    predictions === 'all' || jointMeaning((race as { readonly metric?: string } | undefined)?.metric) !== undefined
  );
}
