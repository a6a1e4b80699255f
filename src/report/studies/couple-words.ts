/** @file Says what a study of coupled effects found. */
import type { CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { formatQuantity } from '../number-text.js';
import type { StudyWords } from './study-words.js';

export const COUPLE_WORDS: StudyWords<CoupleAnalysis> = {
  title: 'coupled effects',
  sets: ({ table, candidates, distributions }, named) =>
    distributions.map((distribution, place) => {
      const { sizes } = table;
      const candidate = candidates[Math.floor(place / sizes.length)] as string;
      return named(candidate, `${sizes[place % sizes.length]} examples`, distribution);
    }),
  finding: ({ table: { factors, sizes, cells } }) =>
    `${formatQuantity(cells.length, 'cell')} of ${factors.map(({ name }) => name).join(' x ')} x ${formatQuantity(sizes.length, 'size')} were trained`,
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'At the largest size samples' },
  seedNotices: ({ ignored }) =>
    ignored.map((stream) => `The trainer does not use the stream ${stream}: whatever its index, the same comes out.`),
};
