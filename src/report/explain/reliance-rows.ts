/** @file What a drawing of an explanation shows, row by row: the most important columns, then the groups. */
import type { Explanation, UnitImportance } from './explanation.js';

export interface RelianceRow extends UnitImportance {
  readonly name: string;
}

/** More are in the data of the figure. */
const MOST_COLUMNS = 20;
const MOST_GROUPS = 6;

/** Columns, most important first, then groups; infinite importances cannot be drawn. */
export function relianceRows({ columns, groups }: Explanation, isDrawn: boolean): readonly RelianceRow[] {
  const rows = [
    ...columns.slice(0, isDrawn ? MOST_COLUMNS : columns.length).map((unit) => ({ ...unit, name: unit.column })),
    ...groups
      .slice(0, isDrawn ? MOST_GROUPS : groups.length)
      .map((unit, place) => ({ ...unit, name: `group ${place + 1} (${unit.columns.length} columns)` })),
  ];
  return isDrawn ? rows.filter(({ least, most }) => Number.isFinite(least) && Number.isFinite(most)) : rows;
}
