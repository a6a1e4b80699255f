/** @file The interquartile range, a spread; and the upper quartile with the range added to it. Both are infinite where a loss is. */
import { requireCount } from '../moments.js';
import { interquartileRange, quantile, quantileWeights } from '../quantile.js';
import { named } from './known.js';

const calibrated = () => ({ least: 5, most: Number.POSITIVE_INFINITY });

export const iqrCriterion = named({
  name: 'iqr',
  evaluate: (losses) => {
    requireCount(losses, 2, 'iqr');
    return interquartileRange(losses);
  },
  weights: (n) => quartileWeights(n, 1),
  ofLaw: (law) => law.quantile(0.75) - law.quantile(0.25),
  pivot: { calibrated, scale: 'logarithms' },
  words: ({ word }) => ({
    figure: `interquartile range of the ${word}`,
    meaning: 'The middle half of all trainings differ by so much at most',
  }),
});

export const q3PlusIqrCriterion = named({
  name: 'q3+iqr',
  scoreName: 'q1-iqr',
  evaluate: (losses) => quantile(losses, 0.75) + interquartileRange(losses),
  weights: (n) => quartileWeights(n, 2),
  ofLaw: (law) => 2 * law.quantile(0.75) - law.quantile(0.25),
  pivot: { calibrated, scale: 'error' },
  words: ({ word, isScore, name }) => ({
    figure: `${name} of the ${word}`,
    meaning: isScore
      ? 'The lower quartile, less the interquartile range'
      : 'The upper quartile, and the interquartile range added to it',
  }),
});

/** Of `upper` times the upper quartile less the lower one. */
function quartileWeights(n: number, upper: number): Float64Array {
  const lower = quantileWeights(n, 0.25);
  return quantileWeights(n, 0.75).map((weight, rank) => upper * weight - (lower[rank] as number));
}
