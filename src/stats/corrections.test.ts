/** @file Adjusted p-values worked out by hand, and what must hold for any. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues, CORRECTIONS } from './corrections.js';

const adjusted = (pValues: readonly number[], correction: (typeof CORRECTIONS)[number]) =>
  Array.from(adjustPValues(pValues, correction), (p) => Number(p.toPrecision(12)));

describe('adjusted p-values', () => {
  const pValues = [0.04, 0.01, 0.03, 0.005];
  it('none', () => expect(adjusted(pValues, 'none')).toEqual(pValues));
  it('holm', () => expect(adjusted(pValues, 'holm')).toEqual([0.06, 0.03, 0.06, 0.02]));
  it('benjamini-hochberg', () => {
    expect(adjusted(pValues, 'benjamini-hochberg')).toEqual([0.04, 0.02, 0.04, 0.02]);
  });
  it('stays within 0 ... 1, keeps the order, never falls below the raw value, and takes an empty list', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CORRECTIONS),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (correction, raw) => {
          const result = adjustPValues(raw, correction);
          raw.forEach((p, index) => {
            expect(result[index]).toBeGreaterThanOrEqual(p);
            expect(result[index]).toBeLessThanOrEqual(1);
            raw.forEach((q, other) => {
              if (p < q) expect(result[index]).toBeLessThanOrEqual(result[other] as number);
            });
          });
        },
      ),
    );
  });
});
