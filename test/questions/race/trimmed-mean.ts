/**
 * @file A criterion that is none of the built-in ones, in the one file that a criterion is: the mean without the best and the
 * worst share of the losses (Tukey and McLaughlin 1963, Sankhya A 25:331-352). So many diverged trainings it bears.
 */
import { withShare } from '../../../src/stats/criteria/known.js';

export const trimmedMean = withShare(
  'trimmed',
  'trimmed0.2 = the mean without the best and the worst fifth',
  (share) => share > 0 && share < 0.5,
  (share) => ({
    name: `trimmed${share}`,
    // The whole losses that are left over at each end, as SciPy's `trim_mean` cuts them.
    weights: (n) => {
      const cut = Math.floor(share * n);
      return new Float64Array(n).fill(1 / (n - 2 * cut), cut, n - cut);
    },
    ofLaw: ({ quantile, tailSum }) => (tailSum(quantile(share)) - tailSum(quantile(1 - share))) / (1 - 2 * share),
    words: ({ word, name, share: told }) => ({
      figure: `${name} of the ${word}`,
      meaning: `The mean without the best and the worst ${told(share)} of all trainings`,
    }),
  }),
);
