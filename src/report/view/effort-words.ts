/** @file The words for what a race cost: all its trainings in one sum, used or not, and what they were for. */
import { hasNotEnded } from '../input.js';
import { formatCount, formatDuration, formatQuantity, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { joined } from './phrases.js';

type Trials = Result['trials'];

/** All trials that were trained for it: those of the race, the fresh ones, and those that were not needed. */
export function trainedInAll({ race, fresh, unused }: Trials): number {
  return race + fresh + unused.trials;
}

/** `13 %`, of training every candidate every time, with what is worth so many `more`; null where nobody knows how often that would be. */
export function shareOfAll(trials: Trials, more = 0): string | null {
  const { exhaustive } = trials;
  return exhaustive === 0 ? null : formatShare((trainedInAll(trials) + more) / exhaustive);
}

/** Trainings for less: how many, and how many full ones they come to. */
export interface CheapEffort {
  readonly trials: number;
  readonly worth: number;
}

export function cheapEffort({ search }: Pick<Result, 'search'>): CheapEffort {
  const levels = search?.cheap ?? [];
  return {
    trials: levels.reduce((sum, { trials }) => sum + trials, 0),
    worth: levels.reduce((sum, { trials, share }) => sum + trials * share, 0),
  };
}

/** `76 for less, which come to 8`, in full trainings; empty where none was. */
export function lessText({ trials, worth }: CheapEffort): string {
  if (trials === 0) return '';
  return `${formatCount(trials)} for less, which come to ${formatCount(fullOnes({ worth }))}`;
}

function fullOnes({ worth }: Pick<CheapEffort, 'worth'>): number {
  return Math.max(1, Math.round(worth));
}

/** Whole sentences on trainings for less and what they took, for the page; empty where none was. */
export function lessSentence({ search, trials: { cheap } }: Pick<Result, 'search' | 'trials'>): string {
  const levels = search?.cheap ?? [];
  const names = levels.filter(({ trials }) => trials > 0).map(({ name }) => name);
  if (names.length === 0) return '';
  const effort = cheapEffort({ search });
  const time = cheap === undefined || cheap.seconds === 0 ? '' : `, ${formatDuration(cheap.seconds)} of training`;
  return `Besides, ${formatQuantity(effort.trials, 'training')} for less (${joined(names)}) said who is promising: they come to ${formatQuantity(fullOnes(effort), 'full one')}${time}.`;
}

/** `26 in the race, 20 fresh, 46 not needed`, or `46 made ahead` where it goes on; empty where all are trials of the race. */
export function partsOfEffort({ trials, status }: Pick<Result, 'trials' | 'status'>): string {
  const { race, fresh, unused } = trials;
  const parts = [
    ...(fresh === 0 ? [] : [`${formatCount(fresh)} fresh`]),
    ...(unused.trials === 0
      ? []
      : [`${formatCount(unused.trials)} ${hasNotEnded(status) ? 'made ahead' : 'not needed'}`]),
  ];
  return parts.length === 0 ? '' : [`${formatCount(race)} in the race`, ...parts].join(', ');
}

/** `92 trainings instead of 160 (58 %): 26 in the race, 20 fresh, 46 not needed`; after the first number those for less, where there are any. */
export function effortText({ trials, status, search }: Pick<Result, 'trials' | 'status' | 'search'>): string {
  const { race, exhaustive } = trials;
  const parts = partsOfEffort({ trials, status });
  const cheap = cheapEffort({ search });
  const less = lessText(cheap);
  const all = `${formatQuantity(trainedInAll(trials), 'training')}${less === '' ? '' : ` and ${less}`}`;
  const cost =
    exhaustive === 0 || race === exhaustive
      ? all
      : `${all} instead of ${formatCount(exhaustive)} (${shareOfAll(trials, cheap.worth)})`;
  return parts === '' ? cost : `${cost}: ${parts}`;
}

/** What was trained for the race and is no part of it, for the small print; null where there is nothing. */
export function unusedText({ trials: { unused }, status }: Pick<Result, 'trials' | 'status'>): string | null {
  const { trials, seconds } = unused;
  if (trials === 0) return null;
  const [were, them] = trials === 1 ? ['was', 'it'] : ['were', 'them'];
  const end = hasNotEnded(status) ? 'and not needed so far' : 'and not needed';
  return `${formatQuantity(trials, 'training')} (${formatDuration(seconds)}) ${were} made ahead ${end}: no figure rests on ${them}.`;
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
