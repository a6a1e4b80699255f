/** @file How trainings ended, in words: over all that were begun, and said before any loss of theirs. */
import type { Endings } from '../../stats/index.js';
import { formatCount, formatQuantity } from '../number-text.js';

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
