/** @file The question that a race answers, in words: what is looked for, which way is better, and what its criterion means. */
import { findCriterion, type Statistic } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';

export interface Question {
  /** `Which of 48 candidates has the lowest upper-quartile loss over retrainings?` */
  readonly text: string;
  /** What the criterion means, and which way is better, as whole sentences. */
  readonly definition: string;
}

export function questionOf(result: Result, largerIsBetter: boolean): Question {
  const { candidates, criterion, direction } = result;
  const word = lossWord(direction);
  const count = candidates.length;
  const statistic = findCriterion(criterion.onLosses)?.statistic;
  const { figure, meaning } =
    statistic === undefined
      ? { figure: `${criterion.name} of the ${word}`, meaning: `${criterion.name} is a criterion of your own` }
      : describe(statistic, word, criterion.name);
  const best = largerIsBetter ? 'highest' : 'lowest';
  const text =
    count === 1
      ? `What is the ${figure} of the only candidate over retrainings?`
      : `Which of ${formatCount(count)} candidates has the ${best} ${figure} over retrainings?`;
  return { text, definition: `${meaning}. ${largerIsBetter ? 'Higher' : 'Lower'} is better.` };
}

interface Figure {
  readonly figure: string;
  readonly meaning: string;
}

/** Of a statistic of losses, told about what people see: a score is a loss turned round. */
function describe(statistic: Statistic, word: 'loss' | 'score', name: string): Figure {
  switch (statistic.of) {
    case 'mean':
      return { figure: `mean ${word}`, meaning: 'The mean over trainings with fresh randomness' };
    case 'std':
      return {
        figure: `standard deviation of the ${word}`,
        meaning: `How far the ${word} of a training lies from the mean, typically`,
      };
    case 'iqr':
      return {
        figure: `interquartile range of the ${word}`,
        meaning: `The middle half of all trainings differ by so much at most`,
      };
    case 'q3+iqr':
      return word === 'loss'
        ? { figure: `${name} of the loss`, meaning: 'The upper quartile, and the interquartile range added to it' }
        : { figure: `${name} of the score`, meaning: 'The lower quartile, less the interquartile range' };
    case 'shortfall':
      return {
        figure: `mean ${word} of the worst ${formatShare(statistic.share)}`,
        meaning: `The mean over the worst ${formatShare(statistic.share)} of all trainings (${name})`,
      };
    case 'quantile':
      return quantileFigure(statistic.probability, word, name);
  }
}

function quantileFigure(probability: number, word: 'loss' | 'score', name: string): Figure {
  const than = word === 'loss' ? 'at or below' : 'at or above';
  if (probability === 1) return { figure: `worst ${word}`, meaning: `The ${word} of the worst training` };
  if (probability === 0) return { figure: `best ${word}`, meaning: `The ${word} of the best training` };
  if (probability === 0.5) return { figure: `median ${word}`, meaning: `Half of all trainings lie ${than} it` };
  if (probability === 0.75) {
    return {
      figure: `${word === 'loss' ? 'upper' : 'lower'}-quartile ${word}`,
      meaning: `Three of four trainings lie ${than} it (${name})`,
    };
  }
  return { figure: `${name} of the ${word}`, meaning: `${formatShare(probability)} of all trainings lie ${than} it` };
}
