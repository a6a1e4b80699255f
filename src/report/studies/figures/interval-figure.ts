/** @file Figure: a column of a table with its intervals, a row each, in the texts of the table. */
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { columnsShown, type Table, tableData } from '../../table/table.js';

interface IntervalFigure<Row> extends Pick<Chart, 'id' | 'title' | 'says' | 'reads' | 'n'> {
  readonly table: Table<Row>;
  /** Of the column that is drawn. */
  readonly key: string;
  readonly name: (row: Row) => string;
  readonly roleOf: (row: Row) => IntervalRow['role'];
  /** Behind a name; its value where absent. */
  readonly note?: (row: Row) => string;
  readonly quantity: string;
  readonly isShare?: boolean;
  /** More rows are in the table alone; all where absent. */
  readonly most?: number;
}

export function intervalFigure<Row>(figure: IntervalFigure<Row>): Chart {
  const { table, key, name, roleOf, note, quantity, isShare = false, most } = figure;
  const shown: Table<Row> = { ...table, columns: table.columns.filter((column) => column.key === key) };
  const [column] = shown.columns;
  const cells = columnsShown(shown, 'page')[0]?.cells ?? [];
  const rows = table.rows.slice(0, most).map((row, place): IntervalRow => {
    const value = column?.of(row);
    const interval = column?.interval?.(row) ?? null;
    const { text = '', ends = '' } = cells[place] ?? {};
    return {
      name: name(row),
      note: note?.(row) ?? text,
      value: typeof value === 'number' ? value : Number.NaN,
      interval: interval !== null && 'low' in interval ? [interval.low, interval.high] : null,
      role: roleOf(row),
      title: `${name(row)}: ${text} ${ends}`.trim(),
    };
  });
  const { id, title, says, reads = [], n } = figure;
  const plot = intervalChart({ rows, quantity, ...(isShare ? { isShare } : { hasZero: true }) });
  return { id, title, says, reads, n, plot, data: tableData(table) };
}
