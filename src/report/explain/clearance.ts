/**
 * @file Whether an importance can be told from 0. Two things move it: which rows it is measured on, and, where there are several
 * trainings, how each of them came out. Their variances add up, with degrees of freedom by Welch (1947, doi 10.1093/biomet/34.1-2.28).
 */
import { mean, studentUpperTail, variance } from '../../stats/index.js';

interface Clearance {
  /** Standard error of the mean. */
  readonly error: number;
  /** One-sided, that the mean is not above 0. */
  readonly pValue: number;
}

/** `values` by training; `rows`: the error that comes from the rows, over so many blocks of them. */
export function clearance(
  values: readonly number[],
  rows: { readonly error: number; readonly blocks: number },
): Clearance {
  const trainings = values.length;
  const ofTrainings = trainings > 1 ? variance(values) / trainings : 0;
  const ofRows = rows.error ** 2;
  const error = Math.sqrt(ofTrainings + ofRows);
  const centre = mean(values);
  if (error === 0 || !Number.isFinite(error)) return { error, pValue: centre > 0 ? 0 : 1 };
  const share = ofRows / error ** 2;
  const parts = share ** 2 / (rows.blocks - 1) + (trainings > 1 ? (1 - share) ** 2 / (trainings - 1) : 0);
  return { error, pValue: studentUpperTail(centre / error, 1 / parts) };
}
