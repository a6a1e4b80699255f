/** @file Says in one sentence what a study found. */
import { hasNothingWorked, neverWorkedPhrase, nothingWorkedText } from './never-worked.js';
import type { StudyInput } from './study-input.js';
import { wordsOf } from './study-kinds.js';

/** One line, no full stop at its end. */
export function headlineOfStudy(input: StudyInput): string {
  if (hasNothingWorked(input)) return nothingWorkedText(input);
  const { header, analysis, figure } = input;
  const nameOf = (id: string): string => {
    const label = header.candidates.find((candidate) => candidate.id === id)?.label ?? '';
    return label === '' || label === 'the only candidate' ? id : `${id} (${label})`;
  };
  return [wordsOf(analysis).finding(analysis, figure, nameOf), ...neverWorkedPhrase(input, nameOf)].join('; ');
}
