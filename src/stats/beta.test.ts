/** @file Tails of the beta distribution. */
import { expect, test } from 'vitest';
import { betaUpperTail } from './distributions.js';

test.each([0.1, 0.5, 0.75, 0.999])('has the tails at %d that have closed forms', (value) => {
  expect(betaUpperTail(value, 1, 7)).toBeCloseTo((1 - value) ** 7, 14);
  expect(betaUpperTail(value, 7, 1)).toBeCloseTo(1 - value ** 7, 14);
  // The arcsine law.
  expect(betaUpperTail(value, 0.5, 0.5)).toBeCloseTo(1 - (2 / Math.PI) * Math.asin(Math.sqrt(value)), 12);
});

test('keeps the digits of a small tail', () => {
  expect(betaUpperTail(0.75, 1, 100) / 0.25 ** 100).toBeCloseTo(1, 10);
});
