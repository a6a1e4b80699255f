/** @file The axis shows what matters, and knows what it leaves out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitAxis, isBeyond } from './value-axis.js';

describe('fitAxis', () => {
  it('is linear for losses of one size and logarithmic for several', () => {
    expect(fitAxis([0.2, 0.25, 0.3], 'minimize')).toEqual({ scale: 'linear', low: 0.2, high: 0.3, worse: 'high' });
    expect(fitAxis([0.2, 0.5, 30], 'minimize')).toEqual({ scale: 'log', low: 0.2, high: 30, worse: 'high' });
  });

  it('leaves out what would flatten all others', () => {
    const axis = fitAxis([1, 2, 3, 1e9, Number.POSITIVE_INFINITY], 'minimize');
    expect(axis.high).toBe(3);
    expect([3, 1e9, Number.POSITIVE_INFINITY].map((value) => isBeyond(axis, value))).toEqual([false, true, true]);
  });

  it('turns scores around and keeps them linear', () => {
    const axis = fitAxis([0.9, 0.8, 0.01, Number.NEGATIVE_INFINITY], 'maximize');
    expect(axis).toMatchObject({ scale: 'linear', high: 0.9, worse: 'low' });
    expect(isBeyond(axis, Number.NEGATIVE_INFINITY)).toBe(true);
    expect(isBeyond(axis, 0.9)).toBe(false);
  });

  it('has a range for any values, the best always inside', () => {
    const figure = fc.oneof(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.constant(Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(figure), fc.constantFrom('minimize' as const, 'maximize' as const), (values, direction) => {
        const axis = fitAxis(values, direction);
        expect(axis.low).toBeLessThan(axis.high);
        expect(Number.isFinite(axis.low) && Number.isFinite(axis.high)).toBe(true);
        const finite = values.filter(Number.isFinite);
        if (finite.length === 0) return;
        const best = finite.reduce((one, other) => (direction === 'minimize' ? Math.min : Math.max)(one, other));
        expect(isBeyond(axis, best)).toBe(false);
      }),
    );
  });
});
