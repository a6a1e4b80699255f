/** @file An explanation row by row: columns, the most important first, then groups; and those rows that are drawn. */
import type { Explanation, UnitImportance } from './explanation.js';

export interface RelianceRow extends UnitImportance {
  readonly name: string;
}

/** More are in the data of the figure. */
const MOST_COLUMNS = 20;
const MOST_GROUPS = 6;

export function relianceRows({ columns, groups }: Pick<Explanation, 'columns' | 'groups'>): readonly RelianceRow[] {
  return [
    ...columns.map((unit) => ({ ...unit, name: unit.column })),
    ...groups.map((unit, place) => ({ ...unit, name: `group ${place + 1} (${unit.columns.length} columns)` })),
  ];
}

/** The first of each; infinite importances cannot be drawn. */
export function drawnRows({ columns, groups }: Explanation): readonly RelianceRow[] {
  const first = { columns: columns.slice(0, MOST_COLUMNS), groups: groups.slice(0, MOST_GROUPS) };
  return relianceRows(first).filter(({ least, most }) => Number.isFinite(least) && Number.isFinite(most));
}
