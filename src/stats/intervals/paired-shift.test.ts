/** @file The paired shift: against R's wilcox.test, and in agreement with the signed-rank test. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilcoxonSignedRankTest } from '../tests/rank-tests.js';
import { pairedShift } from './paired-shift.js';

interface Case {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly level: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const cases = JSON.parse(readFileSync('test/reference/stats-paired-shift.json', 'utf8')) as readonly Case[];

describe('pairedShift', () => {
  it.each(cases.map((one) => [one.first.length, one] as const))('agrees with R on %i pairs', (_, reference) => {
    const { value, interval } = pairedShift(reference.first, reference.second, reference.level);
    if ('reason' in interval) throw new Error(interval.reason);
    expect(value).toBeCloseTo(reference.value, 12);
    expect(interval.low).toBeCloseTo(reference.low, 12);
    expect(interval.high).toBeCloseTo(reference.high, 12);
  });

  it('has a value where differences are infinite on both sides', () => {
    const infinite = Number.POSITIVE_INFINITY;
    expect(pairedShift([infinite, 1], [1, infinite], 0.95).value).toBe(0);
    expect(pairedShift([infinite, 1, 1], [1, infinite, 2], 0.95).value).toBe(-0.5);
    expect(pairedShift([1, 5, 5], [infinite, 0, 0], 0.95).value).toBe(-infinite);
  });

  it('leaves 0 out exactly where the test rejects', () => {
    const sample = fc.array(fc.double({ min: -1, max: 1.6, noNaN: true }), { minLength: 6, maxLength: 14 });
    fc.assert(
      fc.property(sample, (differences) => {
        fc.pre(new Set(differences.map(Math.abs)).size === differences.length && !differences.includes(0));
        const zeros = differences.map(() => 0);
        const { interval } = pairedShift(differences, zeros, 0.95);
        if ('reason' in interval) throw new Error(interval.reason);
        const { pValue } = wilcoxonSignedRankTest(differences, zeros, 'two-sided');
        expect(interval.low > 0 || interval.high < 0).toBe(pValue <= 0.05);
      }),
    );
  });

  it('says so of too few pairs, and bears infinite losses', () => {
    expect(pairedShift([1, 2, 3], [0, 0, 0], 0.95).interval).toMatchObject({
      reason: expect.stringContaining('too few'),
    });
    const infinite = pairedShift([Infinity, Infinity, 1, 2, 3, 4, 5, 6], [Infinity, 1, 0, 0, 0, 0, 0, Infinity], 0.9);
    expect(infinite.value).not.toBeNaN();
    expect(infinite.interval).toMatchObject({ n: 8 });
  });
});

it('several intervals share the error of one', () => {
  const first = Array.from({ length: 20 }, (_, pair) => Math.sin(7 * pair) + pair / 20);
  const zeros = first.map(() => 0);
  const together = pairedShift(first, zeros, 0.95, 5).interval;
  const alone = pairedShift(first, zeros, 1 - 0.05 / 5).interval;
  if ('reason' in together || 'reason' in alone) throw new Error('no interval');
  expect([together.low, together.high, together.level]).toEqual([alone.low, alone.high, 0.95]);
  expect(together.basis).toContain('all 5 at once');
});
