/** @file Thresholds against direct quadrature in SciPy (scripts/reference/selection-thresholds.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createThresholds } from './thresholds.js';

const reference = JSON.parse(
  readFileSync(new URL('../../../../../test/reference/selection-thresholds.json', import.meta.url), 'utf8'),
) as {
  thresholds: [rivals: number, level: number, u: number, v: number, threshold: number][];
  inflations: [probability: number, degrees: number, inflation: number][];
};

describe('thresholds', () => {
  const fields = new Map<string, (typeof reference.thresholds)[number][]>();
  for (const row of reference.thresholds) {
    const name = `${row[0]} rivals at level ${row[1]}`;
    fields.set(name, [...(fields.get(name) ?? []), row]);
  }
  it.each([...fields])('%s', (_, rows) => {
    const [rivals, level] = rows[0] as [number, number, number, number, number];
    const { threshold } = createThresholds(rivals + 1, level, 1);
    for (const [, , u, v, expected] of rows) {
      expect(Math.abs(threshold(u, v) / expected - 1)).toBeLessThan(5e-4);
      expect(threshold(3 * u, 3 * v)).toBeCloseTo(3 * threshold(u, v), 10);
    }
  });

  it('widen by Student for few degrees of freedom', () => {
    for (const [probability, degrees, expected] of reference.inflations) {
      const { inflateOwn } = createThresholds(2, probability, 1);
      expect(Math.abs(inflateOwn(degrees) / expected - 1)).toBeLessThan(3e-3);
    }
  });

  it('ask less than a correction for every pair, and more than none', () => {
    const { threshold, worst, own } = createThresholds(604, 0.05, 7);
    expect(threshold(1, 0.2)).toBeGreaterThan(own);
    expect(threshold(1, 0.2)).toBeLessThan(worst * Math.hypot(1, 0.2));
  });
});
