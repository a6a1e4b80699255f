/** @file Polygamma functions against SciPy (scripts/reference/selection-thresholds.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digamma, inverseTrigamma, trigamma } from './distributions.js';

const { polygamma } = JSON.parse(
  readFileSync(new URL('../../test/reference/selection-thresholds.json', import.meta.url), 'utf8'),
) as { polygamma: [x: number, digamma: number, trigamma: number][] };

describe('polygamma functions', () => {
  it.each(polygamma)('at %f', (x, first, second) => {
    expect(Math.abs(digamma(x) - first)).toBeLessThan(1e-11 * Math.max(1, Math.abs(first)));
    expect(Math.abs(trigamma(x) / second - 1)).toBeLessThan(1e-10);
    expect(Math.abs(inverseTrigamma(second) / x - 1)).toBeLessThan(1e-9);
  });
});
