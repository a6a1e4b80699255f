/** @file Why a verdict is provisional that the race itself would have given: fresh trials of the choice contradict it. */
import { formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ResultTolerance, ResultUnconfirmed } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import { criterionPhrase } from './choice-words.js';
import type { Notice } from './run-notices.js';

/** The reason in one sentence, and what to do. */
export function unconfirmedNotices(result: Result, largerIsBetter: boolean): Notice[] {
  const { unconfirmed, tolerance, plan } = result;
  if (unconfirmed === null || tolerance === null) return [];
  const more = typeof plan.maxReplicates === 'number' ? ` and \`maxReplicates: ${2 * plan.maxReplicates}\`` : '';
  const next =
    'Look at the fresh trials that went worst, and whether data, code or machines changed; then race again with another seed' +
    `${more}: neither verdict nor certificate of this race holds.`;
  return [{ kind: 'unconfirmed', text: `${reasonText(result, unconfirmed, tolerance, largerIsBetter)} ${next}` }];
}

function reasonText(
  result: Result,
  { expected, expectedWorst, freshBest, level, n }: ResultUnconfirmed,
  { value }: ResultTolerance,
  largerIsBetter: boolean,
): string {
  const [atMost, atLeast] = largerIsBetter ? ['at least', 'at most'] : ['at most', 'at least'];
  const figure = (one: number) => formatValue(one, 3);
  const counted = `the race counted on ${figure(expected)} (${atMost} ${figure(expectedWorst)})`;
  const found = Number.isFinite(freshBest) ? `are for ${atLeast} ${figure(freshBest)}` : 'make it infinite';
  const beyond =
    value > 0 && Number.isFinite(freshBest) ? `, further off than the tolerance of ${formatValue(value, 2)}` : '';
  return `The verdict is provisional because fresh trials contradict it: of the ${criterionPhrase(result)} of the choice ${counted}, and ${formatQuantity(n, 'fresh trial')} ${found}${beyond} (each at ${formatShare(level)}).`;
}
