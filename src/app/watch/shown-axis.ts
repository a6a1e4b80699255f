/** @file An axis of the watched page: its ends as numbers and as texts, since the page's script writes no numbers. */
import { formatValue } from '../../report/index.js';
import type { Board } from '../../watch/index.js';

export function shownAxis(low: number, high: number): Board['axis'] {
  return { low, high, lowText: formatValue(low, 3), highText: formatValue(high, 3) };
}
