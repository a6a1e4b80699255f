/** @file An axis of the watched page: its ends as numbers and as texts, since the page's script writes no numbers. */
import { formatValue } from '../../report/index.js';
import type { Board } from '../../watch/index.js';

/** Of values between bounds that are known, or were thought to be: it goes beyond them only where one of these does. */
export function shownAxis(
  ends: readonly [low: number, high: number],
  [least, most]: readonly [least: number, most: number],
  values: readonly number[],
): Board['axis'] {
  const low = Math.max(ends[0], Math.min(least, ...values));
  const high = Math.min(ends[1], Math.max(most, ...values));
  return { low, high, lowText: formatValue(low, 3), highText: formatValue(high, 3) };
}
