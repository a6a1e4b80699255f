/** @file Tails of Student's t as normal ones, beside those of the incomplete beta function. */
import { expect, test } from 'vitest';
import { normalOfStudent, normalUpperTail, studentUpperTail } from './distributions.js';

test.each([3, 4, 5, 7.5, 12, 40, 1000])(
  'with %s degrees of freedom tails are right to 0.07, and smaller ones than 0.01 too large',
  (degrees) => {
    for (let statistic = 0; statistic < 12; statistic += 0.25) {
      const exact = studentUpperTail(statistic, degrees);
      const found = normalUpperTail(normalOfStudent(statistic, degrees));
      if (exact >= 0.01) expect(Math.abs(found / exact - 1)).toBeLessThan(0.07);
      else expect(found).toBeGreaterThan(exact);
      expect(normalOfStudent(-statistic, degrees)).toBe(-normalOfStudent(statistic, degrees));
    }
  },
);

test('of all degrees of freedom it is the normal itself, of none it says nothing', () => {
  expect(normalOfStudent(2.5, Number.POSITIVE_INFINITY)).toBe(2.5);
  expect(normalOfStudent(2.5, 0)).toBe(0);
  expect(normalOfStudent(Number.NEGATIVE_INFINITY, 5)).toBe(Number.NEGATIVE_INFINITY);
});
