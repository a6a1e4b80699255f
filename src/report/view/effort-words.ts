/** @file The words for what a race cost: all its trainings in one sum, used or not, and what they were for. */
import { hasNotEnded, type QuestionStatus } from '../input.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';

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

/** `92 trainings instead of 160 (58 %): 26 in the race, 20 fresh, 46 trained ahead and not used`. */
export function effortText({ trials, status }: Pick<Result, 'trials' | 'status'>): string {
  const { race, exhaustive } = trials;
  const parts = partsOfEffort({ trials, status });
  const all = begunText(trials);
  const cost =
    exhaustive === 0 || race === exhaustive
      ? all
      : `${all} instead of ${formatCount(exhaustive)} (${shareOfAll(trials)})`;
  return parts === '' ? cost : `${cost}: ${parts}`;
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
