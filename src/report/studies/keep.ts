/** @file Whether a change is kept: its sentence for each verdict, what that rests on, and what to do next. */
import { quoteArgument } from '../../core/index.js';
import type { KeepAnalysis } from '../../questions/keep/plan/index.js';
import { estimateText, formatQuantity, formatValue } from '../number-text.js';
import { shareText } from './assure.js';
import type { StudyInput } from './study-input.js';
import { capital, type Namer, priceText, type StudyStep, type StudyWords, withOption } from './study-words.js';

export const KEEP_SHOWN: StudyWords<KeepAnalysis> = {
  title: 'is the change kept',
  sets: ({ new: fresh, old }, named) => [
    named(fresh.candidate, 'new', fresh.distribution),
    named(old.candidate, 'old', old.distribution),
  ],
  // Without a training of the old one there is nothing more to say.
  finding: (analysis, figure, nameOf) =>
    analysis.because === 'baseline'
      ? verdictText(analysis)
      : `${verdictText(analysis)}: ${figuresText(analysis, figure, nameOf)}`,
  pool: () => null,
  also: (analysis) => [`${capital(lookText(analysis))}.`],
  next: nextStep,
  endsItself: true,
  accidents: accidentTexts,
};

function verdictText({ verdict, sure, because, new: fresh, trainings }: KeepAnalysis): string {
  if (verdict === 'undecided') return 'Undecided so far';
  if (verdict === 'keep') {
    if (because === 'equal') return 'Keep, the trainings of each version all agree';
    return sure === 'real' ? 'Keep, the gain is real' : 'Keep, the gain is likely';
  }
  switch (because) {
    case 'collapses':
      return `Discard, it collapses or fails more often (${fresh.collapsed.events} of ${fresh.collapsed.n})`;
    case 'pairs':
      return `Discard, ${formatQuantity(trainings.new, 'training')} do not show a gain`;
    case 'equal':
      return 'Discard, the trainings of each version all agree';
    case 'baseline':
      return 'Discard, no training of the old candidate came out, so that there is nothing to be better than';
    default:
      return 'Discard, it is not ahead by enough';
  }
}

/** `the new candidate (width=2) has a mean of the loss of 0.2310, the old one (old.yaml) of 0.2540; gain 0.023 [0.010, 0.036]`. */
function figuresText(
  { new: fresh, old, criterion, gain, interval, trainings }: KeepAnalysis,
  figure: string,
  nameOf: Namer,
): string {
  if (fresh.value === null || old.value === null || gain === null)
    return `${formatQuantity(trainings.new, 'training')} of the new candidate ${trainings.new === 1 ? 'is' : 'are'} too few for a ${criterion} of the ${figure}`;
  const called = (id: string) => (nameOf(id) === THE_ONLY ? '' : ` (${nameOf(id)})`);
  return `the new candidate${called(fresh.candidate)} has a ${criterion} of the ${figure} of ${formatValue(fresh.value)}, the old one${called(old.candidate)} of ${formatValue(old.value)}; gain ${estimateText(gain, interval)}`;
}

/** The label of a candidate that differs from no other. */
export const THE_ONLY = 'the only candidate';

/** How many collapsed or failed is said before the finding. */
function accidentTexts({
  criterion,
  new: { distribution: fresh },
  old: { distribution: old },
}: KeepAnalysis): string[] {
  if ([fresh, old].every(({ losses }) => losses.every(Number.isFinite))) return [];
  if (criterion !== 'mean') return ['What failed or diverged counts as the worst there is.'];
  return ['What failed or diverged is counted, and the mean is of the others.'];
}

/** `12 trainings of the new candidate and 20 of the old one, p = 0.0046; kept below 0.0075, so that all looks together keep one that gains nothing in at most 5 %`. */
function lookText({ verdict, trainings, look, pValue, threshold, error, assumes, smallest }: KeepAnalysis): string {
  const made = `${formatQuantity(trainings.new, 'training')} of the new candidate and ${trainings.old} of the old one`;
  if (trainings.new < look) return `${made} so far, the next look is after ${look}`;
  const isTold = verdict !== 'keep' && smallest !== null && smallest > 0;
  const worth = isTold ? `; a gain below ${formatValue(smallest)} is not worth more trainings` : '';
  if (threshold === 0) return `${made}${worth}`;
  const found = pValue < 0.001 ? '< 0.001' : `= ${formatValue(pValue, 2)}`;
  return `${made}, p ${found}; kept below ${formatValue(threshold, 2)}, so that all looks together keep a change that gains nothing in at most ${shareText(error)}${assumes === null ? '' : ', if without a change both have one law'}${worth}`;
}

function nextStep(
  { verdict, because, most }: KeepAnalysis,
  input: StudyInput,
  folder: string | undefined,
): StudyStep | null {
  const { command } = input;
  if (verdict === 'undecided')
    return { command, why: 'Undecided so far: with a larger budget the same command goes on' };
  if (because === 'pairs') {
    return {
      command: command === null ? null : withOption(command, ['--trials'], 2 * most),
      why: `Up to ${priceText(2 * most, input)}: it ends as soon as it is decided`,
      needsMore: true,
    };
  }
  return folder === undefined ? null : { command: `surefoot log ${quoteArgument(folder)}`, why: 'Lists all trainings' };
}
