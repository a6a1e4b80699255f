/** @file When a training that was lost may be claimed again, and when nobody is to try it any more. */
import { expect, test } from 'vitest';
import { isPoison, lossBackoffMs } from './transport.js';

test('what was lost once is free at once, then after a lease, two, four, and never more than sixteen', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((losses) => lossBackoffMs(losses, 10))).toEqual([0, 10, 20, 40, 80, 160, 160]);
});

test('three workers that lost it make poison of a training, one that ends again and again does not', () => {
  expect(isPoison({ workers: ['a', 'b', 'c'] })).toBe(true);
  expect(isPoison({ workers: ['a', 'b'] })).toBe(false);
  expect(isPoison({ workers: ['a', 'b', 'a', 'b', 'b'] })).toBe(false);
});
