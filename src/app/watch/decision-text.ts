/** @file A decision of a race in one line. */
import type { Decision } from '../../core/index.js';
import { formatCount, formatQuantity, formatValue } from '../../report/index.js';
import type { Subject } from './subject.js';

const MOST_NAMED = 2;

/**
 * `Look 12: b takes the lead with q3 0.231; 4 others in the running; out for now: a`, `After 3 trainings each: 4 candidates are left;
 * eliminated: b`. Who leads is said where the decision before did not say so. These are about where trainings go; what may be claimed of
 * anybody is said by its status.
 */
export function decisionText(decision: Decision, before: Decision | undefined, { nameOf, criterion }: Subject): string {
  const { round, survivors, eliminated, incumbent, incumbentValue, idle, woken } = decision;
  const some = (ids: readonly string[]): string => {
    const named = ids.slice(0, MOST_NAMED).map(nameOf).join(', ');
    return ids.length > MOST_NAMED ? `${named} and ${formatCount(ids.length - MOST_NAMED)} more` : named;
  };
  const list = (title: string, ids: readonly string[] = []) => (ids.length === 0 ? [] : [`${title}: ${some(ids)}`]);
  const isOpen = idle !== undefined || woken !== undefined;
  const value =
    criterion && Number.isFinite(incumbentValue)
      ? ` with ${criterion.name} ${formatValue(criterion.show(incumbentValue), 3)}`
      : '';
  const parts = [
    ...(before?.incumbent === incumbent ? [] : [`${nameOf(incumbent)} takes the lead${value}`]),
    isOpen
      ? rivalsText(survivors.length - 1)
      : `${formatQuantity(survivors.length, 'candidate is', 'candidates are')} left`,
    ...list('eliminated', eliminated),
    ...list('out for now', idle),
    ...list('back', woken),
  ];
  return `${isOpen ? `Look ${formatCount(round)}` : `After ${formatQuantity(round, 'training')} each`}: ${parts.join('; ')}`;
}

function rivalsText(rivals: number): string {
  return rivals === 0 ? 'nobody else is in the running' : `${formatCount(rivals)} others in the running`;
}
