/** @file Student's interval of a mean, and Welch's of a difference of two (1947, doi 10.1093/biomet/34.1-2.28). */
import { mean, meanDifference, momentsOf, standardDeviation } from '../moments.js';
import { studentTwoSidedQuantile } from '../student.js';

/** Of at least two finite values; exact where they are normal. */
export function studentInterval(values: ArrayLike<number>, level: number): readonly [low: number, high: number] {
  const n = values.length;
  const error = standardDeviation(values) / Math.sqrt(n);
  return aboutStudent(mean(values), error, n - 1, level);
}

/** Mean of the first minus mean of the second of two independent samples, finite values, at least two in each. */
export function welchInterval(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level: number,
): readonly [low: number, high: number] {
  const left = momentsOf(first);
  const right = momentsOf(second);
  const errors = [Math.sqrt(left.variance / left.n), Math.sqrt(right.variance / right.n)] as const;
  return aboutTwoErrors(meanDifference(first, second), errors, [left.n, right.n], level);
}

/** `difference` plus and minus t times the error of two independent estimates, degrees of freedom as Welch and Satterthwaite have them. */
export function aboutTwoErrors(
  difference: number,
  [first, second]: readonly [number, number],
  [firstCount, secondCount]: readonly [number, number],
  level: number,
): readonly [low: number, high: number] {
  const error = Math.hypot(first, second);
  if (error === 0) return [difference, difference];
  const shares = [(first / error) ** 4 / (firstCount - 1), (second / error) ** 4 / (secondCount - 1)] as const;
  return aboutStudent(difference, error, 1 / (shares[0] + shares[1]), level);
}

/** `estimate` plus and minus the quantile of Student's t times its standard error. */
export function aboutStudent(
  estimate: number,
  error: number,
  degrees: number,
  level: number,
): readonly [low: number, high: number] {
  const half = quantileOf(1 - level, degrees) * error;
  return [estimate - half, estimate + half];
}

/** Kept for whole degrees of freedom: thousands of rivals share a few counts. */
const known = new Map<string, number>();

function quantileOf(probability: number, degrees: number): number {
  if (!Number.isInteger(degrees)) return studentTwoSidedQuantile(probability, degrees);
  const key = `${probability} ${degrees}`;
  const found = known.get(key) ?? studentTwoSidedQuantile(probability, degrees);
  known.set(key, found);
  return found;
}
