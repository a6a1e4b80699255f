/**
 * @file Samples drawn without replacement from a pool that is not much larger vary less than samples from the whole
 * population: the variance of a mean is smaller by 1 - n / N (finite population correction; Cochran 1977, Sampling
 * Techniques, 3rd ed., section 2.6). For losses this holds to first order, as far as they depend on the sample like a mean.
 */

export interface FinitePool {
  readonly sampleSize: number;
  readonly pool: number;
  /** Of the sampling variance there would be with fresh examples, the share that is seen: 1 - n / N. */
  readonly seen: number;
}

/** Null where the size of the pool is not known. `sampleSize` 0 = the whole pool. */
export function finitePoolOf(sampleSize: number, pool: number | null): FinitePool | null {
  if (pool === null) return null;
  const size = sampleSize === 0 ? pool : sampleSize;
  return { sampleSize: size, pool, seen: 1 - size / pool };
}
