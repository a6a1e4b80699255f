/** @file Chi-square variables have the moments of their distribution. */
import { expect, test } from 'vitest';
import { randomFrom } from '../core/index.js';
import { drawChiSquare } from './distributions.js';

test.each([0.5, 1, 3, 24])(
  'chi-square with %f degrees of freedom has their mean and twice their variance',
  (degrees) => {
    const random = randomFrom('chi-square', degrees);
    const draws = Array.from({ length: 20_000 }, () => drawChiSquare(degrees, random));
    const center = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - degrees) ** 2, 0) / draws.length;
    expect(Math.abs(center - degrees)).toBeLessThan(4 * Math.sqrt((2 * degrees) / draws.length));
    expect(variance / (2 * degrees)).toBeGreaterThan(0.9);
    expect(variance / (2 * degrees)).toBeLessThan(1.1);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  },
);
