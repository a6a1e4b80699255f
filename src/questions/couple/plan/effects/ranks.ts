/**
 * @file Ranks for a test of one term that outliers do not lead: all other effects are taken off, and trainings with the same weights and
 * sample are ranked across cells (aligned ranks; Hodges and Lehmann 1962, doi 10.1214/aoms/1177704575; Wobbrock et al. 2011,
 * doi 10.1145/1978942.1978963), as in Friedman's test. The spread goes by logarithms of distances from the cell's median (Fligner and Killeen
 * 1976, doi 10.1080/01621459.1976.10481517).
 */
import {
  type CrossedAndFresh,
  countsOf,
  figureWithout,
  joinFresh,
  joinMeans,
  type LeaveOuts,
  type LeftOut,
  median,
  rankValues,
} from '../../../../stats/index.js';
import { upTo } from '../../../common/plan/index.js';
import { MEANS, meanWorths, VARIANCES, varianceWorths } from '../cell-figures.js';

/** Of a distance from the median that is next to none: so much smaller than the median distance, its logarithm is cut. */
const LEAST_DISTANCE = 1e-3;

/** By cell: logarithms of distances from its median. */
export function logDistances(cells: readonly CrossedAndFresh[]): CrossedAndFresh[] {
  return cells.map(({ table, fresh }) => {
    const there = [...table.flat(), ...fresh].filter((value) => value !== undefined);
    const center = median(there);
    const least = LEAST_DISTANCE * median(there.map((value) => Math.abs(value - center)));
    const distanceOf = (value: number | undefined) =>
      value === undefined ? undefined : Math.log(Math.max(Math.abs(value - center), least));
    return { table: table.map((line) => line.map(distanceOf)), fresh: fresh.map(distanceOf) };
  });
}

/** Trainings to be ranked, with means and spreads of their cells. */
export interface Rankable {
  readonly cells: readonly CrossedAndFresh[];
  readonly means: readonly LeaveOuts[];
  readonly spreads: readonly LeaveOuts[];
}

export function rankable(cells: readonly CrossedAndFresh[]): Rankable {
  return {
    cells,
    means: cells.map((cell) => joinFresh(cell, MEANS(cell.table), meanWorths)),
    spreads: cells.map((cell) =>
      joinFresh(cell, VARIANCES(cell.table), varianceWorths, (variance) => Math.sqrt(variance) || 1),
    ),
  };
}

/**
 * By cell: the mean rank, as a share, of its values among those at the same place in all cells: less their cell's mean, with the term's effect, in
 * units of their cell's spread, for means of skewed values that spread unequally do not lie at the same rank. All of it is made anew without
 * each row, each column and each pair, so that its error is that of the whole, means taken off included; without both a row and a column ranks are taken
 * as they are.
 */
export function meanRanks(ranked: Rankable, whole: readonly (readonly number[])[]): LeaveOuts[] {
  const all = rankOnce(ranked, whole, {});
  const counts = countsOf(ranked.means[0] as LeaveOuts);
  const without = leaveOutsOfMany(counts, (left) => rankOnce(ranked, whole, left).map(joinMeans));
  return all.map((cell, place) => {
    const value = joinMeans(cell);
    return {
      value,
      rows: Float64Array.from(without.rows, (means) => means[place] as number),
      columns: Float64Array.from(without.columns, (means) => means[place] as number),
      // Of a mean without a row and a column only this part is neither the row's nor the column's.
      both: cell.table.map((line) =>
        Float64Array.from(line, (share) => -(share ?? value) / ((counts.rows - 1) * (counts.columns - 1))),
      ),
      pairs: Float64Array.from(without.pairs, (means) => means[place] as number),
    };
  });
}

/** What several figures are at once without each row, column and pair. */
function leaveOutsOfMany(
  { rows, columns, pairs }: ReturnType<typeof countsOf>,
  figures: (left: LeftOut) => readonly number[],
) {
  return {
    rows: upTo(rows).map((row) => figures({ row })),
    columns: upTo(columns).map((column) => figures({ column })),
    pairs: upTo(pairs).map((pair) => figures({ pair })),
  };
}

function rankOnce({ cells, means, spreads }: Rankable, whole: readonly (readonly number[])[], left: LeftOut) {
  const centers = means.map((figure) => figureWithout(figure, left));
  const units = spreads.map((figure) => figureWithout(figure, left));
  const shifts = centers.map((center) => -center);
  for (const weights of whole) {
    const estimate = weights.reduce((sum, weight, cell) => sum + weight * (centers[cell] as number), 0);
    for (const [cell, weight] of weights.entries()) shifts[cell] = (shifts[cell] as number) + weight * estimate;
  }
  const rank = (values: readonly (number | undefined)[]) => {
    const there = upTo(values.length).filter((cell) => values[cell] !== undefined);
    const { ranks } = rankValues(
      there.map((cell) => ((values[cell] as number) + (shifts[cell] as number)) / (units[cell] as number)),
    );
    const shares = values.map((): number | undefined => undefined);
    for (const [at, cell] of there.entries()) shares[cell] = ((ranks[at] as number) - 0.5) / there.length;
    return shares;
  };
  return mapPlaces(cells, left, rank);
}

/** All cells at once: what becomes of their values at the same place; undefined where that is left out. */
function mapPlaces(
  cells: readonly CrossedAndFresh[],
  { row, column, pair }: LeftOut,
  become: (values: readonly (number | undefined)[]) => readonly (number | undefined)[],
): CrossedAndFresh[] {
  const none = cells.map(() => undefined);
  const [first] = cells as [CrossedAndFresh];
  const tables = first.table.map((line, own) =>
    line.map((_, across) =>
      own === row || across === column ? none : become(cells.map(({ table }) => table[own]?.[across])),
    ),
  );
  const pairs = first.fresh.map((_, own) => (own === pair ? none : become(cells.map(({ fresh }) => fresh[own]))));
  return cells.map((_, cell) => ({
    table: tables.map((line) => line.map((values) => values[cell])),
    fresh: pairs.map((values) => values[cell]),
  }));
}
