/** @file What an answer cost: all of its trainings in one sum, used or not, what they were for, and how long it took. */

import { hasNotEnded, type QuestionStatus } from '../input.js';
import { formatCount, formatDuration, formatQuantity, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';

export interface AnswerCost {
  /** All trainings begun: of the race, fresh ones, to check the seeds, and those that were trained ahead and not needed. */
  readonly trained: number;
  /** What training every candidate every time takes; null where it is not known how often that would be. */
  readonly all: number | null;
  /** The first over the second, in [0, ...): fresh trainings count, so that it may be above 1. */
  readonly share: number | null;
  /** The first beside the second in words; empty where there is nothing to compare with. */
  readonly beside: string;
  /** Wall time of the run; 0 where nothing was trained. */
  readonly seconds: number;
  /** `108 trainings (11 % of training all 48 candidates 20 times), 14 s`. */
  readonly text: string;
  /** `86 in the race, 20 fresh, 1 to check the seeds, 2 trained ahead and not used`; empty where all are of the race. */
  readonly parts: string;
}

/** What one candidate cost. */
export interface CostOfCandidate {
  readonly trainings: number;
  /** Of training, summed. */
  readonly seconds: number;
}

export function answerCost(
  result: Pick<Result, 'trials' | 'status' | 'seconds' | 'candidates' | 'search'>,
): AnswerCost {
  const { trials, seconds, search } = result;
  const { begun: trained } = trials;
  // A search tries what it chooses, most of it once.
  const all = search === undefined ? trials.exhaustive : 0;
  const share = all === 0 ? null : trained / all;
  const beside = all === 0 ? '' : besideText(result, all, trained);
  const isPart = beside !== '' && trained <= all;
  const time = seconds === 0 ? '' : `, ${formatDuration(seconds)}`;
  return {
    ...{ trained, all: all === 0 ? null : all, share, seconds, beside },
    // A time belongs to what was trained, and never to what it stands beside.
    text: `${begunText(trials)}${takenText(trials)}${isPart ? ` (${beside})${time}` : `${time}${beside === '' ? '' : `; ${beside}`}`}`,
    parts: partsOfEffort(result),
  };
}

/** `18 % of training all 48 candidates 20 times`; of what is more than a part, `training all 8 candidates 20 times would take 160`. */
function besideText({ candidates }: Pick<Result, 'candidates'>, all: number, trained: number): string {
  const { length } = candidates;
  if (length === 1) return '';
  const times = all / length;
  const whole = Number.isInteger(times)
    ? `training all ${formatCount(length)} candidates ${formatQuantity(times, 'time')}`
    : `all ${formatCount(all)} recorded trainings`;
  return trained <= all ? `${formatShare(trained / all)} of ${whole}` : `${whole} would take ${formatCount(all)}`;
}

/** `, 40 of them taken over from old`; empty where all were trained for this run. */
function takenText({ takenOver = [] }: Result['trials']): string {
  const parts = takenOver.map(({ from, trials }) => `${formatCount(trials)} of them taken over from ${from}`);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

/** By candidate. */
export function trainingCosts(standings: readonly ShownStanding[]): ReadonlyMap<string, CostOfCandidate> {
  return new Map(
    standings.map(({ id, outcomes, fresh }) => {
      const all = [...outcomes, ...fresh.outcomes];
      return [id, { trainings: all.length, seconds: all.reduce((sum, { seconds }) => sum + seconds, 0) }];
    }),
  );
}

type Trials = Result['trials'];

/** `108 trainings of a budget of 120, and 3 begun again`. */
export function begunText({ begun, budget, again }: Pick<Trials, 'begun' | 'budget' | 'again'>): string {
  const limit = budget === null ? '' : ` of a budget of ${formatCount(budget)}`;
  return `${formatQuantity(begun, 'training')}${limit}${again === 0 ? '' : `, and ${formatCount(again)} begun again`}`;
}

/** `13 %`, of training every candidate every time; null where nobody knows how often that would be. */
export function shareOfAll(trials: Trials): string | null {
  const { exhaustive } = trials;
  return exhaustive === 0 ? null : formatShare(trials.begun / exhaustive);
}

/** `26 in the race, 20 fresh, 1 to check the seeds, 46 trained ahead and not used`, or `46 trained ahead` where it goes on; empty where all are trials of the race. */
export function partsOfEffort({ trials, status }: Pick<Result, 'trials' | 'status'>): string {
  const { race, fresh } = trials;
  const parts = [...(fresh === 0 ? [] : [`${formatCount(fresh)} fresh`]), ...othersOfEffort({ trials, status })];
  return parts.length === 0 ? '' : [`${formatCount(race)} in the race`, ...parts].join(', ');
}

/** What an answer does not rest on: `1 to check the seeds`, `46 trained ahead and not used`. */
export function othersOfEffort({
  trials: { seedCheck, forModels, unused },
  status,
}: {
  readonly trials: Pick<Trials, 'seedCheck' | 'forModels' | 'unused'>;
  readonly status: QuestionStatus;
}): readonly string[] {
  return [
    ...(seedCheck === 0 ? [] : [`${formatCount(seedCheck)} to check the seeds`]),
    ...(forModels === 0 ? [] : [`${formatCount(forModels)} again for models`]),
    ...(unused.trials === 0
      ? []
      : [`${formatCount(unused.trials)} trained ahead${hasNotEnded(status) ? '' : ' and not used'}`]),
  ];
}

/** Candidates that a race is about: where it searches, most of them may have no training. */
export function candidatesInAll({ candidates, search }: Pick<Result, 'candidates' | 'search'>): number {
  return search?.candidates ?? candidates.length;
}

/** `48 candidates`; `61 of 2,060 candidates` where the others of a search have no training. */
export function candidatesText(count: number, result: Pick<Result, 'candidates' | 'search'>): string {
  const all = candidatesInAll(result);
  return result.search === undefined || count === all
    ? formatQuantity(count, 'candidate')
    : `${formatCount(count)} of ${formatQuantity(all, 'candidate')}`;
}
