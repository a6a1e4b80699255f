/** @file Says whether enough trainings of a candidate pass a bar, and what to do next, in the same words everywhere. */
import { baselineWords } from '../../core/index.js';
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import { formatCount, formatDuration, formatQuantity, formatShare } from '../number-text.js';
import type { StudyInput } from './study-input.js';
import { type ScreenNeeds, type StudyWords, withTrials } from './study-words.js';

export const ASSURE_WORDS: StudyWords<AssureAnalysis> = {
  title: 'does a promise hold',
  sets: ({ candidate, distribution }, named) => [named(candidate, 'trainings', distribution)],
  finding: (analysis, _, nameOf) => `${VERDICTS[analysis.verdict](analysis, nameOf)} (${countText(analysis)} did)`,
  pool: () => null,
  needsSpread: false,
  accidents: accidentTexts,
  unfinished: () =>
    'Its trainings ended before the question was answered. The same command with more of them goes on from here.',
  screen: screenLines,
  saidOnScreen: ['unfinished', 'baseline'],
};

const VERDICTS: Readonly<
  Record<AssureAnalysis['verdict'], (analysis: AssureAnalysis, nameOf: ScreenNeeds['nameOf']) => string>
> = {
  holds: (analysis, nameOf) => `It holds: at least ${claimText(analysis, nameOf)}`,
  'does not hold': (analysis, nameOf) => `It does not hold: less than ${claimText(analysis, nameOf)}`,
  undecided: (analysis, nameOf) => `Undecided: whether at least ${claimText(analysis, nameOf)}`,
};

/** `95 % of the trainings of c1 have a loss below 0.4`. */
function claimText(analysis: AssureAnalysis, nameOf: ScreenNeeds['nameOf']): string {
  return `${shareText(analysis.share)} of the trainings of ${nameOf(analysis.candidate)} have ${barText(analysis)}`;
}

/** `a loss below 0.4`. */
export function barText({ bar: { figure, side, value } }: Pick<AssureAnalysis, 'bar'>): string {
  return `${/^[aeiou]/i.test(figure) ? 'an' : 'a'} ${figure} ${side} ${value}`;
}

function countText({ passed, trials }: AssureAnalysis): string {
  return `${formatCount(passed)} of ${formatCount(trials)}`;
}

/** As it was asked: `95 %`, `99.5 %`. */
export function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}

/** To a tenth of a per cent, rounded so that what is said stays true. */
export function boundText(
  { low, high, level }: AssureAnalysis['interval'],
  verdict: AssureAnalysis['verdict'],
): string {
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

/** What was asked, what came, what follows: at most eight lines of 80 columns. */
function screenLines(analysis: AssureAnalysis, input: StudyInput, { nameOf, folder }: ScreenNeeds): string[] {
  const { verdict, interval, trials, candidate } = analysis;
  const seconds = input.outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  return [
    `Asked: do at least ${shareText(analysis.share)} of the trainings of ${nameOf(candidate)} have ${barText(analysis)}?`,
    `Passed: ${countText(analysis)} trainings: ${boundText(interval, verdict)}.`,
    `Answer: ${answerText(analysis)}.`,
    ...baselineLines(analysis),
    `Cost: ${formatQuantity(trials, 'training')}, ${formatDuration(seconds)} of training.${placeText(folder, input)}`,
    ...nextLines(analysis, input, folder),
  ];
}

function answerText({ verdict, trials, interval }: AssureAnalysis): string {
  if (verdict === 'undecided') return `undecided after ${formatQuantity(trials, 'training')}`;
  const answer = verdict === 'holds' ? 'it holds' : 'it does not hold';
  return `${answer}, with an error of at most ${shareText(1 - interval.level)} at whatever look`;
}

/** Where the page lies, after what else stands in the line. */
export function placeText(folder: string | undefined, { files }: StudyInput): string {
  const page = files.find(({ name }) => name.endsWith('.html'));
  return folder === undefined || page === undefined ? '' : ` Report: ${folder}/${page.name}`;
}

/** A bar that models without training pass promises nothing; one that none passes is named as such. */
function baselineLines({ baselines, bar: { figure } }: AssureAnalysis): string[] {
  if (baselines.length === 0) return [];
  const named = (one: (typeof baselines)[number]) =>
    `${baselineWords(one)} (${figure} ${Number(one.value.toPrecision(3))})`;
  const passing = baselines.filter((one) => one.passes);
  if (passing.length === 0) return [`Beside it: no baseline passes this bar, ${baselines.map(named).join(', ')}.`];
  return [`Beside it: ${passing.map(named).join(' and ')} ${passing.length === 1 ? 'passes' : 'pass'} this bar, too.`];
}

function nextLines(
  { verdict, candidate, trials, most }: AssureAnalysis,
  { command, status, header }: StudyInput,
  folder: string | undefined,
): string[] {
  if (status === 'running') return [];
  if (verdict === 'undecided') {
    if (trials < most) return [`Next: the same command goes on${status === 'budget' ? ', with a larger budget' : ''}.`];
    return [`Next: ${command === null ? `set trials to ${2 * most}` : withTrials(command, 2 * most)}`];
  }
  if (folder === undefined) return [];
  const isNetwork = verdict === 'holds' && header.experiment.trainer === 'network';
  return [`Next: surefoot ${isNetwork ? `export ${folder} --candidate ${candidate}` : `log ${folder}`}`];
}
