/** @file Says in one sentence what a study found. */
import { formatCount, formatValue } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { hasNothingWorked, neverWorkedPhrase, nothingWorkedText } from './never-worked.js';
import type { StudyInput } from './study-input.js';
import { namedSets, wordsOf } from './study-kinds.js';

/** One line, no full stop at its end. */
export function headlineOfStudy(input: StudyInput): string {
  if (hasNothingWorked(input)) return nothingWorkedText(input);
  const { header, analysis, figure } = input;
  const names = nameCandidates(header.candidates);
  const nameOf = (id: string) => shortName(names, id);
  const finding = nothingDiffers(input) ?? wordsOf(analysis).finding(analysis, figure, nameOf);
  const told = [finding, ...neverWorkedPhrase(input, nameOf)].join('; ');
  // A label, and no name that must stay as it is.
  return told.replace(/^the only candidate/, 'The only candidate');
}

/** Where a study has nothing to go by; undefined where two figures of those that it rests on differ. */
export function nothingDiffers({ analysis, header, figure }: StudyInput): string | undefined {
  if (wordsOf(analysis).endsItself) return undefined;
  const losses = namedSets(analysis, header).flatMap(({ distribution }) => distribution.losses);
  const [first] = losses;
  if (first === undefined || losses.length < 2 || !Number.isFinite(first)) return undefined;
  if (losses.some((loss) => loss !== first)) return undefined;
  return `All ${formatCount(losses.length)} trainings gave the same ${figure} (${formatValue(first)}), so that nothing can be told apart`;
}
