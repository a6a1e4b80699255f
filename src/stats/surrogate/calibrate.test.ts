/** @file Predictions held against first trials: what they are short of, and how much further off they are than they say. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { calibrate } from './noise-level.js';

const ROWS = 400;

/** First trials `short` above a prediction that is off by a standard deviation of `off`, with noise of variance 1. */
function calibrated(short: number, off: number, masked = false) {
  const random = randomFrom('calibrate', short, off);
  const predicted = Float64Array.from({ length: ROWS }, (_, row) => row / 10);
  const firsts = predicted.map((level) => level + short + off * random.normal() + random.normal());
  const shown = masked ? firsts.map((first, row) => (row % 2 === 0 ? Number.NaN : first)) : firsts;
  return calibrate(predicted, new Float64Array(ROWS).fill(1), shown, new Float64Array(ROWS).fill(1));
}

test('what predictions are short of is added at every level', () => {
  for (const short of [0, 2, -3]) {
    const { shift } = calibrated(short, 0.5);
    for (const level of [5, 20, 35]) expect(Math.abs(shift(level) - short)).toBeLessThan(0.5 + 0.25 * Math.abs(short));
  }
});

test('predictions that turn out wrong are believed less, those that do not, more', () => {
  const [good, bad] = [calibrated(0, 0.3).factor(20), calibrated(0, 4).factor(20)];
  expect(good).toBeLessThan(0.6);
  expect(bad).toBeGreaterThan(8);
  expect(bad).toBeLessThan(26);
  // What all are short of is no variance of each.
  expect(calibrated(5, 0.3).factor(20)).toBeLessThan(5);
});

test('rows without a first trial count for nothing', () => {
  const { factor } = calibrated(0, 4, true);
  expect(factor(20)).toBeGreaterThan(8);
  expect(factor(20)).toBeLessThan(26);
});

test('beyond the levels seen it goes on as at their ends', () => {
  const { shift, factor } = calibrated(2, 1);
  expect(shift(-100)).toBe(shift(0));
  expect(factor(1000)).toBe(factor(39.9));
});
