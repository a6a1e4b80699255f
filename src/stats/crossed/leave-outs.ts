/** @file A figure of a crossed table, and what it is without each row, each column, and each row and column together. */
import { type CrossedValues, crossedComponents, type Without } from './crossed-components.js';

export interface LeaveOuts {
  readonly value: number;
  /** Without this row. */
  readonly rows: Float64Array;
  /** Without this column. */
  readonly columns: Float64Array;
  /** Without this row and this column. */
  readonly both: readonly Float64Array[];
}

/** What is left out of `rows` x `columns` trainings, one row, one column, or one of each at a time. */
export function leaveOuts(rows: number, columns: number, figure: (without: Without) => number): LeaveOuts {
  return {
    value: figure({}),
    rows: Float64Array.from({ length: rows }, (_, row) => figure({ row })),
    columns: Float64Array.from({ length: columns }, (_, column) => figure({ column })),
    both: Array.from({ length: rows }, (_, row) =>
      Float64Array.from({ length: columns }, (_, column) => figure({ row, column })),
    ),
  };
}

/** The figure as `leaveOuts` had it from its function. */
export function figureWithout(figure: LeaveOuts, { row, column }: Without): number {
  if (row === undefined) return column === undefined ? figure.value : (figure.columns[column] as number);
  return column === undefined ? (figure.rows[row] as number) : (figure.both[row]?.[column] as number);
}

/** The mean of what there is. */
export function meanWithout(values: CrossedValues): (without: Without) => number {
  return (without) => crossedComponents(values, without).mean;
}

/** Whether the figure can be told, and its error: all it is made of are numbers. */
export function isWhole({ value, rows, columns, both }: LeaveOuts): boolean {
  return [value, ...rows, ...columns, ...both.flatMap((line) => [...line])].every(Number.isFinite);
}
