/**
 * @file Mean and variance of a sample. Sums are compensated (Neumaier 1974, doi 10.1002/zamm.19740540106), so that the
 * order in which losses arrived does not show in the last digits, and squares are taken about the mean.
 */

/** Sum with one compensation term; infinite terms give the infinity they should. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
}

/** Arithmetic mean of at least one value; infinite when one of them is. */
export function mean(values: ArrayLike<number>): number {
  requireCount(values, 1, 'mean');
  return sum(values) / values.length;
}

/** Sample variance (ddof = 1) of at least two values; Infinity when one of them is infinite. */
export function variance(values: ArrayLike<number>): number {
  requireCount(values, 2, 'variance');
  return sumOfSquares(values, mean(values)) / (values.length - 1);
}

/** Square root of the sample variance (ddof = 1). */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/** Sum of squared distances from `center`; Infinity when a value or the center is infinite. */
export function sumOfSquares(values: ArrayLike<number>, center: number): number {
  if (!Number.isFinite(center)) return Number.POSITIVE_INFINITY;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const distance = (values[index] as number) - center;
    squares += distance * distance;
  }
  return squares;
}

/** Throws a RangeError (a mistake of the caller, never of the user) when there are too few values. */
export function requireCount(values: ArrayLike<number>, least: number, what: string): void {
  if (values.length < least) throw new RangeError(`${what} needs at least ${least} values, got ${values.length}`);
}
