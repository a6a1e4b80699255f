/**
 * @file Ranks for a test of one term that outliers do not lead: all other effects are taken off, and trainings with the same weights and
 * sample are ranked across cells (aligned ranks; Hodges and Lehmann 1962, doi 10.1214/aoms/1177704575; Wobbrock et al. 2011,
 * doi 10.1145/1978942.1978963), as in Friedman's test. The spread goes by logarithms of distances from the cell's median (Fligner and Killeen
 * 1976, doi 10.1080/01621459.1976.10481517).
 */
import {
  type CrossedValues,
  crossedComponents,
  figureWithout,
  type LeaveOuts,
  mean,
  meanWithout,
  median,
  rankValues,
  type Without,
} from '../../../../stats/index.js';
import { leavingOut } from '../cell-figures.js';

/** Of a distance from the median that is next to none: so much smaller than the median distance, its logarithm is cut. */
const LEAST_DISTANCE = 1e-3;

/** By table: logarithms of distances from its median. */
export function logDistances(tables: readonly CrossedValues[]): CrossedValues[] {
  return tables.map((table) => {
    const there = table.flat().filter((value) => value !== undefined);
    const center = median(there);
    const least = LEAST_DISTANCE * median(there.map((value) => Math.abs(value - center)));
    return table.map((line) =>
      line.map((value) => (value === undefined ? undefined : Math.log(Math.max(Math.abs(value - center), least)))),
    );
  });
}

/** Tables to be ranked, with their means and spreads. */
export interface Rankable {
  readonly tables: readonly CrossedValues[];
  readonly means: readonly LeaveOuts[];
  readonly spreads: readonly LeaveOuts[];
}

export function rankable(tables: readonly CrossedValues[]): Rankable {
  return {
    tables,
    means: tables.map((table) => leavingOut(table, meanWithout(table))),
    spreads: tables.map((table) =>
      leavingOut(table, (without) => Math.sqrt(crossedComponents(table, without).total) || 1),
    ),
  };
}

/**
 * By table: the mean rank, as a share, of its values among those at the same place in all tables: less their table's mean, with the term's effect, in
 * units of their table's spread, for means of skewed values that spread unequally do not lie at the same rank. All of it is made anew without
 * each row and each column, so that its error is that of the whole, means taken off included; without both at once ranks are taken as they are.
 */
export function meanRanks(ranked: Rankable, whole: readonly (readonly number[])[]): LeaveOuts[] {
  const all = rankOnce(ranked, whole, {});
  const [first] = ranked.tables as readonly [CrossedValues];
  const rows = first.map((_, row) => meansOf(rankOnce(ranked, whole, { row })));
  const columns = (first[0] ?? []).map((_, column) => meansOf(rankOnce(ranked, whole, { column })));
  return meansOf(all).map((value, cell) => ({
    value,
    rows: Float64Array.from(rows, (means) => means[cell] as number),
    columns: Float64Array.from(columns, (means) => means[cell] as number),
    // Of a mean without a row and a column only this part is neither the row's nor the column's.
    both: (all[cell] as CrossedValues).map((line) =>
      Float64Array.from(line, (share) => -(share ?? value) / ((rows.length - 1) * (columns.length - 1))),
    ),
  }));
}

function meansOf(tables: readonly CrossedValues[]): number[] {
  return tables.map((table) => mean(table.flat().filter((value) => value !== undefined)));
}

function rankOnce(
  { tables, means, spreads }: Rankable,
  whole: readonly (readonly number[])[],
  without: Without,
): CrossedValues[] {
  const centers = means.map((figure) => figureWithout(figure, without));
  const units = spreads.map((figure) => figureWithout(figure, without));
  const shifts = centers.map((center) => -center);
  for (const weights of whole) {
    const estimate = weights.reduce((sum, weight, cell) => sum + weight * (centers[cell] as number), 0);
    for (const [cell, weight] of weights.entries()) shifts[cell] = (shifts[cell] as number) + weight * estimate;
  }
  const shares = tables.map((table) => table.map((line): (number | undefined)[] => line.map(() => undefined)));
  for (const [row, line] of (tables[0] ?? []).entries()) {
    if (row === without.row) continue;
    for (const column of line.keys()) {
      if (column === without.column) continue;
      const cells: number[] = [];
      const places: number[] = [];
      for (const [cell, table] of tables.entries()) {
        const value = table[row]?.[column];
        if (value === undefined) continue;
        cells.push(cell);
        places.push((value + (shifts[cell] as number)) / (units[cell] as number));
      }
      const { ranks } = rankValues(places);
      for (const [at, cell] of cells.entries()) {
        (shares[cell]?.[row] as (number | undefined)[])[column] = ((ranks[at] as number) - 0.5) / cells.length;
      }
    }
  }
  return shares;
}
