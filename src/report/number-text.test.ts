/** @file Numbers as text: digits kept, signs, units. */
import { describe, expect, it } from 'vitest';
import { formatCount, formatDuration, formatShare, formatValue } from './number-text.js';

describe('number texts', () => {
  it.each([
    [0.23456, '0.2346'],
    [0.946, '0.9460'],
    [12.3456, '12.35'],
    [-0.5, '−0.5000'],
    [123456, '123456'],
    [1.5e-7, '1.500e-7'],
    [-2e9, '−2.000e9'],
    [0, '0'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('value %s', (value, text) => expect(formatValue(value)).toBe(text));

  it.each([
    [7, '7'],
    [999, '999'],
    [41567, '41,567'],
    [1234567, '1,234,567'],
  ])('count %s', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.004, '0.4 %'],
    [0.0996, '10 %'],
    [0.184, '18 %'],
    [1, '100 %'],
  ])('share %s', (share, text) => expect(formatShare(share)).toBe(text));

  it.each([
    [0.44, '0.4 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.7, '1 min 00 s'],
    [3599.6, '1 h 00 min'],
    [7620, '2 h 07 min'],
  ])('duration %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});
