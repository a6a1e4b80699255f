/** @file The kinds of study as people read of them: one line each, without which a study does not compile. */
import type { RunHeader } from '../../core/index.js';
import type { StudyAnalysis, StudyName } from '../../questions/index.js';
import { ASSURE_WORDS } from './assure-words.js';
import { CHANGE_WORDS } from './change-words.js';
import { COMPARE_WORDS } from './compare-words.js';
import { COUPLE_WORDS } from './couple-words.js';
import { CURVE_WORDS } from './curve-words.js';
import { MEASURE_WORDS } from './measure-words.js';
import type { NamedSet, StudyWords } from './study-words.js';

const WORDS: { readonly [Name in StudyName]: StudyWords<Extract<StudyAnalysis, { readonly kind: Name }>> } = {
  measure: MEASURE_WORDS,
  curve: CURVE_WORDS,
  compare: COMPARE_WORDS,
  couple: COUPLE_WORDS,
  assure: ASSURE_WORDS,
  change: CHANGE_WORDS,
};

/** Of the study that found this. */
export function wordsOf({ kind }: StudyAnalysis): StudyWords<StudyAnalysis> {
  return WORDS[kind];
}

/** Every set of trials that the study describes: the rows of its tables. */
export function namedSets(analysis: StudyAnalysis, { candidates }: Pick<RunHeader, 'candidates'>): readonly NamedSet[] {
  const labels = new Map(candidates.map(({ id, label }) => [id, label]));
  return wordsOf(analysis).sets(analysis, (candidate, set, distribution) => {
    return { candidate, label: labels.get(candidate) ?? '', set, distribution };
  });
}
