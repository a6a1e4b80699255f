/** @file Intervals: the t interval against a textbook value, coverage of the bootstrap, and every reason for none. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../core/index.js';
import { parseCriterion } from './criterion.js';
import { criterionInterval, type Interval } from './criterion-interval.js';

const intervalOf = (losses: readonly number[], name: string, resamples = 2000) =>
  criterionInterval(losses, parseCriterion(name), { resamples, random: randomFrom('test') });

describe('fewer than 8 trials', () => {
  it('gives Student t for the mean: t(0.975, 4) = 2.776445105197793', () => {
    const interval = intervalOf([1, 2, 3, 4, 5], 'mean') as Interval;
    const half = 2.776445105197793 * Math.sqrt(2.5 / 5);
    expect(interval).toMatchObject({ method: 'student-t', level: 0.95, n: 5 });
    expect(interval.low).toBeCloseTo(3 - half, 12);
    expect(interval.high).toBeCloseTo(3 + half, 12);
  });
  it('says why there is none', () => {
    expect(intervalOf([1, 2, 3], 'median')).toEqual({ reason: expect.stringContaining('fewer than 8'), n: 3 });
    expect(intervalOf([1], 'mean')).toEqual({ reason: expect.stringContaining('at least 2'), n: 1 });
    expect(intervalOf([1, Number.POSITIVE_INFINITY], 'mean')).toMatchObject({
      reason: expect.stringContaining('diverged'),
    });
  });
});

describe('from 8 trials on', () => {
  it('is reproducible and contains the estimate', () => {
    const losses = [1, 2, 2, 3, 4, 4, 5, 9, 11];
    for (const name of ['mean', 'median', 'q3', 'std', 'max', 'q3+iqr']) {
      const interval = intervalOf(losses, name) as Interval;
      const value = parseCriterion(name).evaluate(losses);
      expect(interval).toEqual(intervalOf(losses, name));
      expect(interval.method).toBe('bootstrap-bca');
      expect(interval.low).toBeLessThanOrEqual(value);
      expect(interval.high).toBeGreaterThanOrEqual(value);
    }
  });
  it('collapses on equal losses', () => {
    expect(intervalOf(Array(10).fill(3), 'median')).toMatchObject({ low: 3, high: 3 });
  });
  it('may reach Infinity where a trial diverged', () => {
    const losses = [1, 2, 3, 4, 5, 6, 7, 8, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const interval = intervalOf(losses, 'q3') as Interval;
    expect(interval.high).toBe(Number.POSITIVE_INFINITY);
    expect(interval.low).not.toBeNaN();
  });
  it('covers the mean of a skewed distribution about as often as it says', () => {
    const random = randomFrom('coverage');
    let covered = 0;
    for (let repeat = 0; repeat < 400; repeat++) {
      const losses = Array.from({ length: 20 }, () => -Math.log(1 - random.uniform()));
      const { low, high } = criterionInterval(losses, parseCriterion('mean'), { resamples: 500, random }) as Interval;
      if (low <= 1 && 1 <= high) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.87);
    expect(covered / 400).toBeLessThan(0.98);
  });
});
