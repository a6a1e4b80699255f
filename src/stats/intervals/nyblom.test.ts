/** @file Nyblom's limits against SciPy's binomial, in the mirror, and where a loss is infinite. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nyblomInterval, nyblomMinimum } from './share-interval.js';

interface Case {
  readonly p: number;
  readonly n: number;
  readonly level: number;
  readonly low: number;
  readonly high: number;
}

const file = new URL('../../../test/reference/stats-intervals.json', import.meta.url);
const { nyblom: cases } = JSON.parse(readFileSync(file, 'utf8')) as { nyblom: readonly Case[] };
const places = (n: number): Float64Array => Float64Array.from({ length: n }, (_, index) => index + 1);

it(`has the limits of the reference (${cases.length} cases)`, () => {
  for (const { p, n, level, low, high } of cases) {
    const found = nyblomInterval(places(n), p, level);
    expect(found[0], `low at ${p}, ${n}, ${level}`).toBeCloseTo(low, 8);
    expect(found[1], `high at ${p}, ${n}, ${level}`).toBeCloseTo(high, 8);
  }
});

it.each([
  [0.5, 6],
  [0.75, 11],
  [0.9, 29],
  [0.95, 59],
  [0.1, 29],
])('a quantile at %d has both ends from %d losses on', (p, least) => {
  expect(nyblomMinimum(p, 0.95)).toBe(least);
});

describe('infinite losses', () => {
  const infinite = Number.POSITIVE_INFINITY;
  it('may be an end, and never make a number of nothing', () => {
    expect(nyblomInterval(places(12).fill(infinite, 9), 0.75, 0.95)[1]).toBe(infinite);
    const [low, high] = nyblomInterval(places(20).fill(infinite, 18), 0.5, 0.95);
    expect([low, high].every(Number.isFinite)).toBe(true);
    const mirrored = nyblomInterval(places(20).fill(infinite, 3), 0.25, 0.95);
    expect(mirrored[0]).toBeLessThan(3);
    expect(mirrored[1]).toBe(infinite);
  });
  it('below the fewest losses one end is infinite, and the other has all of the error', () => {
    const [low, high] = nyblomInterval(places(8), 0.75, 0.95);
    expect(high).toBe(infinite);
    // P(Bin(8, 0.75) >= 4) = 0.973 and P(Bin(8, 0.75) >= 5) = 0.886: between the fourth and the fifth.
    expect(low).toBeGreaterThan(4);
    expect(low).toBeLessThan(5);
    expect(nyblomInterval(places(8), 0.25, 0.95)[0]).toBe(-infinite);
  });
});
