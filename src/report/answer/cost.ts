/** @file What an answer cost: all of its trainings in one sum, used or not, what they were for, and how long it took. */
import { formatCount, formatDuration, formatQuantity } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';
import { begunText, candidatesInAll, partsOfEffort, shareOfAll } from '../view/effort-words.js';

export interface AnswerCost {
  /** All trainings begun: of the race, fresh ones, to check the seeds, and those that were trained ahead and not needed. */
  readonly trained: number;
  /** What training every candidate every time takes; null where nobody knows how often that would be. */
  readonly all: number | null;
  /** The first over the second, in [0, ...): fresh trainings count, so that it may be above 1. */
  readonly share: number | null;
  /** Wall time of the run; 0 where nothing was trained. */
  readonly seconds: number;
  /** `108 trainings (11 % of training all 48 candidates 20 times), 14 s`. */
  readonly text: string;
  /** `86 in the race, 20 fresh, 1 to check the seeds, 2 not needed`; empty where all are of the race. */
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
  const { trials, seconds } = result;
  const candidates = candidatesInAll(result);
  const all = trials.exhaustive === 0 ? null : trials.exhaustive;
  const trained = trials.begun;
  const share = shareOfAll(trials);
  const times = all === null ? 0 : all / candidates;
  const everything =
    candidates === 1
      ? null
      : Number.isInteger(times)
        ? `training all ${formatCount(candidates)} candidates ${formatQuantity(times, 'time')}`
        : `all ${formatCount(all ?? 0)}`;
  const part = share === null || everything === null ? '' : ` (${share} of ${everything})`;
  const time = seconds === 0 ? '' : `, ${formatDuration(seconds)}`;
  return {
    trained,
    all,
    share: all === null ? null : trained / all,
    seconds,
    text: `${begunText(trials)}${takenText(trials)}${part}${time}`,
    parts: partsOfEffort(result),
  };
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
