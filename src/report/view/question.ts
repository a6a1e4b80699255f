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
  const told = { word: lossWord(result), isScore: direction === 'maximize' };
  const { word } = told;
  const count = candidates.length;
  const statistic = findCriterion(criterion.onLosses)?.statistic;
  const { figure, meaning } =
    statistic === undefined
      ? { figure: `${criterion.name} of the ${word}`, meaning: `${criterion.name} is a criterion of your own` }
      : describe(statistic, told, criterion.name);
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

interface Told {
  readonly word: string;
  /** True where a higher one is better. */
  readonly isScore: boolean;
}

/** Of a statistic of losses, told about what people see: a score is a loss turned round. */
function describe(statistic: Statistic, told: Told, name: string): Figure {
  const { word, isScore } = told;
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
      return {
        figure: `${name} of the ${word}`,
        meaning: isScore
          ? 'The lower quartile, less the interquartile range'
          : 'The upper quartile, and the interquartile range added to it',
      };
    case 'shortfall':
      return {
        figure: `mean ${word} of the worst ${formatShare(statistic.share)}`,
        meaning: `The mean over the worst ${formatShare(statistic.share)} of all trainings (${name})`,
      };
    case 'quantile':
      return quantileFigure(statistic.probability, told, name);
  }
}

function quantileFigure(probability: number, { word, isScore }: Told, name: string): Figure {
  const than = isScore ? 'at or above' : 'at or below';
  if (probability === 1) return { figure: `worst ${word}`, meaning: `The ${word} of the worst training` };
  if (probability === 0) return { figure: `best ${word}`, meaning: `The ${word} of the best training` };
  if (probability === 0.5) return { figure: `median ${word}`, meaning: `Half of all trainings lie ${than} it` };
  if (probability === 0.75) {
    return {
      figure: `${isScore ? 'lower' : 'upper'}-quartile ${word}`,
      meaning: `Three of four trainings lie ${than} it (${name})`,
    };
  }
  return { figure: `${name} of the ${word}`, meaning: `${formatShare(probability)} of all trainings lie ${than} it` };
}
