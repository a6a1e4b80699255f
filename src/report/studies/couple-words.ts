/** @file Says what a study of coupled effects found: what decides most, what couples, and where the sample gives way to the weights. */
import type { CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { accidentTexts, hasTrained } from './couple-collapse-words.js';
import { couplingTexts, determinantsText } from './couple-effect-words.js';
import { levelsName, partText } from './couple-names.js';
import { alsoTexts, designSentence, nextStep } from './couple-screen.js';
import { capital, type StudyWords } from './study-words.js';

export const COUPLE_WORDS: StudyWords<CoupleAnalysis> = {
  title: 'coupled effects',
  sets: ({ table, candidates, distributions }, named) =>
    distributions.map((distribution, place) => {
      const { levels, size } = table.cells[place] as CoupleAnalysis['table']['cells'][number];
      const candidate = candidates[Math.floor(place / table.sizes.length)] as string;
      return { ...named(candidate, `${size} examples`, distribution), subject: levelsName(table, levels) };
    }),
  finding: (analysis, figure) =>
    [determinantsText(analysis, figure), ...couplingTexts(analysis, figure)].map(capital).join('. '),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'At the largest size samples' },
  seedNotices: ({ ignored }) =>
    ignored.map((stream) => `The trainer does not use ${partText(stream)}: whatever its index, the same comes out.`),
  accidents: accidentTexts,
  also: (analysis, figure) => alsoTexts(analysis, figure),
  rests: (analysis) => (hasTrained(analysis) ? [`Design: ${designSentence(analysis)}.`] : []),
  next: nextStep,
};
