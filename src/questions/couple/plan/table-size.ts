/**
 * @file How many indices of each of two streams a table has. Tables grow one row or one column at a time, so that the trainings of a larger one
 * contain those of every smaller one.
 */

/** Rows and columns: indices of the first stream, and of the second. */
export type TableSize = readonly [rows: number, columns: number];

/** The least that has an interaction in it. */
export const SMALLEST_TABLE: TableSize = [2, 2];

/** The next larger table, as square as `most` lets it be; undefined where it is the largest. */
function larger([rows, columns]: TableSize, most: TableSize): TableSize | undefined {
  if (rows < most[0] && (rows <= columns || columns === most[1])) return [rows + 1, columns];
  return columns < most[1] ? [rows, columns + 1] : undefined;
}

/**
 * From 2 x 2 to the largest of at most `trainings`, each table contained in the next; none where 2 x 2 are too many.
 *
 * @example growingTables([6, 6], 7) // [[2, 2], [3, 2]]
 */
export function growingTables(most: TableSize, trainings: number): TableSize[] {
  const tables: TableSize[] = [];
  let next: TableSize | undefined = SMALLEST_TABLE;
  while (next !== undefined && next[0] * next[1] <= trainings) {
    tables.push(next);
    next = larger(next, most);
  }
  return tables;
}
