/** @file Compared runs in words and cells, the same wherever they stand. */
import { lostOf } from '../../stats/index.js';
import { CANDIDATE_STATUSES } from '../answer/index.js';
import { formatCount, formatDuration, formatValue, formatWithin, halfWidth } from '../number-text.js';
import { intervalText } from '../view/choice-words.js';
import { partsOfEffort, shareOfAll } from '../view/effort-words.js';
import { countedText, endingsText } from '../view/ending-words.js';
import type { CompareView, RankingAgreement, RunInBrief } from './compare-view.js';
import type { SharedDifference } from './shared-candidates.js';

/** What each run came to, a line a fact and a cell a run. */
export function answerRows({ runs }: CompareView): readonly (readonly [what: string, cells: readonly string[]])[] {
  return [
    ['winner', runs.map(({ winner }) => winner?.name ?? 'none')],
    ['claim', runs.map(({ claim }) => claim)],
    ...(runs.some((run) => endingsOf(run) !== '') ? [['of its trainings', runs.map(endingsOf)] as const] : []),
    ['criterion', runs.map(criterionText)],
    ['rests on', runs.map(restsOn)],
    ['candidates', runs.map(({ candidates }) => formatCount(candidates))],
    ...OTHER_STATUSES.filter((status) => runs.some(({ statuses }) => statuses[status] > 0)).map(
      (status) => [status, runs.map(({ statuses }) => formatCount(statuses[status]))] as const,
    ),
    ['trainings', runs.map(({ cost }) => formatCount(cost.trials.begun))],
    ['of these', runs.map(({ cost, status }) => partsOfEffort({ trials: cost.trials, status }))],
    ['of all', runs.map(({ cost }) => shareOfAll(cost.trials) ?? '')],
    ['time', runs.map(({ cost }) => formatDuration(cost.seconds))],
  ];
}

/** How many of each; a winner is named. */
const OTHER_STATUSES = CANDIDATE_STATUSES.filter((status) => status !== 'winner');

function criterionText({ criterion }: RunInBrief): string {
  if (criterion === null) return '';
  const { name, value, interval } = criterion;
  return `${name} ${formatWithin(value, halfWidth(interval))}${intervalText(interval)}`;
}

function kindOf({ from }: NonNullable<RunInBrief['criterion']>): string {
  return from === 'fresh' ? 'fresh training' : 'race training';
}

function restsOn({ criterion, trials, endings }: RunInBrief): string {
  if (criterion === null) return '';
  return countedText({ trials, begun: endings?.begun ?? trials }, kindOf(criterion));
}

function endingsOf({ criterion, endings }: RunInBrief): string {
  return criterion === null || endings === null || lostOf(endings) === 0 ? '' : endingsText(endings, kindOf(criterion));
}

/** One whole sentence a pair of runs. */
export function rankingText({ runs, n, tau, interval }: RankingAgreement, { runs: all }: CompareView): string {
  const [first, second] = runs.map((run) => all[run]?.name ?? '');
  const pair = `${first} and ${second}`;
  if (tau === null) return `${pair}: ${formatCount(n)} in common with a value in both, too few or too alike to rank.`;
  const ends = interval === null ? '' : ` [${interval.map((end) => end.toFixed(2)).join(', ')}]`;
  return `${pair}: over the ${formatCount(n)} candidates of both, rankings agree with Kendall's tau-b ${tau.toFixed(2)}${ends} (1: the same order, 0: none in common, -1: reversed).`;
}

/** `0.012 [-0.003, 0.027]`, or why there is none. */
export function differenceText({ value, interval, how }: SharedDifference): string {
  if (how === 'same trials') return 'the same trainings';
  if (value === null) return 'too few, or infinite in both';
  if ('reason' in interval) return formatValue(value, 2);
  return `${formatWithin(value, halfWidth(interval))}${intervalText(interval)}`;
}
