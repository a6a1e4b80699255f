/** @file The kinds of study as people read of them: one line each, without which a study does not compile. */
import type { RunHeader } from '../../core/index.js';
import type { StudyAnalysis, StudyName } from '../../questions/index.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { ASSURE_SHOWN } from './assure.js';
import { COMPARE_SHOWN } from './compare.js';
import { COUPLE_SHOWN } from './couple.js';
import { CURVE_SHOWN } from './curve.js';
import { KEEP_SHOWN } from './keep.js';
import { MEASURE_SHOWN } from './measure.js';
import type { StudyInput } from './study-input.js';
import type { NamedSet, ShownStudy, StudyWords } from './study-words.js';

const WORDS: { readonly [Name in StudyName]: StudyWords<Extract<StudyAnalysis, { readonly kind: Name }>> } = {
  measure: MEASURE_SHOWN,
  curve: CURVE_SHOWN,
  compare: COMPARE_SHOWN,
  couple: COUPLE_SHOWN,
  assure: ASSURE_SHOWN,
  keep: KEEP_SHOWN,
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

export function withSets(input: StudyInput): ShownStudy {
  const { header, analysis } = input;
  const names = nameCandidates(header.candidates);
  return { ...input, nameOf: (id) => shortName(names, id), sets: namedSets(analysis, header) };
}
