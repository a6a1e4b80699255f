/** @file How trainings ended, in words: failed and collapsed ones, what a collapse is, what probation has shown, what to correct where all diverged. */

import { baselineWords, flatSettings, isOfProgram, type JsonObject, type RunHeader } from '../../core/index.js';
import type { Collapses, ProbationMember } from '../../questions/race/plan/index.js';
import type { Endings } from '../../stats/index.js';
import { lossWord, wayOf } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ResultFigures } from '../result/figure-schema.js';
import type { Result } from '../result/result-schema.js';
import type { RunNotice } from './run-notices.js';

/**
 * `kind`: `fresh training`; `which`: some of them alone. Without a full stop at its end.
 *
 * @example endingsText({ begun: 20, failed: 6, collapsed: 1 }, 'fresh training') // 6 of 20 fresh trainings failed, 1 collapsed
 */
export function endingsText(
  { begun, failed, collapsed }: Endings,
  kind: string,
  which: '' | 'the first ' = '',
): string {
  const of = `${which}${formatQuantity(begun, kind)}`;
  if (failed === 0) return `${formatCount(collapsed)} of ${of} collapsed`;
  const more = collapsed === 0 ? '' : `, ${formatCount(collapsed)} collapsed`;
  return `${formatCount(failed)} of ${of} failed${more}`;
}

/** The losses that a figure uses: `20 fresh trainings`, or `the 14 fresh trainings that count` where others were begun. */
export function countedText(
  { trials, begun }: { readonly trials: number; readonly begun: number },
  kind: string,
): string {
  const counted = formatQuantity(trials, kind);
  return trials === begun ? counted : `the ${counted} that ${trials === 1 ? 'counts' : 'count'}`;
}

/** Diverged where nothing else is known. */
export function lostWord({ diverged, failed }: Pick<ResultFigures, 'diverged' | 'failed'>): string {
  if (failed === 0) return 'diverged';
  return diverged === 0 ? 'failed' : 'diverged or failed';
}

const LEARNING_RATE = /(?:^|[.\s])(?:learning[-_ ]?rate|lr)$/i;

/** The trainer and the candidates of a run in which all diverged. */
type Diverged = Pick<RunHeader, 'candidates' | 'experiment' | 'identityParts'>;

/** By what the trainer is: a learning rate is lowered where there is one. No full stop at its end. */
export function divergedAdvice(header: Diverged): string {
  const rates = header.candidates.flatMap(({ configuration }) =>
    flatSettings(configuration).filter(([name, text]) => LEARNING_RATE.test(name) && Number(text) > 0),
  );
  const [least] = rates.sort(([, a], [, b]) => Number(a) - Number(b));
  const correct =
    least === undefined
      ? `See why ${trainerWords(header)} NaN or an infinite number every time`
      : `Lower \`${least[0]}\` (the smallest here: ${least[1]})`;
  return `No loss was a finite number. ${correct}, or look for infinite or missing values in the data; then run the same command again`;
}

function trainerWords(header: Diverged): string {
  if (isOfProgram(header)) return 'your function returned';
  const { command, module } = (header.experiment.trainer ?? {}) as JsonObject;
  if (command !== undefined) return 'your command answered';
  return module === undefined ? 'the trainer gave' : 'your module returned';
}

/** Of the winner; null where none is chosen. */
export function collapseText(result: Result): string | null {
  const collapses = result.winner?.collapses ?? null;
  return collapses && `${countText(collapses, result.status)} ${definitionText(result, collapses)}`;
}

/** `0 of 20 fresh trainings collapsed: at most 14 % do (95 %).`; `6 of 20 fresh trainings failed, 0 collapsed: ...`. */
function countText(collapses: Collapses, status: Result['status']): string {
  const { begun, failed, collapsed, atMost } = collapses;
  if (atMost !== null) {
    const none = failed > 0 && collapsed === 0 ? ', 0 collapsed' : '';
    const lost = failed === 0 ? 'do' : 'fail or collapse';
    return `${endingsText(collapses, 'fresh training')}${none}: at most ${formatShare(atMost)} ${lost} (95 %).`;
  }
  const none = status === 'running' ? 'No fresh trainings so far' : 'No fresh trainings';
  const of = `the ${formatQuantity(begun, 'training')} that chose it`;
  const failing = failed === 0 ? '' : `${formatCount(failed)} of ${of} failed, `;
  return `${none}: ${failing}${formatCount(collapsed)}${failed === 0 ? ` of ${of}` : ''} collapsed, which flatters it.`;
}

/** A bar below everything says nothing about anybody. */
export function collapseBarNotices({ members, winner, direction, ...result }: Result): RunNotice[] {
  const known = members.flatMap(({ collapses }) => (collapses === null ? [] : [collapses]));
  const bar = winner?.collapses?.bar ?? null;
  const isSet = known.length > 0 && known.every(({ by }) => by === 'setting');
  if (
    bar === null ||
    !isSet ||
    known.some(({ collapsed, begun, failed }) => collapsed === 0 || collapsed < begun - failed)
  )
    return [];
  const bests = known.map(({ best }) => best);
  const { worseSide: side, sign } = wayOf({ direction });
  const best = sign * Math.min(...bests.map((value) => sign * value));
  const word = lossWord({ direction, ...result });
  const text =
    `Every training counts as a collapse: \`race.collapse\` says ${side} ${formatValue(bar)}, and the best ${word} is ` +
    `${formatValue(best)}. Correct it; nothing needs to be trained again.`;
  return [{ kind: 'collapse', text }];
}

function definitionText(result: Result, { by, bar }: Collapses): string {
  if (by === 'divergence' || bar === null) {
    return 'Collapsed means diverged here; `race: { collapse: ... }` sets a bar.';
  }
  const { worseSide: side } = wayOf(result);
  const trivial = result.baselines.find(({ kind }) => kind === 'trivial');
  const why = {
    setting: 'as it was set',
    baseline: `no better than ${trivial === undefined ? 'the trivial baseline' : baselineWords(trivial)}`,
    spread: `ten typical spreads of retraining ${side} its median`,
  }[by];
  return `Collapsed means ${lossWord(result)} ${side} ${formatValue(bar)}: ${why}.`;
}

/** For tables; null where it was not on probation. */
export function probationText(candidate: string, reliability: Result['reliability']): string | null {
  const status = reliability?.members.find((member) => member.candidate === candidate)?.status;
  if (status === undefined || status === 'waiting') return null;
  return { open: 'on probation', passed: 'passed probation', failed: 'failed probation' }[status];
}

/** Once it is over there may be more fresh trainings than it has counted. */
export function probationCount(member: ProbationMember): string {
  return endingsText(member, 'fresh training', member.status === 'open' ? '' : 'the first ');
}
