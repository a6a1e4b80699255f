/** @file Says what readers of any run must not overlook: simulated data, what went wrong on the way, changed code or machines, what the log noticed. */
import { areSplitsRepeated, type JsonObject } from '../../core/index.js';
import { shareAtMost } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import { NEVER_WORKED } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import { capitalised } from './phrases.js';

/**
 * `model`, `baseline`, `overtuned`, `collapse`, `tied`, `untried`, `never-worked`, `unfinished`, `power`, `partial`, `seeds`: read before the figures are used. `simulated`, `unstable`,
 * `pool`: what the figures are made of. `logged`: what was noticed while the run went on.
 */
type NoticeKind =
  | 'model'
  | 'baseline'
  | 'overtuned'
  | 'collapse'
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

/** Most important first; empty for a race on which nothing happened. */
export function noticesOf(result: Result): readonly RunNotice[] {
  return [
    ...modelNotices(result),
    ...unseenDivergence(result),
    ...accidentNotices(result),
    ...circumstanceNotices(result),
  ];
}

/** Where there should be one. */
function modelNotices({ winner }: Result): RunNotice[] {
  return winner?.noModel === undefined ? [] : [{ kind: 'model', text: `There is no model. ${winner.noModel}` }];
}

/**
 * Where one divergence makes the criterion infinite, the thresholds know nothing of one that the winner has been spared: it
 * can be excluded up to a share of its trainings alone.
 */
function unseenDivergence({ winner, tolerance, trials, candidates, criterion }: Result): RunNotice[] {
  const own = candidates.find(({ id }) => id === winner?.candidate);
  if (own === undefined || tolerance === null || trials.diverged === 0 || own.divergedRate > 0) return [];
  if (criterion.divergence !== 'infinite') return [];
  const { confidence } = tolerance;
  const n = own.trials + own.fresh;
  const share = formatShare(shareAtMost(0, n, confidence));
  const text =
    `The winner did not diverge in ${formatQuantity(n, 'training')}, and others did: with ${formatShare(confidence)} confidence at most ` +
    `${share} of its trainings do. One that does counts as an infinite ${criterion.onLosses}, which what is stated leaves ` +
    'out; the criteria median and q3 take it as the share that it is.';
  return [{ kind: 'unstable', text }];
}

function accidentNotices(result: Result): RunNotice[] {
  const { trials, plan } = result;
  // Trainings of candidates that never worked are told apart: none of them counts as a loss.
  const apart = result.neverWorked.reduce((sum, one) => sum + one.trials, 0);
  const failures =
    apart === 0
      ? [`${formatCount(trials.failed)} failed`, `${formatCount(trials.timedOut)} timed out`]
      : [`${formatCount(trials.failed + trials.timedOut - apart)} of candidates that worked failed`];
  const accidents = [`${formatCount(trials.diverged)} diverged`, ...failures].filter((text) => !/^0 /.test(text));
  if (accidents.length === 0) return [];
  // A plan names its failures where not all of them count as the worst.
  const counted =
    plan.failures === undefined
      ? `counted as the worst possible ${lossWord(result)}`
      : 'counted, or left out, as `failures` says';
  return [
    { kind: 'unstable', text: `Of ${formatQuantity(trials.used, 'training')}, ${accidents.join(', ')}: ${counted}.` },
  ];
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
  const text = `The trainer's code changed between trainings (${nameSome(code.changed)}), which was accepted: losses from before and after the change are used together.`;
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
