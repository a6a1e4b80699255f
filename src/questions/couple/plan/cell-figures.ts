/** @file What is explained of each cell, or read off: location, spread and rate of collapse, with what each is without any of its rows and columns. */
import {
  type CrossedValues,
  crossedComponents,
  figureWithout,
  type LeaveOuts,
  leaveOuts,
  meanWithout,
} from '../../../stats/index.js';
import type { CoupledCell, CoupledTable, CoupledValue } from './coupled-table.js';

/** The table of a cell, twice; rows and columns without any value in any cell are left out of each. */
export interface CellValues {
  /** On the scale of location and spread; undefined where a training collapsed or is missing. */
  readonly came: CrossedValues;
  /** 1 where it collapsed, 0 where it came out. */
  readonly collapsed: CrossedValues;
}

export function cellValues({ cells, logarithmic }: CoupledTable): CellValues[] {
  const tables = cells.map(({ values }) => values);
  const came = trimmed(tables, (value) =>
    typeof value !== 'number' ? undefined : logarithmic ? Math.log(value) : value,
  );
  const collapsed = trimmed(tables, (value) => (value === undefined ? undefined : Number(value === 'collapsed')));
  return came.map((own, place) => ({ came: own, collapsed: collapsed[place] as CrossedValues }));
}

/** One weight that collapses everywhere is no weight that leaving out could tell anything of. */
function trimmed(
  tables: readonly CoupledCell['values'][],
  of: (value: CoupledValue) => number | undefined,
): CrossedValues[] {
  const all = tables.map((table) => table.map((line) => line.map(of)));
  const indices = (count: number) => Array.from({ length: count }, (_, index) => index);
  const rows = indices(Math.max(...all.map((table) => table.length))).filter((row) =>
    all.some((table) => table[row]?.some((value) => value !== undefined)),
  );
  const columns = indices(Math.max(...all.flatMap((table) => table.map((line) => line.length)))).filter((column) =>
    all.some((table) => table.some((line) => line[column] !== undefined)),
  );
  return all.map((table) => rows.map((row) => columns.map((column) => table[row]?.[column])));
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
  const [first] = figures as readonly [LeaveOuts];
  return leaveOuts(first.rows.length, first.columns.length, (without) =>
    Math.log(figures.reduce((sum, figure) => sum + figureWithout(figure, without), 0) / figures.length),
  );
}
