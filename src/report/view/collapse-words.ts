/** @file What is said of collapses: how many of the winner's trainings did, how many may, and what one is. */
import { baselineWords } from '../../core/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ResultCollapses } from '../result/figure-schema.js';
import type { Result } from '../result/result-schema.js';
import { endingsText } from './ending-words.js';
import type { RunNotice } from './run-notices.js';

/** Whole sentences on the winner; none where nobody is chosen. */
export function collapseStatements(result: Result): string[] {
  const collapses = result.winner?.collapses ?? null;
  if (collapses === null) return [];
  return [`${countText(collapses, result.status)} ${definitionText(result, collapses)}`];
}

/** `0 of 20 fresh trainings collapsed: at most 14 % do (95 %).`; `6 of 20 fresh trainings failed, 0 collapsed: ...`. */
function countText(collapses: ResultCollapses, status: Result['status']): string {
  const { begun, failed, collapsed, from, atMost } = collapses;
  if (from === 'fresh' && atMost !== null) {
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
  const [best, side] =
    direction === 'maximize' ? [Math.max(...bests), 'below'] : ([Math.min(...bests), 'above'] as const);
  const word = lossWord({ direction, ...result });
  const text =
    `Every training counts as a collapse: \`race.collapse\` says ${side} ${formatValue(bar)}, and the best ${word} is ` +
    `${formatValue(best)}. Correct it; nothing needs to be trained again.`;
  return [{ kind: 'collapse', text }];
}

function definitionText(result: Result, { by, bar }: ResultCollapses): string {
  if (by === 'divergence' || bar === null) {
    return 'Collapsed means diverged here; `race: { collapse: ... }` sets a bar.';
  }
  const side = result.direction === 'maximize' ? 'below' : 'above';
  const trivial = result.baselines.find(({ kind }) => kind === 'trivial');
  const why = {
    setting: 'as it was set',
    baseline: `no better than ${trivial === undefined ? 'the trivial baseline' : baselineWords(trivial)}`,
    spread: `ten typical spreads of retraining ${side} its median`,
  }[by];
  return `Collapsed means ${lossWord(result)} ${side} ${formatValue(bar)}: ${why}.`;
}
