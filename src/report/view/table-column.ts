/** @file Completes a column of the table of all candidates with what its numbers need to be written. */
import { quantileOfSorted, sorted } from '../../stats/index.js';
import type { Cell } from '../figures/figure-data.js';
import type { TableColumn } from './table-shape.js';

/** What somebody who makes a column says of it. */
export type MadeColumn = Pick<TableColumn, 'id' | 'heading' | 'meaning' | 'kind' | 'cells'> & {
  readonly isShown?: boolean;
  /** How uncertain a value of it typically is, as a half width; unknown by default. */
  readonly spread?: number | null;
};

export function completeColumn({ isShown = true, spread = null, ...column }: MadeColumn): TableColumn {
  return { ...column, isShown, spread, sample: column.kind === 'value' ? sampleOf(column.cells) : [] };
}

/** Its digits depend on the middle and the ends of a column: they are not worth a look at 50,000 cells. */
const SAMPLED = 33;

function sampleOf(cells: readonly Cell[]): number[] {
  const values = sorted(cells.filter((cell): cell is number => typeof cell === 'number' && Number.isFinite(cell)));
  if (values.length <= SAMPLED) return [...values];
  return Array.from({ length: SAMPLED }, (_, place) => quantileOfSorted(values, place / (SAMPLED - 1)));
}
