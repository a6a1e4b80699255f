/** @file Says what readers of any run must not overlook: simulated data, changed code or machines, what the log noticed. */
import { areSplitsRepeated, type JsonObject } from '../../core/index.js';
import { formatCount } from '../number-text.js';
import { NEVER_WORKED } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import { capitalised } from './phrases.js';

/**
 * `model`, `baseline`, `unconfirmed`, `overtuned`, `collapse`, `reliability`, `tied`, `untried`, `never-worked`, `unfinished`, `power`, `partial`, `seeds`: read before the figures are used. `simulated`, `unstable`,
 * `pool`: what the figures are made of. `logged`: what was noticed while the run went on.
 */
type NoticeKind =
  | 'model'
  | 'baseline'
  | 'unconfirmed'
  | 'overtuned'
  | 'collapse'
  | 'reliability'
  | 'tied'
  | 'untried'
  | 'unfinished'
  | 'never-worked'
  | 'power'
  | 'partial'
  | 'seeds'
  | 'simulated'
  | 'unstable'
  | 'pool'
  | 'environment'
  | 'code'
  | 'logged';

export interface RunNotice {
  readonly kind: NoticeKind;
  readonly text: string;
}

/** Generated data say nothing about real ones. */
export function simulationNotices({
  data,
}: {
  readonly data: Pick<Result['data'], 'name' | 'simulated'>;
}): RunNotice[] {
  if (!data.simulated) return [];
  return [{ kind: 'simulated', text: `The data (${data.name}) are simulated and say nothing about real data.` }];
}

/** What spreads are of where each replicate divides the data anew. */
export function divisionTexts(plan: JsonObject): string[] {
  if (!areSplitsRepeated(plan)) return [];
  return [
    'Each replicate divides pool and selection set anew, alike for all candidates: spreads and intervals are of training and of dividing together.',
  ];
}

/** The examples that a training is judged by, after `on`. */
export function judgingWords(plan: JsonObject): string {
  return areSplitsRepeated(plan) ? "its replicate's own selection set" : 'the selection set';
}

/** What happened around the trials: other machines, changed code, what the log noticed. */
export function circumstanceNotices(run: Pick<Result, 'stretches' | 'code' | 'notices'>): RunNotice[] {
  return [...environmentNotices(run), ...codeNotices(run), ...loggedNotices(run)];
}

/** Where stretches of the run had different software or processors. */
function environmentNotices({ stretches }: Pick<Result, 'stretches'>): RunNotice[] {
  const environments = new Set(stretches.map(({ environment }) => JSON.stringify(environment)));
  if (environments.size < 2) return [];
  const text = `The run went on in ${environments.size} environments: losses are comparable, but not bit-identical when it is repeated.`;
  return [{ kind: 'environment', text }];
}

/** Where trials rest on different code, and somebody said that they may. */
function codeNotices({ code }: Pick<Result, 'code'>): RunNotice[] {
  if (code === null || code.changed.length === 0) return [];
  const text = `The trainer's code changed between trials (${nameSome(code.changed)}), which was accepted: losses from before and after the change are used together.`;
  return [{ kind: 'code', text }];
}

/** What the log keeps: warnings, and what the user has decided. */
function loggedNotices({ notices }: Pick<Result, 'notices'>): RunNotice[] {
  // What is accepted of changed code is said with the files, and who never worked in words of its own.
  const others = notices.filter(({ kind }) => kind !== 'accepted-code' && kind !== NEVER_WORKED);
  return others.map(({ text }) => ({
    kind: 'logged',
    text: sentenceOf(capitalised(text)),
  }));
}

/** With a full stop at its end, unless it ends as a sentence already: what others have said may. */
export function sentenceOf(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Up to ten names, then how many more. */
export function nameSome(names: readonly string[], most = 10, between = ', '): string {
  const more = names.length - most;
  return names.slice(0, most).join(between) + (more > 0 ? ` and ${formatCount(more)} more` : '');
}
