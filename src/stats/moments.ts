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

/** Arithmetic mean of at least one value, exact where all are equal; infinite when one of them is. */
export function mean(values: ArrayLike<number>): number {
  requireCount(values, 1, 'mean');
  return allEqual(values) ? (values[0] as number) : sum(values) / values.length;
}

/** Mean and squares of a sample, with the rounding error of the mean kept apart. */
interface Moments {
  readonly n: number;
  readonly mean: number;
  /** What the mean, rounded to a double, is short of; itself known to rounding errors of the spread. */
  readonly rest: number;
  /** Sample variance (ddof = 1); 0 exactly where all values are equal, Infinity when one is infinite. */
  readonly variance: number;
}

/**
 * Moments of at least two values. The variance is taken about the first value: on exactly representable losses that keeps
 * it exactly the same in any order and after adding any constant, so that ties stay ties. No more than a factor of n is
 * lost to cancellation, because the first value is itself one of the sample.
 */
export function momentsOf(values: ArrayLike<number>): Moments {
  requireCount(values, 2, 'variance');
  const n = values.length;
  const center = mean(values);
  if (!Number.isFinite(center)) return { n, mean: center, rest: 0, variance: Number.POSITIVE_INFINITY };
  const first = values[0] as number;
  let distances = 0;
  let squares = 0;
  for (let index = 1; index < n; index++) {
    const distance = (values[index] as number) - first;
    distances += distance;
    squares += distance * distance;
  }
  const difference = n * squares - distances * distances;
  // Squares of distances of 1e154 and more have no double.
  const variance = Number.isFinite(squares) ? Math.max(0, difference / (n * (n - 1))) : Number.POSITIVE_INFINITY;
  return { n, mean: center, rest: first - center + distances / n, variance };
}

/**
 * Mean of the first minus mean of the second sample, finite values: accurate to its own last digits, however much larger
 * the values are. One compensated sum runs over all values, weighted with the other sample's count, products split into
 * two doubles without error (Dekker 1971, doi 10.1007/BF01397083).
 */
export function meanDifference(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const m = first.length;
  const n = second.length;
  if (m === n) return sum([...Array.from(first), ...Array.from(second, (value) => -value)]) / m;
  const products: number[] = [];
  for (let index = 0; index < m; index++) pushProduct(products, first[index] as number, n);
  for (let index = 0; index < n; index++) pushProduct(products, second[index] as number, -m);
  return sum(products) / (m * n);
}

/** Pushes the rounded product of a value and a small whole number, and what the rounding lost. */
function pushProduct(products: number[], value: number, weight: number): void {
  const product = value * weight;
  const scaled = 134_217_729 * value;
  const high = scaled - (scaled - value);
  products.push(product, high * weight - product + (value - high) * weight);
}

/** Sample variance (ddof = 1) of at least two values; Infinity when one of them is infinite. */
export function variance(values: ArrayLike<number>): number {
  return momentsOf(values).variance;
}

/** Square root of the sample variance (ddof = 1), also where that itself has no double, as of losses of 1e-300. */
export function standardDeviation(values: ArrayLike<number>): number {
  const plain = Math.sqrt(variance(values));
  if (plain > 1e-140 && plain < Number.POSITIVE_INFINITY) return plain;
  const largest = Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return plain;
  // By a power of two, which rounds nothing.
  const scale = 2 ** Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
  return Math.sqrt(variance(Float64Array.from(values, (value) => value / scale))) * scale;
}

/** Sums of powers of the distances from the mean; plain sums, because a calibration takes millions. */
export function momentsAbout(ordered: Float64Array): {
  center: number;
  squares: number;
  cubes: number;
  fourths: number;
} {
  const n = ordered.length;
  const first = ordered[0] as number;
  let shift = 0;
  for (let index = 0; index < n; index++) shift += (ordered[index] as number) - first;
  shift /= n;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (let index = 0; index < n; index++) {
    const distance = (ordered[index] as number) - first - shift;
    const square = distance * distance;
    squares += square;
    cubes += square * distance;
    fourths += square * square;
  }
  return { center: first + shift, squares, cubes, fourths };
}

function allEqual(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index++) if (values[index] !== values[0]) return false;
  return true;
}

/** Throws a RangeError (a mistake of the caller, never of the user) when there are too few values. */
export function requireCount(values: ArrayLike<number>, least: number, what: string): void {
  if (values.length < least) throw new RangeError(`${what} needs at least ${least} values, got ${values.length}`);
}

// How much further than Student's t says a mean may lie from the truth, on the side of a sample's long tail. A sample of skewed
// losses that misses the tail has a mean too near its bulk and a standard deviation too small, at once: t then has a skew of its own, of the
// order of the losses' over sqrt(n) (Johnson 1978, doi 10.1080/01621459.1978.10480051), and the skew that the sample shows is less than the truth.

/**
 * By so much a standard error counts for more in the direction of a long tail of the larger values; 1 where that tail is the shorter one, at
 * most 1 + `bySkew`. `cubes`, `squares`: sums of powers of the distances from the mean.
 */
export function skewReach(cubes: number, squares: number, bySkew: number): number {
  return cubes > 0 ? 1 + bySkew * (cubes / squares ** 1.5) : 1;
}
