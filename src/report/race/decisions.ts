/** @file The decisions of a race as a table: which candidate was best, how many left (or became idle), how many were still in. */
import type { Result } from '../result/result-schema.js';
import type { Table } from '../table/table.js';
import { nameSome } from '../view/run-notices.js';

type Decision = Result['decisions'][number];

/** Names in one decision. */
const MOST_CHANGED = 4;

export function decisionTable(
  { decisions }: Pick<Result, 'decisions'>,
  nameOf: (id: string) => string,
): Table<Decision> {
  const byLooks = decisions.some(({ idle }) => idle !== undefined);
  const rules = new Set(decisions.map(({ rule }) => rule));
  const some = (ids: readonly string[] = []): string => nameSome(ids.map(nameOf), MOST_CHANGED);
  const changed = ({ eliminated, idle, woken = [] }: Decision): string => {
    if (idle === undefined) return some(eliminated);
    const parts = [idle.length > 0 && `idle: ${some(idle)}`, woken.length > 0 && `woken: ${some(woken)}`];
    return parts.filter(Boolean).join('; ');
  };
  return {
    id: 'decisions',
    caption: 'Decisions',
    columns: [
      { key: byLooks ? 'look' : 'after trainings', unit: 'count', of: ({ round }) => round },
      ...(rules.size < 2 ? [] : [{ key: 'rule', unit: 'sentence', of: ({ rule }: Decision) => rule } as const]),
      { key: 'best', unit: 'sentence', of: ({ incumbent }) => nameOf(incumbent) },
      { key: 'its value', unit: 'value', of: ({ incumbentValue: value }) => (Number.isNaN(value) ? null : value) },
      { key: byLooks ? 'idle' : 'out', unit: 'count', of: ({ idle, eliminated }) => (idle ?? eliminated).length },
      ...(byLooks ? [{ key: 'woken', unit: 'count', of: ({ woken = [] }: Decision) => woken.length } as const] : []),
      { key: byLooks ? 'may be best' : 'still in', unit: 'count', of: ({ survivors }) => survivors.length },
      { key: 'changed', label: 'who', unit: 'sentence', of: changed, spare: 2 },
    ],
    rows: decisions,
    all: 'in result.json',
  };
}
