/**
 * @file A figure of a crossed table and of fresh pairs beside it, and what it is without each row, each column, each row and column together, and
 * each pair.
 */
import { type CrossedValues, crossedComponents, type Without } from './crossed-components.js';

export interface LeaveOuts {
  readonly value: number;
  /** Without this row. */
  readonly rows: Float64Array;
  /** Without this column. */
  readonly columns: Float64Array;
  /** Without this row and this column. */
  readonly both: readonly Float64Array[];
  /** Without this fresh pair; empty where there are none. */
  readonly pairs: Float64Array;
}

/** What is taken as missing: a row, a column, one of each, or a pair. */
export interface LeftOut extends Without {
  readonly pair?: number;
}

/** How many there are of each that can be left out. */
interface LeaveOutCounts {
  readonly rows: number;
  readonly columns: number;
  readonly pairs: number;
}

export function leaveOuts({ rows, columns, pairs }: LeaveOutCounts, figure: (without: LeftOut) => number): LeaveOuts {
  return {
    value: figure({}),
    rows: Float64Array.from({ length: rows }, (_, row) => figure({ row })),
    columns: Float64Array.from({ length: columns }, (_, column) => figure({ column })),
    both: Array.from({ length: rows }, (_, row) =>
      Float64Array.from({ length: columns }, (_, column) => figure({ row, column })),
    ),
    pairs: Float64Array.from({ length: pairs }, (_, pair) => figure({ pair })),
  };
}

/** How many of each a figure was made without. */
export function countsOf({ rows, columns, pairs }: LeaveOuts): LeaveOutCounts {
  return { rows: rows.length, columns: columns.length, pairs: pairs.length };
}

/** The figure as `leaveOuts` had it from its function. */
export function figureWithout(figure: LeaveOuts, { row, column, pair }: LeftOut): number {
  if (pair !== undefined) return figure.pairs[pair] as number;
  if (row === undefined) return column === undefined ? figure.value : (figure.columns[column] as number);
  return column === undefined ? (figure.rows[row] as number) : (figure.both[row]?.[column] as number);
}

/** The mean of what there is. */
export function meanWithout(values: CrossedValues): (without: Without) => number {
  return (without) => crossedComponents(values, without).mean;
}

/** Whether the figure can be told, and its error: all it is made of are numbers. */
export function isWhole({ value, rows, columns, both, pairs }: LeaveOuts): boolean {
  return [value, ...rows, ...columns, ...pairs, ...both.flatMap((line) => [...line])].every(Number.isFinite);
}
