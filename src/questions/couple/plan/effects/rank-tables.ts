/**
 * @file Tables of ranks for a test of one term that outliers do not lead: all other effects are taken off, and trainings with the same weights and
 * sample are ranked across cells (aligned ranks; Hodges and Lehmann 1962, doi 10.1214/aoms/1177704575; Wobbrock et al. 2011,
 * doi 10.1145/1978942.1978963), as in Friedman's test. The spread goes by logarithms of distances from the cell's median (Fligner and Killeen
 * 1976, doi 10.1080/01621459.1976.10481517).
 */
import { type CrossedValues, median, rankValues } from '../../../../stats/index.js';

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

/** By table: shares of rank of each value, less its table's mean and with the term's effect, among those at its place in all tables. */
export function alignedRanks(tables: readonly CrossedValues[], whole: readonly (readonly number[])[]): CrossedValues[] {
  const means = tables.map((table) => {
    const there = table.flat().filter((value) => value !== undefined);
    return there.reduce((sum, value) => sum + value, 0) / there.length;
  });
  const effects = means.map(() => 0);
  for (const weights of whole) {
    const estimate = weights.reduce((sum, weight, cell) => sum + weight * (means[cell] as number), 0);
    weights.forEach((weight, cell) => {
      effects[cell] = (effects[cell] as number) + weight * estimate;
    });
  }
  const ranked = tables.map((table) => table.map((line): (number | undefined)[] => line.map(() => undefined)));
  tables[0]?.forEach((line, row) => {
    line.forEach((_, column) => {
      const there = tables.map((_, cell) => cell).filter((cell) => tables[cell]?.[row]?.[column] !== undefined);
      const { ranks } = rankValues(
        there.map(
          (cell) => (tables[cell]?.[row]?.[column] as number) - (means[cell] as number) + (effects[cell] as number),
        ),
      );
      there.forEach((cell, place) => {
        (ranked[cell]?.[row] as (number | undefined)[])[column] = ((ranks[place] as number) - 0.5) / there.length;
      });
    });
  });
  return ranked;
}
