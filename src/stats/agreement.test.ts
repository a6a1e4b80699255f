/** @file Kendall's W and the association of columns against SciPy's, and the jackknife against what it must be of means. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concordance } from './agreement.js';
import { association, type CodedColumn } from './association.js';
import { jackknifeError } from './intervals/student-interval.js';
import { mean, standardDeviation } from './moments.js';

type Coded = readonly [CodedColumn['kind'], readonly number[]];
const reference = JSON.parse(readFileSync('test/reference/stats-agreement.json', 'utf8')) as {
  agreement: readonly { values: readonly number[][]; w: number; pValue: number }[];
  association: readonly { left: Coded; right: Coded; association: number }[];
};
const column = ([kind, codes]: Coded): CodedColumn => ({ kind, codes: Float64Array.from(codes) });

test.each(reference.agreement)('W $w', ({ values, w, pValue }) => {
  const found = concordance(values);
  expect(found?.w).toBeCloseTo(w, 12);
  expect(found?.pValue).toBeCloseTo(pValue, 12);
});

test('W of one judge, of one thing and of judges who see no difference is none', () => {
  for (const values of [
    [[1, 2]],
    [[1], [2]],
    [
      [1, 1],
      [3, 3],
    ],
  ])
    expect(concordance(values)).toBeNull();
  expect(
    concordance([
      [1, 2, 9],
      [4, 5, 6],
    ])?.w,
  ).toBe(1);
});

test.each(reference.association)('association $association', ({ left, right, association: expected }) => {
  expect(association(column(left), column(right))).toBeCloseTo(expected, 12);
  expect(association(column(right), column(left))).toBeCloseTo(expected, 12);
});

test('rows with a missing value count for nothing; constants and levels of single rows are like nothing', () => {
  const numbers = column(['number', [1, Number.NaN, 3, 4, 5, 6, 7, 8, 9, 10]]);
  const others = column(['number', [1, 100, 3, 4, 5, 6, 7, 8, 9, 10]]);
  expect(association(numbers, others)).toBeCloseTo(1, 12);
  const constant = column(['number', Array.from({ length: 10 }, () => 2)]);
  const keys = column(['category', Array.from({ length: 10 }, (_, row) => row)]);
  expect([association(constant, others), association(keys, others), association(keys, keys)]).toEqual([0, 0, 0]);
});

test('of a mean, with one value a block, the jackknife is the standard error of the mean', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 }), (values) => {
      const leftOut = values.map((_, place) => mean(values.filter((_value, other) => other !== place)));
      expect(jackknifeError(leftOut)).toBeCloseTo(standardDeviation(values) / Math.sqrt(values.length), 10);
    }),
  );
  expect(jackknifeError([1])).toBeNaN();
});
