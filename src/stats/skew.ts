/**
 * @file How much further than Student's t says a mean may lie from the truth, on the side of a sample's long tail. A sample of skewed
 * losses that misses the tail has a mean too near its bulk and a standard deviation too small, at once: t then has a skew of its own, of the
 * order of the losses' over sqrt(n) (Johnson 1978, doi 10.1080/01621459.1978.10480051), and the skew that the sample shows is less than the truth.
 */

/**
 * By so much a standard error counts for more in the direction of a long tail of the larger values; 1 where that tail is the shorter one, at
 * most 1 + `bySkew`. `cubes`, `squares`: sums of powers of the distances from the mean.
 */
export function skewReach(cubes: number, squares: number, bySkew: number): number {
  return cubes > 0 ? 1 + bySkew * (cubes / squares ** 1.5) : 1;
}
