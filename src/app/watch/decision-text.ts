/** @file A decision of a race in one line. */
import type { Decision } from '../../core/index.js';
import { formatCount, formatValue } from '../../report/index.js';

const MOST_NAMED = 3;

/** `Look 12: 4 may be the best; a leads with 0.231; cannot be the best as things stand: b` */
export function decisionText(decision: Decision, nameOf: (id: string) => string): string {
  const { round, survivors, eliminated, incumbent, incumbentValue, idle = [], woken = [] } = decision;
  const some = (ids: readonly string[]): string => {
    const named = ids.slice(0, MOST_NAMED).map(nameOf).join(', ');
    return ids.length > MOST_NAMED ? `${named} and ${formatCount(ids.length - MOST_NAMED)} more` : named;
  };
  const isOpen = decision.idle !== undefined || decision.woken !== undefined;
  const parts = [
    survivors.length === 1
      ? '1 is left'
      : `${formatCount(survivors.length)} ${isOpen ? 'may be the best' : 'are left'}`,
    Number.isFinite(incumbentValue) ? `${nameOf(incumbent)} leads with ${formatValue(incumbentValue)}` : '',
    eliminated.length > 0 ? `out: ${some(eliminated)}` : '',
    idle.length > 0 ? `cannot be the best as things stand: ${some(idle)}` : '',
    woken.length > 0 ? `may be the best again: ${some(woken)}` : '',
  ];
  return `${isOpen ? 'Look' : 'Replicate'} ${formatCount(round)}: ${parts.filter((part) => part !== '').join('; ')}`;
}
