/** @file Reports against ceilings: what ends a trial, and what does not. */
import { expect, test } from 'vitest';
import { reportsUntilStop } from './early-stop.js';

test('the first report above its ceiling ends a trial, whatever comes after it', () => {
  expect(reportsUntilStop([3, 2, 1], [4, 1.5, 2])).toBe(2);
  expect(reportsUntilStop([3, 2, 1], [4, 2, 2])).toBeUndefined();
});

test('nothing is judged where there is no ceiling, and neither is a report that is not finite', () => {
  expect(reportsUntilStop([9, 9], [])).toBeUndefined();
  expect(reportsUntilStop([9, 9], undefined)).toBeUndefined();
  expect(reportsUntilStop([9, 9, 9], [Number.POSITIVE_INFINITY, 10])).toBeUndefined();
  expect(reportsUntilStop([Number.NaN, Number.POSITIVE_INFINITY], [1, 1])).toBeUndefined();
});
