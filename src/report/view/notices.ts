/** @file What readers of a race must not overlook beside its answer: what went wrong on the way, and what that means. */

import type { ToleranceAnswer, Unconfirmed } from '../../questions/race/plan/index.js';
import { shareAtMost } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { criterionPhrase } from './choice-words.js';
import { reliabilityNotices } from './reliability-words.js';
import { circumstanceNotices, type RunNotice } from './run-notices.js';
import type { Telling } from './telling.js';

/** Most important first; empty for a race on which nothing happened. */
export function noticesOf(result: Result, telling: Telling): readonly RunNotice[] {
  return [
    ...modelNotices(result),
    ...unconfirmedNotices(result),
    ...reliabilityNotices(result, telling),
    ...unseenDivergence(result),
    ...accidentNotices(result),
    ...circumstanceNotices(result),
  ];
}

/** Where there should be one. */
function modelNotices({ winner }: Result): RunNotice[] {
  return winner?.noModel === undefined ? [] : [{ kind: 'model', text: `There is no model. ${winner.noModel}` }];
}

/** The reason in one sentence, and what to do. */
function unconfirmedNotices(result: Result): RunNotice[] {
  const { unconfirmed, tolerance, plan } = result;
  if (unconfirmed === null || tolerance === null) return [];
  const more = typeof plan.maxReplicates === 'number' ? ` and \`maxReplicates: ${2 * plan.maxReplicates}\`` : '';
  const next =
    'Look at the fresh trainings that went worst, and whether data, code or machines changed; then race again with another seed' +
    `${more}. Until then rely on neither claim nor strict bound.`;
  return [{ kind: 'unconfirmed', text: `${reasonText(result, unconfirmed, tolerance)} ${next}` }];
}

function reasonText(
  result: Result,
  { expected, expectedWorst, freshBest, level, n }: Unconfirmed,
  { value }: ToleranceAnswer,
): string {
  // Of scores the worse end is the lower one; of their spread it is not.
  const [atMost, atLeast] = expectedWorst < expected ? ['at least', 'at most'] : ['at most', 'at least'];
  const figure = (one: number) => formatValue(one, 3);
  const expectation = `it expected a ${criterionPhrase(result)} of ${figure(expected)} for the winner, ${atMost} ${figure(expectedWorst)}`;
  const fresh = formatQuantity(n, 'fresh training');
  const found = Number.isFinite(freshBest)
    ? `by ${fresh} it is ${atLeast} ${figure(freshBest)} (both at ${formatShare(level)})`
    : `among ${fresh} some did not train, which makes it infinite`;
  const beyond =
    value > 0 && Number.isFinite(freshBest) ? `, worse by more than the tolerance of ${formatValue(value, 2)}` : '';
  return `The verdict is stopped because fresh trainings contradict the race: ${expectation}; ${found}${beyond}.`;
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
