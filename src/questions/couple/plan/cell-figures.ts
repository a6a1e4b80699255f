/** @file What is explained of each cell, or read off: location, spread and rate of collapse, with what each is without any of its weights and samples. */
import {
  type CrossedAndFresh,
  type CrossedValues,
  countsOf,
  crossedComponents,
  figureWithout,
  joinFresh,
  type LeaveOuts,
  leaveOuts,
  mean,
  meanWithout,
  meanWorth,
  type TwoFigures,
  variance,
  varianceWorth,
  type Worths,
} from '../../../stats/index.js';
import type { CoupledCell, CoupledTable, CoupledValue } from './coupled-table.js';

/** The trainings of a cell, twice; rows, columns and pairs without any value in any cell are left out of each. */
export interface CellValues {
  /** On the scale of location and spread; undefined where a training collapsed or is missing. */
  readonly came: CrossedAndFresh;
  /** 1 where it collapsed, 0 where it came out. */
  readonly collapsed: CrossedAndFresh;
}

export function cellValues({ cells, logarithmic }: CoupledTable): CellValues[] {
  const came = trimmed(cells, (value) =>
    typeof value !== 'number' ? undefined : logarithmic ? Math.log(value) : value,
  );
  const collapsed = trimmed(cells, (value) => (value === undefined ? undefined : Number(value === 'collapsed')));
  return came.map((own, place) => ({ came: own, collapsed: collapsed[place] as CrossedAndFresh }));
}

/** One weight that collapses everywhere is no weight that leaving out could tell anything of. */
function trimmed(cells: readonly CoupledCell[], of: (value: CoupledValue) => number | undefined): CrossedAndFresh[] {
  const tables = withoutEmptyLines(cells.map(({ values }) => values.map((line) => line.map(of))));
  // Pairs are the columns of a table of one row.
  const pairs = withoutEmptyLines(cells.map(({ diagonal }) => [diagonal.map(of)]));
  return tables.map((table, place) => ({ table, fresh: pairs[place]?.[0] ?? [] }));
}

function withoutEmptyLines(tables: readonly CrossedValues[]): CrossedValues[] {
  const indices = (count: number) => Array.from({ length: count }, (_, index) => index);
  const rows = indices(Math.max(...tables.map((table) => table.length))).filter((row) =>
    tables.some((table) => table[row]?.some((value) => value !== undefined)),
  );
  const columns = indices(Math.max(...tables.flatMap((table) => table.map((line) => line.length)))).filter((column) =>
    tables.some((table) => table.some((line) => line[column] !== undefined)),
  );
  return tables.map((table) => rows.map((row) => columns.map((column) => table[row]?.[column])));
}

export const MEANS: (values: CrossedValues) => TwoFigures = (table) => ({ ofTable: meanWithout(table), ofFresh: mean });
export const VARIANCES: (values: CrossedValues) => TwoFigures = (table) => ({
  ofTable: (without) => crossedComponents(table, without).total,
  ofFresh: variance,
});

/** Of a mean, by what the design makes it worth. */
export function meanWorths(rows: number, columns: number, pairs: number): Worths {
  return { table: meanWorth(rows, columns), fresh: pairs };
}

export function varianceWorths(rows: number, columns: number, pairs: number): Worths {
  return { table: varianceWorth(rows, columns), fresh: pairs - 1 };
}

export function locationFigure({ came }: CellValues): LeaveOuts {
  return joinFresh(came, MEANS(came.table), meanWorths);
}

export function spreadFigure({ came }: CellValues): LeaveOuts {
  return joinFresh(came, VARIANCES(came.table), varianceWorths, (joined) => Math.log(joined) / 2);
}

/** The variance of one training over weights and samples. */
export function varianceFigure({ came }: CellValues): LeaveOuts {
  return joinFresh(came, VARIANCES(came.table), varianceWorths);
}

export function rateFigure({ collapsed }: CellValues): LeaveOuts {
  return joinFresh(collapsed, MEANS(collapsed.table), meanWorths);
}

/** Of whether one training collapses. */
export function rateVarianceFigure({ collapsed }: CellValues): LeaveOuts {
  return joinFresh(collapsed, MEANS(collapsed.table), meanWorths, (rate) => rate * (1 - rate));
}

/** The logarithm of the mean over cells. */
export function logMeanOf(figures: readonly LeaveOuts[]): LeaveOuts {
  const [first] = figures as readonly [LeaveOuts];
  return leaveOuts(countsOf(first), (without) =>
    Math.log(figures.reduce((sum, figure) => sum + figureWithout(figure, without), 0) / figures.length),
  );
}
