/** @file What is explained of each cell: location, spread and rate of collapse, with what each is without any of its rows and columns. */
import {
  type CrossedValues,
  crossedComponents,
  type LeaveOuts,
  leaveOuts,
  meanWithout,
} from '../../../../stats/index.js';
import type { CoupledTable } from '../coupled-table.js';

/** A cell whose rows and columns are those with any training in any cell, so that they are the same everywhere. */
export interface CellValues {
  /** On the scale of location and spread; undefined where a training collapsed or is missing. */
  readonly came: CrossedValues;
  /** 1 where it collapsed, 0 where it came out. */
  readonly collapsed: CrossedValues;
}

export function cellValues({ cells, logarithmic }: CoupledTable): CellValues[] {
  const isThere = (row: number, column: number) => cells.some(({ values }) => values[row]?.[column] !== undefined);
  const height = Math.max(...cells.map(({ values }) => values.length));
  const width = Math.max(...cells.flatMap(({ values }) => values.map((line) => line.length)));
  const all = (count: number) => Array.from({ length: count }, (_, index) => index);
  const rows = all(height).filter((row) => all(width).some((column) => isThere(row, column)));
  const columns = all(width).filter((column) => all(height).some((row) => isThere(row, column)));
  return cells.map(({ values }) => {
    const lines = rows.map((row) => columns.map((column) => values[row]?.[column]));
    return {
      came: lines.map((line) =>
        line.map((value) => (typeof value === 'number' ? (logarithmic ? Math.log(value) : value) : undefined)),
      ),
      collapsed: lines.map((line) =>
        line.map((value) => (value === undefined ? undefined : Number(value === 'collapsed'))),
      ),
    };
  });
}

export function locationFigure({ came }: CellValues): LeaveOuts {
  return leavingOut(came, meanWithout(came));
}

export function spreadFigure({ came }: CellValues): LeaveOuts {
  return leavingOut(came, (without) => Math.log(crossedComponents(came, without).total) / 2);
}

/** The variance of one training over weights and samples. */
export function varianceFigure({ came }: CellValues): LeaveOuts {
  return leavingOut(came, (without) => crossedComponents(came, without).total);
}

export function rateFigure({ collapsed }: CellValues): LeaveOuts {
  return leavingOut(collapsed, meanWithout(collapsed));
}

/** Of whether one training collapses. */
export function rateVarianceFigure({ collapsed }: CellValues): LeaveOuts {
  const rate = meanWithout(collapsed);
  return leavingOut(collapsed, (without) => rate(without) * (1 - rate(without)));
}

export function leavingOut(values: CrossedValues, figure: Parameters<typeof leaveOuts>[2]): LeaveOuts {
  return leaveOuts(values.length, values[0]?.length ?? 0, figure);
}

/** The logarithm of the mean over cells. */
export function logMeanOf(figures: readonly LeaveOuts[]): LeaveOuts {
  const mean = (pick: (figure: LeaveOuts) => number): number =>
    Math.log(figures.reduce((sum, figure) => sum + pick(figure), 0) / figures.length);
  const [first] = figures as readonly [LeaveOuts];
  return leaveOuts(first.rows.length, first.columns.length, ({ row, column }) =>
    mean((figure) => {
      if (row === undefined) return column === undefined ? figure.value : (figure.columns[column] as number);
      return column === undefined ? (figure.rows[row] as number) : (figure.both[row]?.[column] as number);
    }),
  );
}
