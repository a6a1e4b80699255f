/** @file A promise: its sentence for each verdict, what is open, and what to do next. */
import { baselineWords, isTrainedByOwn, quoteArgument } from '../../core/index.js';
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import { ON_SELECTION } from '../view/phrases.js';
import type { StudyInput } from './study-input.js';
import { capital, type Namer, priceText, type StudyStep, type StudyWords, withOption } from './study-words.js';

export const ASSURE_SHOWN: StudyWords<AssureAnalysis> = {
  title: 'does a promise hold',
  sets: ({ candidate, distribution }, named) => [named(candidate, 'trainings', distribution)],
  finding: (analysis, _, nameOf) => `${VERDICTS[analysis.verdict](analysis, nameOf)} (${countText(analysis)} did)`,
  open: ({ verdict, interval }) => (verdict === 'undecided' ? [`${capital(boundText(interval, verdict))}.`] : []),
  also: (analysis) => [
    ...(analysis.verdict === 'undecided'
      ? []
      : [`${capital(boundText(analysis.interval, analysis.verdict))}, however often one looks.`]),
    ...baselineTexts(analysis),
  ],
  next: nextStep,
  // What baselines have is said beside the bar.
  unbeaten: ({ candidate }) => [candidate],
  pool: () => null,
  endsItself: true,
  accidents: accidentTexts,
};

const VERDICTS: Readonly<Record<AssureAnalysis['verdict'], (analysis: AssureAnalysis, nameOf: Namer) => string>> = {
  holds: (analysis, nameOf) => `It holds: at least ${claimText(analysis, nameOf)}`,
  'does not hold': (analysis, nameOf) => `It does not hold: less than ${claimText(analysis, nameOf)}`,
  undecided: (analysis, nameOf) => `Undecided: whether at least ${claimText(analysis, nameOf)}`,
};

/** `95 % of the trainings of c1 have a loss below 0.4`. */
function claimText(analysis: AssureAnalysis, nameOf: Namer): string {
  return `${shareText(analysis.share)} of the trainings of ${nameOf(analysis.candidate)} have ${barText(analysis)}`;
}

/** `a loss below 0.4`. */
function barText({ bar: { figure, side, value } }: Pick<AssureAnalysis, 'bar'>): string {
  return `${/^[aeiou]/i.test(figure) ? 'an' : 'a'} ${figure} ${side} ${value}`;
}

function countText({ passed, trials }: AssureAnalysis): string {
  return `${formatCount(passed)} of ${formatCount(trials)}`;
}

/** The share as it was asked: `95 %`, `99.5 %`. */
export function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}

/** To a tenth of a per cent, rounded so that what is said stays true. */
function boundText({ low, high, level }: AssureAnalysis['interval'], verdict: AssureAnalysis['verdict']): string {
  const least = `${(Math.floor(1000 * low) / 10).toFixed(1)} %`;
  const most = `${(Math.ceil(1000 * high) / 10).toFixed(1)} %`;
  const sure = formatShare(level);
  if (verdict === 'holds') return `at least ${least} pass (${sure} confidence)`;
  if (verdict === 'does not hold') return `at most ${most} pass (${sure} confidence)`;
  return `${least} to ${most} pass (each end at ${sure})`;
}

function accidentTexts({ diverged, failed, trials }: AssureAnalysis): string[] {
  const parts = [...(diverged > 0 ? [`${diverged} diverged`] : []), ...(failed > 0 ? [`${failed} failed`] : [])];
  if (parts.length === 0) return [];
  return [`Of ${formatQuantity(trials, 'training')}, ${parts.join(' and ')}: these count as not passing.`];
}

/** A bar that models without training pass promises nothing; one that none passes is named as such. */
function baselineTexts({ baselines, bar: { figure } }: AssureAnalysis): string[] {
  if (baselines.length === 0) return [];
  const named = (one: (typeof baselines)[number]) =>
    `${baselineWords(one)} (${figure} ${Number(one.value.toPrecision(3))})`;
  const passing = baselines.filter((one) => one.passes);
  if (passing.length === 0) return [`No baseline passes this bar ${ON_SELECTION}: ${baselines.map(named).join(', ')}.`];
  return [
    `${capital(passing.map(named).join(' and '))} ${passing.length === 1 ? 'passes' : 'pass'} this bar ${ON_SELECTION}, too.`,
  ];
}

function nextStep(
  { verdict, candidate, trials, most }: AssureAnalysis,
  input: StudyInput,
  folder: string | undefined,
): StudyStep | null {
  const { command, header } = input;
  if (verdict === 'undecided') {
    if (trials < most) return { command, why: 'Undecided so far: with a larger budget the same command goes on' };
    return {
      command: command === null ? null : withOption(command, ['--trials'], 2 * most),
      why: `Up to ${priceText(most, input)}: it ends as soon as it is decided`,
      needsMore: true,
    };
  }
  if (folder === undefined) return null;
  const built = header.candidates.find(({ id }) => id === candidate);
  if (verdict === 'holds' && built !== undefined && !isTrainedByOwn(header, built)) {
    return {
      command: `surefoot export ${quoteArgument(folder)} --candidate ${candidate}`,
      why: 'Writes a training of it as an ONNX model',
    };
  }
  return {
    command: `surefoot log ${quoteArgument(folder)}`,
    why: 'Lists its trainings, and which of them did not pass',
  };
}
