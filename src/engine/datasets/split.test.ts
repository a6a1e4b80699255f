/** @file The parts of a split: disjoint, of the sizes asked, stratified. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { DATA_PARTS, resolveSizes, type SplitSizes, splitExamples } from './split.js';

const totalOf = (sizes: SplitSizes) => DATA_PARTS.reduce((sum, part) => sum + sizes[part], 0);

const cases = fc
  .record({
    strata: fc.array(fc.nat(4), { minLength: 3, maxLength: 200 }),
    cuts: fc.tuple(fc.double({ min: 0.05, max: 0.9 }), fc.double({ min: 0.05, max: 0.9 })),
    seed: fc.nat(),
  })
  .map(({ strata, cuts: [first, second], seed }) => {
    const pool = Math.max(1, Math.floor(strata.length * first));
    const selection = Math.max(1, Math.floor((strata.length - pool - 1) * second));
    const final = Math.max(1, Math.floor((strata.length - pool - selection) * 0.8));
    const calibration = Math.max(0, Math.floor((strata.length - pool - selection - final) * 0.7));
    return { strata, seed, sizes: { pool, selection, final, calibration } };
  })
  .filter(({ strata, sizes }) => totalOf(sizes) <= strata.length);

test('parts are disjoint, of the sizes asked, and hold every stratum in proportion to within three examples', () => {
  fc.assert(
    fc.property(cases, ({ strata, sizes, seed }) => {
      const parts = splitExamples(strata, sizes, randomFrom('test', seed));
      const all = DATA_PARTS.flatMap((part) => [...parts[part]]);
      expect(new Set(all).size).toBe(totalOf(sizes));
      for (const part of DATA_PARTS) {
        expect(parts[part].length).toBe(sizes[part]);
        for (const stratum of new Set(strata)) {
          const share = strata.filter((value) => value === stratum).length / strata.length;
          const got = parts[part].filter((index) => strata[index] === stratum).length;
          expect(Math.abs(got - share * sizes[part])).toBeLessThanOrEqual(3);
        }
      }
      expect(splitExamples(strata, sizes, randomFrom('test', seed))).toEqual(parts);
    }),
  );
});

test('another seed gives another split', () => {
  const strata = new Array(100).fill(0);
  const sizes = { pool: 50, selection: 20, final: 20, calibration: 0 };
  expect(splitExamples(strata, sizes, randomFrom('a'))).not.toEqual(splitExamples(strata, sizes, randomFrom('b')));
});

test('shares become counts', () => {
  expect(resolveSizes({ pool: 0.6, selection: 0.2, final: 7 }, 100)).toEqual({
    pool: 60,
    selection: 20,
    final: 7,
    calibration: 0,
  });
  const shares = { pool: 0.4, selection: 0.2, final: 0.2, calibration: 0.2 };
  expect(resolveSizes(shares, 99)).toEqual({ pool: 42, selection: 19, final: 19, calibration: 19 });
});

test.each([
  [{ pool: 60, selection: 30, final: 11 }, /asks for 101 examples, but there are 100/],
  [{ pool: 60, selection: 30, final: 0.001 }, /data.split.final: 0.001 of 100 examples is none/],
  [{ pool: 60, selection: 20, final: 10, calibration: 11 }, /calibration 11 asks for 101 examples, but there are 100/],
])('%j of 100 is refused', (sizes, message) => {
  expect(() => resolveSizes(sizes, 100)).toThrow(message);
});
