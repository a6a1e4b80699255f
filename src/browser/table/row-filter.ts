/** @file The rows that are left by a search over all texts and by what is written above columns. */
import type { TableColumn } from '../../report/in-page.js';
import { type CellTest, FilterError, parseFilter } from './column-filter.js';
import { cellAt, type TableData, type TableWish } from './table-data.js';

interface Filtered {
  /** Of `order`, in that order. */
  readonly rows: Uint32Array;
  /** What is wrong with a filter, by column; such a one keeps everything. */
  readonly errors: ReadonlyMap<string, string>;
}

export function filterRows(
  data: TableData,
  order: Uint32Array,
  wish: TableWish,
  texts: () => readonly string[],
): Filtered {
  const errors = new Map<string, string>();
  const tests = data.columns.flatMap((column) => {
    const test = testOf(column, wish.filters.get(column.id) ?? '', errors);
    return test === null ? [] : [{ column, test }];
  });
  const words = wish.search.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = words.length === 0 ? [] : texts();
  const rows = order.filter(
    (row) =>
      words.every((word) => searched[row]?.includes(word)) &&
      tests.every(({ column, test }) => test(cellAt(column, row))),
  );
  return { rows, errors };
}

function testOf(column: TableColumn, text: string, errors: Map<string, string>): CellTest | null {
  try {
    return parseFilter(text, column);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    errors.set(column.id, error.message);
    return null;
  }
}

/** By row: names, standing and settings, lower-case. */
export function searchTexts({ columns, rows }: TableData): string[] {
  const searched = columns.filter(({ kind }) => kind === 'text' || kind === 'setting');
  return Array.from({ length: rows }, (_, row) =>
    searched
      .map((column) => cellAt(column, row) ?? '')
      .join('\n')
      .toLowerCase(),
  );
}
