/** @file The question that a race answers, in words: what is looked for, which way is better, and what its criterion means. */
import { findCriterion } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';

export interface QuestionInWords {
  /** `Which of 48 candidates has the lowest upper-quartile loss over retrainings?` */
  readonly text: string;
  /** What the criterion means, and which way is better, as whole sentences. */
  readonly definition: string;
}

export function questionOf(result: Result, largerIsBetter: boolean): QuestionInWords {
  const { candidates, criterion, direction } = result;
  const word = lossWord(result);
  const count = candidates.length;
  const { name } = criterion;
  const told = { word, isScore: direction === 'maximize', name, share: formatShare };
  const { figure, meaning } = findCriterion(criterion.onLosses)?.words(told) ?? {
    figure: `${name} of the ${word}`,
    meaning: `${name} is a criterion of your own`,
  };
  const best = largerIsBetter ? 'highest' : 'lowest';
  const text =
    count === 1
      ? `What is the ${figure} of the only candidate over retrainings?`
      : `Which of ${formatCount(count)} candidates has the ${best} ${figure} over retrainings?`;
  return { text, definition: `${meaning}. ${largerIsBetter ? 'Higher' : 'Lower'} is better.` };
}
