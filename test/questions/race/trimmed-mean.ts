/**
 * @file A criterion that is none of the built-in ones, in the one file that a criterion is: the mean without the best and the
 * worst share of the losses (Tukey and McLaughlin 1963, Sankhya A 25:331-352). So many diverged trainings it bears.
 */
import { type KnownCriterion, NOT_CALIBRATED, withShare } from '../../../src/stats/criteria/criterion.js';

export const trimmedMean = withShare(
  'trimmed',
  'trimmed0.2 = the mean without the best and the worst fifth',
  (share) => share > 0 && share < 0.5,
  (share): KnownCriterion => ({
    name: `trimmed${share}`,
    kind: 'location',
    minimumTrials: 1,
    evaluate: (losses) => {
      const ordered = Float64Array.from(losses).sort();
      const weights = weightsOf(share, ordered.length);
      return ordered.reduce((so, loss, rank) => so + (weights[rank] === 0 ? 0 : loss * (weights[rank] as number)), 0);
    },
    divergence: 'share',
    scoreName: `trimmed${share}`,
    negatedForScores: true,
    statistic: {
      id: JSON.stringify({ of: 'trimmed', share }),
      weights: (n) => weightsOf(share, n),
      ofLaw: ({ quantile, tailSum }) => (tailSum(quantile(share)) - tailSum(quantile(1 - share))) / (1 - 2 * share),
      error: 'resampling',
      isBounded: true,
      bears: share,
      pivot: { calibrated: () => NOT_CALIBRATED, scale: 'error' },
      race: {
        as: 'location',
        normal: 0,
        diverging: { bears: share, among: (quantileOf, diverged) => among(share, quantileOf, diverged) },
      },
    },
    words: ({ word, name, share: told }) => ({
      figure: `${name} of the ${word}`,
      meaning: `The mean without the best and the worst ${told(share)} of all trainings`,
    }),
  }),
);

/** The whole losses that are left over at each end, as SciPy's `trim_mean` cuts them. */
function weightsOf(share: number, n: number): Float64Array {
  const cut = Math.floor(share * n);
  return new Float64Array(n).fill(1 / (n - 2 * cut), cut, n - cut);
}

const POINTS = 200;

/** The mean of quantiles between the two shares; its derivative by parts. */
function among(share: number, quantileOf: (probability: number) => number, diverged: number) {
  const kept = 1 - 2 * share;
  const at = (probability: number) => quantileOf(probability / (1 - diverged));
  let value = 0;
  for (let point = 0; point < POINTS; point++) value += at(share + (kept * (point + 0.5)) / POINTS) / POINTS;
  const ends = ((1 - share) * at(1 - share) - share * at(share)) / kept;
  return { value, slope: (ends - value) / (1 - diverged) };
}
