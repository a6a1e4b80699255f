/** @file Why a verdict is provisional that the race itself would have given: fresh trials of the choice contradict it. */
import { formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ResultTolerance, ResultUnconfirmed } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import { criterionPhrase } from './choice-words.js';
import type { RunNotice } from './run-notices.js';

/** The reason in one sentence, and what to do. */
export function unconfirmedNotices(result: Result): RunNotice[] {
  const { unconfirmed, tolerance, plan } = result;
  if (unconfirmed === null || tolerance === null) return [];
  const more = typeof plan.maxReplicates === 'number' ? ` and \`maxReplicates: ${2 * plan.maxReplicates}\`` : '';
  const next =
    'Look at the fresh trials that went worst, and whether data, code or machines changed; then race again with another seed' +
    `${more}. Until then rely on neither verdict nor certificate.`;
  return [{ kind: 'unconfirmed', text: `${reasonText(result, unconfirmed, tolerance)} ${next}` }];
}

function reasonText(
  result: Result,
  { expected, expectedWorst, freshBest, level, n }: ResultUnconfirmed,
  { value }: ResultTolerance,
): string {
  // Of scores the worse end is the lower one; of their spread it is not.
  const [atMost, atLeast] = expectedWorst < expected ? ['at least', 'at most'] : ['at most', 'at least'];
  const figure = (one: number) => formatValue(one, 3);
  const expectation = `it expected a ${criterionPhrase(result)} of ${figure(expected)} for the choice, ${atMost} ${figure(expectedWorst)}`;
  const fresh = formatQuantity(n, 'fresh trial');
  const found = Number.isFinite(freshBest)
    ? `by ${fresh} it is ${atLeast} ${figure(freshBest)} (both at ${formatShare(level)})`
    : `among ${fresh} some did not train, which makes it infinite`;
  const beyond =
    value > 0 && Number.isFinite(freshBest) ? `, worse by more than the tolerance of ${formatValue(value, 2)}` : '';
  return `The verdict is provisional because fresh trials contradict the race: ${expectation}; ${found}${beyond}.`;
}
