/** @file A change: its sentence for each verdict, and what to do next. */
import { quoteArgument } from '../../core/index.js';
import type { ChangeAnalysis } from '../../questions/change/plan/index.js';
import { formatQuantity, formatValue } from '../number-text.js';
import { shareText } from './assure.js';
import type { StudyInput } from './study-input.js';
import { capital, type Namer, priceText, type StudyStep, type StudyWords, withOption } from './study-words.js';

export const CHANGE_SHOWN: StudyWords<ChangeAnalysis> = {
  title: 'is the change real',
  sets: ({ new: fresh, old }, named) => [
    named(fresh.candidate, 'new', fresh.distribution),
    named(old.candidate, 'old', old.distribution),
  ],
  finding: (analysis, figure, nameOf) =>
    `${FINDINGS[analysis.verdict]}: ${figuresText(analysis, figure, nameOf)}${becauseText(analysis)}`,
  pool: () => null,
  also: (analysis) => [`${capital(lookText(analysis))}.`],
  next: nextStep,
  endsItself: true,
  accidents: accidentTexts,
};

const FINDINGS: Readonly<Record<ChangeAnalysis['verdict'], string>> = {
  real: 'The change is real',
  'not shown': 'The change is not shown to be real',
  undecided: 'Undecided whether the change is real',
};

/** `the new candidate (width=2) has a q3 of the loss of 0.2310, the old one (old.yaml) of 0.2540`. */
function figuresText({ new: fresh, old, criterion, pairs }: ChangeAnalysis, figure: string, nameOf: Namer): string {
  if (fresh.value === null || old.value === null)
    return `${formatQuantity(pairs, 'pair')} of trainings ${pairs === 1 ? 'is' : 'are'} too few for a ${criterion} of the ${figure}`;
  const called = (id: string) => (nameOf(id) === THE_ONLY ? '' : ` (${nameOf(id)})`);
  return `the new candidate${called(fresh.candidate)} has a ${criterion} of the ${figure} of ${formatValue(fresh.value)}, the old one${called(old.candidate)} of ${formatValue(old.value)}`;
}

/** The label of a candidate that differs from no other. */
const THE_ONLY = 'the only candidate';

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

/** How many failed is said before the finding. */
function accidentTexts({
  new: { distribution: fresh },
  old: { distribution: old },
  pairs,
  leftOut,
}: ChangeAnalysis): string[] {
  const worst = [fresh, old].some(({ losses }) => !losses.every(Number.isFinite));
  const counted = 'counts as the worst there is';
  if (leftOut === 0) return worst ? [`What failed or diverged ${counted}.`] : [];
  const left = `Of ${formatQuantity(pairs + leftOut, 'pair')} ${leftOut} ${leftOut === 1 ? 'is' : 'are'} left out, with a training that failed, as \`failures\` says`;
  return [`${left}${worst ? `; what else failed or diverged ${counted}` : ''}.`];
}

/** `after 75 pairs p = 0.046, and below 0.005 counts here: looks are many, an error of at most 5 % is for all of them`. */
function lookText({ pairs, leftOut, look, pValue, threshold, error, assumes }: ChangeAnalysis): string {
  if (pairs + leftOut < look)
    return `${formatQuantity(pairs + leftOut, 'pair')} of trainings so far, the next look is after ${look}`;
  const found = pValue < 0.001 ? '< 0.001' : `= ${formatValue(pValue, 2)}`;
  return `after ${formatQuantity(pairs, 'pair')} of trainings p ${found}; a change is called real below ${threshold}, so that all looks together are wrong in at most ${shareText(error)}${assumes === null ? '' : ', if without a change both have one law'}`;
}

function nextStep(
  { verdict, because, most }: ChangeAnalysis,
  input: StudyInput,
  folder: string | undefined,
): StudyStep | null {
  const { command } = input;
  if (verdict === 'undecided')
    return { command, why: 'Undecided so far: with a larger budget the same command goes on' };
  if (because === 'pairs') {
    return {
      command: command === null ? null : withOption(command, ['--trials'], 3 * most),
      why: `Up to ${priceText(2 * 2 * most, input)}: it ends as soon as it is decided`,
      needsMore: true,
    };
  }
  return folder === undefined ? null : { command: `surefoot log ${quoteArgument(folder)}`, why: 'Lists all trainings' };
}
