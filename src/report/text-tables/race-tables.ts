/** @file The choice and its rivals as tables for other documents, with the figures and headings of the terminal. */
import { layoutRows } from '../terminal/member-columns.js';
import { legible } from '../view/candidate-names.js';
import { groupText } from '../view/finalists-view.js';
import type { ReportView } from '../view/report-view.js';
import type { TextTable } from './text-table.js';

/** One for trials of each kind; none before there is any. */
export function raceTables(view: ReportView): readonly TextTable[] {
  return view.finalists.groups.map((group): TextTable => {
    const [, ...others] = layoutRows(view, group.rows, Number.POSITIVE_INFINITY).columns;
    return {
      caption: groupText(group, view.result),
      columns: [{ heading: 'candidate', align: 'left' }, ...others],
      // A document has room for the whole name.
      rows: group.rows.map((row) => [legible(row.label) || legible(row.id), ...others.map(({ cell }) => cell(row))]),
    };
  });
}
