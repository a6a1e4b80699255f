/** @file Candidates that never worked, for people: in one notice, and one by one with what their trainings failed with. */
import { formatCount, formatQuantity } from '../number-text.js';
import type { ResultNeverWorked } from '../result/figure-schema.js';
import { neverWorkedText } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import { type RunNotice, sentenceOf } from './run-notices.js';

/** Candidates that are compared: all but those that never worked. */
export function comparedCount({ candidates, neverWorked }: Pick<Result, 'candidates' | 'neverWorked'>): number {
  return candidates.length - neverWorked.length;
}

export function neverWorkedNotices({ candidates, neverWorked }: Result): RunNotice[] {
  const text = neverWorkedText(neverWorked, candidates.length);
  return text === undefined ? [] : [{ kind: 'never-worked', text: sentenceOf(text) }];
}

/** Over a list of them. */
export const NEVER_WORKED_HEADING = 'Never worked: all of their trainings failed, so they are not compared';

/** `KeyError: 'depth'`, with how often each where there are several. */
export function failuresText({ failures }: ResultNeverWorked): string {
  const [only, ...others] = failures;
  if (only === undefined) return '';
  if (others.length === 0) return only.message;
  return failures.map(({ message, trials }) => `${message} (${formatCount(trials)})`).join('; ');
}

/** `2 trainings, KeyError: 'depth'`. */
export function neverWorkedLine(one: ResultNeverWorked): string {
  return `${formatQuantity(one.trials, 'training')}, ${failuresText(one)}`;
}
