/** @file Describes intervals in words: what they rest on, or why there is none. */
import { findCriterion, type HoldsUnder } from '../../stats/index.js';
import { formatCount, formatShare } from '../number-text.js';
import type { ResultInterval } from '../result/figure-schema.js';
import type { Result } from '../result/result-schema.js';

const METHODS: Readonly<Record<string, string>> = {
  nyblom: "Nyblom's from order statistics",
  'clopper-pearson': "Clopper and Pearson's of a share",
  'calibrated-t': 'a studentised pivot',
  'student-t': "Student's t on the pairs",
  'welch-t': "Welch's t",
  'bootstrap-t': "Student's t with a bootstrap standard error",
  'signed-rank': "those of Hodges and Lehmann's shift, from signed ranks",
  mover: 'MOVER',
};

/** An interval with what it rests on; `basis` is absent where the method says it. */
export type BasedInterval =
  | {
      readonly low: number;
      readonly high: number;
      readonly level: number;
      readonly method: string;
      readonly basis?: string | undefined;
      /** Absent where it is an interval of all trainings. */
      readonly holdsUnder?: HoldsUnder | undefined;
    }
  | { readonly reason: string };

/** `95 % intervals by Nyblom's from order statistics (distribution-free)`; every method once, null where there is no interval. */
export function intervalWords(intervals: readonly BasedInterval[]): string | null {
  const shown = intervals.filter((interval) => 'low' in interval);
  const first = shown[0];
  if (first === undefined) return null;
  const methods = new Set(
    shown.map(({ method, basis }) => `${METHODS[method] ?? method}${basis === undefined ? '' : ` (${basis})`}`),
  );
  const limits = shown.flatMap(({ holdsUnder }) => (holdsUnder === undefined ? [] : [holdsUnder]));
  const parts = [...methods, ...limitWords(limits, limits.length < shown.length)];
  return `${formatShare(first.level)} intervals: ${parts.join('; ')}`;
}

/** What they take for granted; where `isPart`, some of them do not. `leaveOut`: what collapsed is no part of them. */
export function limitWords(limits: readonly HoldsUnder[], isPart = false, leaveOut = false): string[] {
  const areOfOthers = leaveOut || limits.every(({ collapsed }) => collapsed === 0);
  const textOf = areOfOthers ? collapsedText : beyondText;
  const [least, ...others] = new Set([...limits].sort((a, b) => a.atMost - b.atMost).map(textOf));
  if (least === undefined) return [];
  const most = others.at(-1);
  const counts = most === undefined ? least : `${least}, or ${most}`;
  const which = areOfOthers ? 'that do not collapse' : 'no worse than the worst of these';
  return [`${isPart ? 'those of means, spreads and far tails ' : ''}for trainings ${which}: ${counts}`];
}

/** `0 of 20 did, up to 14 % may`. */
function collapsedText({ collapsed, of, atMost }: HoldsUnder): string {
  const may = `up to ${formatShare(atMost)} may`;
  return collapsed === null
    ? `after ${formatCount(of)} ${may}`
    : `${formatCount(collapsed)} of ${formatCount(of)} did, ${may}`;
}

/** `after 20 up to 14 % may be worse`. */
function beyondText({ of, atMost }: HoldsUnder): string {
  return `after ${formatCount(of)} up to ${formatShare(atMost)} may be worse`;
}

/** What further trainings do that lie beyond an extreme, by its probability. */
const BEYOND: Readonly<Record<number, string>> = { 0: 'fall below this minimum', 1: 'exceed this maximum' };

/** Why there is no interval, and what can be said of the extremes instead; `criterion` as it is shown. */
export function noIntervalWords(
  { reason, beyond }: Extract<ResultInterval, { reason: string }>,
  criterion: string,
): string {
  const why = `No interval: ${reason}.`;
  const probability = findCriterion(criterion)?.statistic.probability;
  const where = probability === undefined ? undefined : BEYOND[probability];
  if (beyond === undefined || where === undefined) return why;
  return `${why} With ${formatShare(beyond.confidence)} confidence at most ${formatShare(beyond.share)} of further trainings ${where}.`;
}

/** Why the winner has no interval; null where it has one, as tables say below it, and where nothing is chosen. */
export function noIntervalNote({ winner }: Pick<Result, 'winner'>): string | null {
  if (winner === null) return null;
  const { interval, name } = winner.criterion;
  return 'reason' in interval ? noIntervalWords(interval, name) : null;
}

type MaybeInterval = { readonly low: number; readonly high: number } | { readonly reason: string };

/** Ends for drawings; null where there is no interval. */
export function endsOf(interval: MaybeInterval): readonly [low: number, high: number] | null {
  return 'reason' in interval ? null : [interval.low, interval.high];
}

/** Why there is none; null where there is one. */
export function reasonOf(interval: MaybeInterval): string | null {
  return 'reason' in interval ? interval.reason : null;
}
