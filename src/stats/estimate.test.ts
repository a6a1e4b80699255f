/** @file Intervals of averages and shares. */
import { describe, expect, it } from 'vitest';
import { estimateMean, estimateShare } from './intervals/student-interval.js';

describe('a share', () => {
  it.each([
    [0, 10],
    [3, 10],
    [117, 200],
    [200, 200],
  ])("%d of %d: both ends of Wilson's interval are 1.959964 standard errors of themselves away", (hits, repeats) => {
    const { value, low, high } = estimateShare(hits, repeats, 0.95);
    for (const end of [low, high].filter((bound) => bound > 0 && bound < 1)) {
      const errors = Math.abs(value - end) / Math.sqrt((end * (1 - end)) / repeats);
      expect(errors).toBeCloseTo(1.959964, 5);
    }
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  });
});

describe('a mean', () => {
  it("has Student's interval: one degree of freedom has a closed form", () => {
    const { value, low, high } = estimateMean([1, 3], 0.95);
    expect(value).toBe(2);
    expect(high - 2).toBeCloseTo(Math.tan((Math.PI / 2) * 0.95), 9);
    expect(2 - low).toBeCloseTo(high - 2, 12);
  });
  it('is infinite with an infinite value', () => {
    expect(estimateMean([1, Number.POSITIVE_INFINITY], 0.95)).toMatchObject({ low: Number.POSITIVE_INFINITY });
  });
});
