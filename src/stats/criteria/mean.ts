/** @file The mean: its differences have Student's t, and its error takes nothing of the shape of the losses. */
import { mean, momentsAbout, skewReach } from '../moments.js';
import { named } from './known.js';

/** Twice what the first term of the expansion gives at t = 2, because a sample shows about half of a large skew. */
const BY_SKEW = 1.6;

export const meanCriterion = named({
  name: 'mean',
  evaluate: mean,
  weights: (n) => new Float64Array(n).fill(1 / n),
  ofLaw: (law) => law.mean,
  pivot: {
    calibrated: () => ({ least: 3, most: Number.POSITIVE_INFINITY }),
    scale: 'error',
    measure: (ordered) => {
      const n = ordered.length;
      const { center, squares, cubes } = momentsAbout(ordered);
      const reach = [skewReach(-cubes, squares, BY_SKEW), skewReach(cubes, squares, BY_SKEW)] as const;
      return { estimate: center, scale: Math.sqrt(squares / ((n - 1) * n)), reach };
    },
  },
  words: ({ word }) => ({ figure: `mean ${word}`, meaning: 'The mean over trainings with fresh randomness' }),
});
