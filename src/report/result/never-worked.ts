/** @file Candidates that never worked: how many trainings each had, what they failed with, and in words. */
import { type Failure, failureKind, failureLine, type Outcome } from '../../core/index.js';
import type { RaceAnswer } from '../../questions/race/plan/index.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { ShownStanding } from '../standing.js';
import type { ResultNeverWorked } from './figure-schema.js';
import type { Result } from './result-schema.js';

/** Kind of the notice about them. */
export const NEVER_WORKED = 'never-worked';

/** Best first, as the standings are. */
export function recordNeverWorked(
  answer: RaceAnswer | undefined,
  standings: readonly ShownStanding[],
): readonly ResultNeverWorked[] {
  const ids = new Set(answer?.neverWorked);
  return standings
    .filter(({ id }) => ids.has(id))
    .map(({ id, label, outcomes }) => neverWorkedRecord({ id, label }, outcomes));
}

/** Of one candidate, all of whose outcomes failed. */
export function neverWorkedRecord(
  { id, label }: { readonly id: string; readonly label: string },
  outcomes: readonly Outcome[],
): ResultNeverWorked {
  return { candidate: id, label, trials: outcomes.length, failures: failuresOf(outcomes) };
}

/** By kind, the most frequent first; each with the words of its first. */
function failuresOf(outcomes: readonly Outcome[]): ResultNeverWorked['failures'] {
  const kinds = new Map<string, { kind: string; message: string; trials: number }>();
  for (const { failure: given, status } of outcomes) {
    const failure: Failure = given ?? { kind: status, message: '' };
    const key = failureKind(failure);
    const known = kinds.get(key) ?? { kind: failure.kind, message: failureLine(failure), trials: 0 };
    known.trials++;
    kinds.set(key, known);
  }
  return [...kinds.values()].sort((a, b) => b.trials - a.trials);
}

/** `9 of 18 candidates never worked, all of their 19 trials failed: exit-code: KeyError: 'depth' (9)`; undefined where there is none. */
export function neverWorkedText(neverWorked: readonly ResultNeverWorked[], candidates: number): string | undefined {
  if (neverWorked.length === 0) return undefined;
  const errors = errorsOf(neverWorked);
  const trials = neverWorked.reduce((sum, one) => sum + one.trials, 0);
  const said = errors.slice(0, MOST_ERRORS);
  const listed = said.map(({ text, count }) => (errors.length === 1 ? text : `${text} (${count})`)).join('; ');
  const more = errors.length > said.length ? `; and ${formatQuantity(errors.length - said.length, 'other error')}` : '';
  const [whose, them] = neverWorked.length === 1 ? ['its', 'it is'] : ['their', 'they are'];
  return `${neverWorked.length} of ${formatQuantity(candidates, 'candidate')} never worked: all of ${whose} ${formatQuantity(trials, 'training')} failed, so ${them} not compared. ${listed}${more}`;
}

const MOST_ERRORS = 3;

/** What candidates failed with most, no full stop at its end, and how many did; numbers aside, the most frequent first. */
export function errorsOf(neverWorked: readonly ResultNeverWorked[]): readonly { text: string; count: number }[] {
  const errors = new Map<string, { text: string; count: number }>();
  for (const { failures } of neverWorked) {
    const [first] = failures;
    if (first === undefined) continue;
    const kind = failureKind(first);
    const error = errors.get(kind) ?? { text: first.message.replace(/(?<!\.)\.$/, ''), count: 0 };
    errors.set(kind, { ...error, count: error.count + 1 });
  }
  return [...errors.values()].sort((a, b) => b.count - a.count);
}

/** Candidates that are compared: all but those that never worked. */
export function comparedCount({ candidates, neverWorked }: Pick<Result, 'candidates' | 'neverWorked'>): number {
  return candidates.length - neverWorked.length;
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
