/** @file An explanation as a table for programs: one row a column, and one for each group of columns that say nearly the same. */
import { csvLine } from '../csv-line.js';
import type { Explanation, UnitImportance } from './explanation.js';

/** CSV with a header; `instance.<replicate>` are the retrainings. Columns of a group are joined by ` + `. */
export function explanationCsv({ columns, groups, instances, spread, exported }: Explanation): string {
  const each = spread === 'model' ? [] : instances.map(({ replicate }) => `instance.${replicate}`);
  const header = [
    'column',
    'importance',
    'least',
    'most',
    'error',
    'p_value',
    'clear',
    ...(exported === null ? [] : ['exported']),
    ...each,
  ];
  const line = (name: string, unit: UnitImportance) =>
    csvLine([
      name,
      ...[unit.importance, unit.least, unit.most, unit.error, unit.pValue].map(String),
      unit.isClear ? 'yes' : 'no',
      ...(unit.exported === null ? [] : [String(unit.exported)]),
      ...(each.length === 0 ? [] : unit.values.map(String)),
    ]);
  return [
    csvLine(header),
    ...columns.map((unit) => line(unit.column, unit)),
    ...groups.map((unit) => line(unit.columns.join(' + '), unit)),
  ].join('');
}
