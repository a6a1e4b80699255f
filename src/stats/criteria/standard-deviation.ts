/** @file The standard deviation of the losses, compared by its logarithm. */
import { momentsAbout, standardDeviation } from '../moments.js';
import type { Measured } from './criterion.js';
import { named } from './known.js';

export const stdCriterion = named({
  name: 'std',
  evaluate: standardDeviation,
  ofLaw: (law) => law.std,
  pivot: { calibrated: () => ({ least: 8, most: Number.POSITIVE_INFINITY }), scale: 'logarithms', measure },
  words: ({ word }) => ({
    figure: `standard deviation of the ${word}`,
    meaning: `How far the ${word} of a training typically lies from the mean`,
  }),
});

/** The standard error of the logarithm, by the sample's own kurtosis (Bonett 2006, doi 10.1016/j.csda.2004.10.003). */
function measure(ordered: Float64Array): Measured {
  const n = ordered.length;
  const { squares, fourths } = momentsAbout(ordered);
  if (squares === 0) return { estimate: 0, scale: 0 };
  const kurtosis = (n * fourths) / squares ** 2;
  const excess = Math.max(kurtosis - (n - 3) / n, 0.001);
  return { estimate: Math.sqrt(squares / (n - 1)), scale: Math.sqrt(excess / (n - 1)) / 2 };
}
