/** @file The mean: its differences have Student's t, and its error takes nothing of the shape of the losses. */
import { mean, momentsAbout } from '../moments.js';
import { named } from './criterion.js';

export const meanCriterion = named({
  name: 'mean',
  kind: 'location',
  minimumTrials: 1,
  evaluate: mean,
  divergence: 'infinite',
  scoreName: 'mean',
  negatedForScores: true,
  statistic: {
    id: JSON.stringify({ of: 'mean' }),
    weights: (n) => new Float64Array(n).fill(1 / n),
    ofLaw: (law) => law.mean,
    error: 'student',
    isBounded: true,
    bears: 0,
    pivot: {
      calibrated: () => ({ least: 3, most: Number.POSITIVE_INFINITY }),
      row: 'mean',
      scale: 'error',
      measure: (ordered) => {
        const n = ordered.length;
        const { center, squares } = momentsAbout(ordered);
        return { estimate: center, scale: Math.sqrt(squares / ((n - 1) * n)) };
      },
    },
    race: { as: 'location', normal: 0, isMean: true },
  },
  words: ({ word }) => ({ figure: `mean ${word}`, meaning: 'The mean over trainings with fresh randomness' }),
});
