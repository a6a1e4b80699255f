/** @file Says how much the losses of equal trainings differ. */
import type { StudyAnalysis } from '../../questions/index.js';
import { formatValue } from '../number-text.js';
import { criterionOf, type StudyWords } from './study-words.js';

type SteadinessAnalysis = Extract<StudyAnalysis, { readonly kind: 'steadiness' }>;

export const STEADINESS_SHOWN: StudyWords<SteadinessAnalysis> = {
  title: 'how much equal trainings differ',
  sets: ({ candidates }, named) =>
    candidates.map(({ candidate, distribution }) => named(candidate, 'replicates', distribution)),
  finding: ({ candidates }, figure, nameOf) =>
    candidates
      .map(({ candidate, distribution }) => {
        const spread = criterionOf(distribution, 'std')?.value;
        return `${nameOf(candidate)}: standard deviation of the ${figure} ${spread === undefined ? 'unknown' : formatValue(spread)}`;
      })
      .join('; '),
  pool: () => null,
};
