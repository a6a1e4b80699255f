/** @file Draws a training sample from a pool: how one replicate gets its own examples. */
import { InputError, permutation, type Random } from '../core/index.js';
import type { Dataset } from './dataset.js';

/**
 * Indices into `dataset.pool` of `size` examples drawn without replacement, in the order drawn. Size 0, or the pool's
 * own size, gives the whole pool in its order and uses no randomness. Plain random draws, not stratified by class:
 * a replicate stands for a fresh sample from the population, whose class shares vary too. Takes time and memory in
 * proportion to `size` where that is small against the pool (Floyd's sampling, Bentley and Floyd 1987,
 * doi 10.1145/30401.315746, then shuffled), else to the pool.
 */
export function drawSample(dataset: Dataset, size: number, random: Random): Int32Array {
  const count = dataset.pool.count;
  checkSampleSize(size, count);
  if (size === 0 || size === count) return Int32Array.from({ length: count }, (_, index) => index);
  return size * 8 <= count ? drawFew(count, size, random) : permutation(count, random).slice(0, size);
}

/** Refuses a sample that the pool cannot give; 0 stands for the whole pool. */
export function checkSampleSize(size: number, poolCount: number): void {
  if (Number.isInteger(size) && size >= 0 && size <= poolCount) return;
  throw new InputError({
    code: 'sample-size',
    what: `sample: ${size} training examples cannot be drawn from a pool of ${poolCount}.`,
    allowed: `a whole number from 1 to ${poolCount}, or nothing for the whole pool`,
    fix: 'Lower `sample`, or give the pool a larger part of the data.',
  });
}

function drawFew(count: number, size: number, random: Random): Int32Array {
  const chosen = new Set<number>();
  for (let last = count - size; last < count; last++) {
    const candidate = random.below(last + 1);
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  const drawn = Int32Array.from(chosen);
  const order = permutation(size, random);
  return order.map((position) => drawn[position] as number);
}
