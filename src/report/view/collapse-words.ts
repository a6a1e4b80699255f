/** @file What is said of collapses: how many of the choice's trainings did, how many may, and what one is. */
import { baselineWords } from '../../core/index.js';
import { lossWord } from '../direction.js';
import { formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ResultCollapses } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import type { RunNotice } from './run-notices.js';

/** Whole sentences on the choice; none where nobody is chosen. */
export function collapseStatements(result: Result): string[] {
  const collapses = result.choice?.collapses ?? null;
  if (collapses === null) return [];
  return [`${countText(collapses, result.status)} ${definitionText(result, collapses)}`];
}

/** `0 of 20 fresh trainings collapsed: at most 14 % do (95 %).` */
function countText({ collapsed, trials, from, atMost }: ResultCollapses, status: Result['status']): string {
  if (from === 'fresh' && atMost !== null) {
    const of = `${collapsed} of ${formatQuantity(trials, 'fresh training')}`;
    return `${of} collapsed: at most ${formatShare(atMost)} do (95 %).`;
  }
  const none = status === 'running' ? 'No fresh trainings so far' : 'No fresh trainings';
  return `${none}: ${collapsed} of the ${formatQuantity(trials, 'training')} that chose it collapsed, which flatters it.`;
}

/** A bar below everything says nothing about anybody. */
export function collapseBarNotices({ members, choice, direction, ...result }: Result): RunNotice[] {
  const known = members.flatMap(({ collapses }) => (collapses === null ? [] : [collapses]));
  const bar = choice?.collapses?.bar ?? null;
  const isSet = known.length > 0 && known.every(({ by }) => by === 'setting');
  if (bar === null || !isSet || known.some(({ collapsed, trials }) => collapsed < trials)) return [];
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
    return 'Collapsed means diverged or failed here; `race: { collapse: ... }` sets a bar.';
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

/** `1 of 20`, for tables. */
export function collapsedOf({ collapsed, trials }: ResultCollapses): string {
  return `${collapsed} of ${trials}`;
}
