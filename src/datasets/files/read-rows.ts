/** @file Reads rows for a model from a table: the columns that it was trained on, without a target. */
import type { ColumnEncoding, RawColumn } from '../columns/encoding.js';
import { kindToState, readColumn } from '../columns/parse-cells.js';
import { requireColumn } from './choose-columns.js';
import { openTable } from './open-table.js';
import type { Cell } from './table-file.js';

export interface TableRows<Rows> {
  readonly count: number;
  readonly rows: Rows;
}

/** Columns as an encoding has them, missing cells included. Throws an InputError for a column or a cell that does not fit, by row. */
export async function readRawRows(
  path: string,
  encoding: readonly ColumnEncoding[],
): Promise<TableRows<readonly RawColumn[]>> {
  const file = await openTable(path, {});
  const names = encoding.map(({ name }) => requireColumn(name, 'columns of the model', file).name);
  const { count, cells } = await file.read([], names, new Set(names));
  const rows = encoding.map((column) => {
    const place = { path, name: column.name, delimiter: file.delimiter };
    const kind = kindToState(column.kind, column.kind === 'number' ? column.format : 'plain');
    return readColumn(cells.get(column.name) as readonly Cell[], place, kind).raw;
  });
  return { count, rows };
}

/** count x names numbers, row by row. Throws an InputError for a column that is not there and for a cell that is no number. */
export async function readNumberRows(path: string, names: readonly string[]): Promise<TableRows<Float32Array>> {
  const file = await openTable(path, {});
  for (const name of names) requireColumn(name, 'columns of the model', file);
  const { count, groups } = await file.read([names], []);
  return { count, rows: groups[0] as Float32Array };
}
