/** @file How many times fewer examples a level needs than the first of its setting for the same criterion, and for the same spread, by size. */
import {
  type Criterion,
  type CrossedValues,
  joinFresh,
  type LeaveOuts,
  type LeftOut,
} from '../../../../stats/index.js';
import { type CellValues, cellValues, meanWorths, spreadFigure } from '../cell-figures.js';
import type { CoupledTable } from '../coupled-table.js';
import { findSaving } from './find-saving.js';
import type { SavingsAnalysis, SavingsRow } from './savings-analysis.js';

const METHOD =
  'curves of trainings that came out, linear between sizes in their logarithms; an interval holds all sizes at which the two are not told apart, by ' +
  'the two-way jackknife over whole weights and whole samples, and over fresh pairs where there are any';

/** By place of a cell. */
type Figures = readonly LeaveOuts[];

/**
 * Each level of each setting beside its first, with the other settings at each of their levels.
 *
 * @param level of each interval
 * @example analyseSavings(table, parseCriterion('q3'), 0.95).rows[0].savings[2] // { size: 2000, needs: 980, value: 2.04, ... }
 */
export function analyseSavings(table: CoupledTable, criterion: Criterion, level: number): SavingsAnalysis {
  const values = cellValues(table);
  const figures = {
    criterion: values.map((own) => criterionFigure(own, criterion, table.logarithmic)),
    spread: values.map(spreadFigure),
  };
  return {
    level,
    criterion: criterion.name,
    method: METHOD,
    rows: table.factors.flatMap((_, factor) =>
      (['criterion', 'spread'] as const).flatMap((of) => rowsOf(table, factor, of, figures[of], level)),
    ),
  };
}

function rowsOf(
  table: CoupledTable,
  factor: number,
  of: SavingsRow['of'],
  figures: Figures,
  level: number,
): SavingsRow[] {
  const { factors, sizes, cells, nested } = table;
  const firsts = cells.filter(({ size, levels }) => size === sizes[0] && levels[factor] !== 0);
  return firsts.map(({ levels }): SavingsRow => {
    const reference = curveOf(table, figures, levels.with(factor, 0));
    const other = curveOf(table, figures, levels);
    return {
      factor: factors[factor]?.name as string,
      reference: 0,
      other: levels[factor] as number,
      levels,
      of,
      savings: sizes.map((_, place) => findSaving({ sizes, reference, other, nested }, place, level)),
    };
  });
}

function curveOf({ cells }: CoupledTable, figures: Figures, levels: readonly number[]): Figures {
  return figures.filter((_, place) => cells[place]?.levels.every((level, factor) => level === levels[factor]));
}

/** On the scale of the location. */
function criterionFigure({ came }: CellValues, criterion: Criterion, logarithmic: boolean): LeaveOuts {
  const figureOf = (values: readonly number[]) => {
    if (values.length < criterion.minimumTrials) return Number.NaN;
    return logarithmic ? Math.log(criterion.evaluate(values.map(Math.exp))) : criterion.evaluate(values);
  };
  const ofTable = (left: LeftOut) => figureOf(valuesWithout(came.table, left));
  return joinFresh(came, { ofTable, ofFresh: figureOf }, meanWorths);
}

function valuesWithout(values: CrossedValues, { row, column }: LeftOut): number[] {
  return values.flatMap((line, place) =>
    place === row ? [] : line.filter((value, at): value is number => at !== column && value !== undefined),
  );
}
