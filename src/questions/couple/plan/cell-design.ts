/**
 * @file What is trained in a cell: a table of two streams, and fresh pairs beside it, both of whose indices are the same and behind those of the table.
 * Designs grow so that the trainings of a larger one contain those of every smaller one.
 */

/** Rows and columns: indices of the first stream, and of the second. */
export type TableSize = readonly [rows: number, columns: number];

export interface CellDesign {
  readonly table: TableSize;
  /** Pairs r of fresh indices, from the larger side of the table on. */
  readonly fresh: number;
}

/** Of two streams, in the order of a study's. */
export type IndexPair = readonly [first: number, second: number];

/** The least that has an interaction in it. */
export const SMALLEST_TABLE: TableSize = [2, 2];

/** Fewer pairs gain nothing that a simulation could see (docs/couple.md). */
export const LEAST_PAIRS = 6;

/**
 * From so many weights and samples on fresh pairs pay more than a larger table does, in all but shares of the variance: of 36 trainings a cell, 6 x 6
 * tell a coupling in 0.50 of studies, 4 x 4 with 20 pairs in all (`npm run bench:couple-power`).
 */
const PAYING_SIDE = 4;

/** Pairs to each training of the table, at most, before it grows: shares are told by the table alone. */
const MOST_PAIRS = 1.25;

export function trainingsOf({ table, fresh }: CellDesign): number {
  return table[0] * table[1] + fresh;
}

/** Of the table by rows, then of the pairs. */
export function indicesOf({ table, fresh }: CellDesign): readonly IndexPair[] {
  const [rows, columns] = table;
  const inTable = Array.from(
    { length: rows * columns },
    (_, place): IndexPair => [Math.floor(place / columns), place % columns],
  );
  const first = Math.max(rows, columns);
  return [...inTable, ...Array.from({ length: fresh }, (_, pair): IndexPair => [first + pair, first + pair])];
}

/**
 * From 2 x 2 to `most.table`, and once that is reached pairs beside it up to `most.fresh`: all designs of at most `trainings`; none where 2 x 2 are too
 * many.
 *
 * @example growingDesigns({ table: [6, 6], fresh: 0 }, 7) // 2 x 2, 3 x 2
 */
export function growingDesigns(most: CellDesign, trainings: number): CellDesign[] {
  const designs: CellDesign[] = [];
  let next: TableSize | undefined = SMALLEST_TABLE;
  while (next !== undefined && next[0] * next[1] <= trainings) {
    designs.push({ table: next, fresh: 0 });
    next = larger(next, most.table);
  }
  return next === undefined ? [...designs, ...withPairs(most.table, LEAST_PAIRS, most.fresh, trainings)] : designs;
}

/** From 2 x 2 to 4 x 4; then pairs and a larger table by turns. All of at most `trainings`. */
export function balancedDesigns(trainings: number): CellDesign[] {
  const designs = growingDesigns({ table: [PAYING_SIDE, PAYING_SIDE], fresh: 0 }, trainings);
  let behind = PAYING_SIDE + LEAST_PAIRS;
  for (let side = PAYING_SIDE; side ** 2 + behind - side <= trainings; side++) {
    const most = Math.round(MOST_PAIRS * side ** 2);
    designs.push(...withPairs([side, side], behind - side, most, trainings));
    behind = side + most;
  }
  return designs;
}

function withPairs(table: TableSize, least: number, most: number, trainings: number): CellDesign[] {
  const count = Math.min(most, trainings - table[0] * table[1]) - least + 1;
  return Array.from({ length: Math.max(0, count) }, (_, more) => ({ table, fresh: least + more }));
}

/** The next larger table, as square as `most` lets it be; undefined where it is the largest. */
function larger([rows, columns]: TableSize, most: TableSize): TableSize | undefined {
  if (rows < most[0] && (rows <= columns || columns === most[1])) return [rows + 1, columns];
  return columns < most[1] ? [rows, columns + 1] : undefined;
}
