/**
 * @file How far several judges agree on the ranking of the same things: Kendall's coefficient of concordance (Kendall and Babington
 * Smith 1939, doi 10.1214/aoms/1177732186), corrected for ties. It is Friedman's statistic over the largest that it can be.
 */
import { friedmanTest } from './tests/friedman.js';

export interface Concordance {
  /** From 0 (no agreement) to 1 (all rank alike). */
  readonly w: number;
  /** Of no agreement at all, by Friedman's chi-square. */
  readonly pValue: number;
  readonly judges: number;
  readonly things: number;
}

/**
 * `values[judge][thing]`; only their order within a judge counts. Null for fewer than two judges or two things, and where every judge
 * ranks all things alike.
 * @example concordance([[1, 2, 3], [10, 20, 30]])?.w // 1
 */
export function concordance(values: readonly ArrayLike<number>[]): Concordance | null {
  const judges = values.length;
  const things = values[0]?.length ?? 0;
  if (judges < 2 || things < 2) return null;
  const byThing = Array.from({ length: things }, (_, thing) =>
    Float64Array.from(values, (judge) => judge[thing] as number),
  );
  const isAllTied = values.every((judge) => Array.from(judge).every((value) => value === judge[0]));
  if (isAllTied) return null;
  const { statistic, pValue } = friedmanTest(byThing);
  return { w: Math.min(1, statistic / (judges * (things - 1))), pValue, judges, things };
}
