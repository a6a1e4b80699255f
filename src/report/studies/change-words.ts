/** @file Says whether a change is real, by how much, and what to do next, in the same words everywhere. */
import type { ChangeAnalysis } from '../../questions/change/plan/index.js';
import { formatDuration, formatQuantity, formatValue } from '../number-text.js';
import { placeText, shareText } from './assure-words.js';
import type { StudyInput } from './study-input.js';
import { type ScreenNeeds, type StudyWords, withTrials } from './study-words.js';

export const CHANGE_WORDS: StudyWords<ChangeAnalysis> = {
  title: 'is the change real',
  sets: ({ new: fresh, old }, named) => [
    named(fresh.candidate, 'new', fresh.distribution),
    named(old.candidate, 'old', old.distribution),
  ],
  finding: (analysis, figure, nameOf) =>
    `${FINDINGS[analysis.verdict]}: ${figuresText(analysis, figure, nameOf)}${becauseText(analysis)}`,
  pool: () => null,
  needsSpread: false,
  accidents: accidentTexts,
  unfinished: () =>
    'Its pairs ended before the question was answered. The same command with more of them goes on from here.',
  screen: screenLines,
  saidOnScreen: ['unfinished'],
};

const FINDINGS: Readonly<Record<ChangeAnalysis['verdict'], string>> = {
  real: 'The change is real',
  'not shown': 'The change is not shown to be real',
  undecided: 'Undecided whether the change is real',
};

/** `c1 (width=2) has a q3 of the loss of 0.2310, c2 (old.yaml) 0.2540`. */
function figuresText(
  { new: fresh, old, criterion }: ChangeAnalysis,
  figure: string,
  nameOf: ScreenNeeds['nameOf'],
): string {
  return `${nameOf(fresh.candidate)} has a ${criterion} of the ${figure} of ${formatValue(fresh.value)}, ${nameOf(old.candidate)} of ${formatValue(old.value)}`;
}

function becauseText({ because, pairs }: ChangeAnalysis): string {
  switch (because) {
    case 'worse':
      return '; the new one is worse, beyond the same doubt';
    case 'behind':
      return `; after ${formatQuantity(pairs, 'pair')} the new one is not ahead`;
    case 'pairs':
      return `; ${formatQuantity(pairs, 'pair')} do not tell them apart`;
    case null:
      return '';
  }
}

function accidentTexts({ new: fresh, old, pairs }: ChangeAnalysis): string[] {
  if (fresh.unfinished + old.unfinished === 0) return [];
  return [
    `Of ${formatQuantity(pairs, 'training')} of each, ${fresh.unfinished} of the new one and ${old.unfinished} of the old one failed or diverged: these count as the worst there is.`,
  ];
}

/** At most eight lines of 80 columns. */
function screenLines(analysis: ChangeAnalysis, input: StudyInput, { nameOf, folder }: ScreenNeeds): string[] {
  const { verdict, new: fresh, old, criterion, better, pairs, error } = analysis;
  const seconds = input.outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  const sure = `with an error of at most ${shareText(error)} over all looks`;
  const answers = {
    real: `the change is real, ${sure}`,
    'not shown': `not shown${becauseText(analysis)}`,
    undecided: `undecided after ${formatQuantity(pairs, 'pair')}`,
  };
  return [
    `Asked: has ${nameOf(fresh.candidate)} a ${better} ${criterion} of the ${input.figure} than ${nameOf(old.candidate)}?`,
    `Found: ${formatValue(fresh.value)} against ${formatValue(old.value)}, in ${formatQuantity(pairs, 'pair')} of trainings (${lookText(analysis)}).`,
    `Answer: ${answers[verdict]}.`,
    `Cost: ${formatQuantity(input.outcomes.length, 'training')}, ${formatDuration(seconds)} of training.${placeText(folder, input)}`,
    ...nextLines(analysis, input, folder),
  ];
}

function lookText({ pairs, look, pValue, threshold }: ChangeAnalysis): string {
  if (pairs < look) return `next look at ${look}`;
  return `p ${pValue < 0.001 ? '< 0.001' : `= ${formatValue(pValue, 2)}`}; here ${threshold} counts`;
}

function nextLines(
  { verdict, because, most }: ChangeAnalysis,
  { command, status }: StudyInput,
  folder: string | undefined,
): string[] {
  if (status === 'running') return [];
  if (verdict === 'undecided') return ['Next: the same command goes on, with a larger budget.'];
  if (because === 'pairs')
    return [`Next: ${command === null ? `set trials to ${3 * most}` : withTrials(command, 3 * most)}`];
  return folder === undefined ? [] : [`Next: surefoot log ${folder}`];
}
