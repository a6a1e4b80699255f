/** @file The chance of a statistic under chance alone, from resampled tables, with no more of them than the answer takes. */

/** Tables at most, and so many that reach the statistic end it: then it is nothing out of the ordinary (Besag and Clifford 1991, doi 10.1093/biomet/78.2.301). */
const MOST_TABLES = 399;
const ENOUGH = 12;

/** `resampled` gives the statistic of a fresh table each time it is called. */
export function resampledChance(statistic: number, resampled: () => number): number {
  let reached = 0;
  for (let tables = 1; tables <= MOST_TABLES; tables++) {
    if (resampled() >= statistic) reached++;
    if (reached === ENOUGH) return reached / tables;
  }
  return (reached + 1) / (MOST_TABLES + 1);
}
