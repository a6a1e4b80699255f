/** @file The axis above intervals of a table: round differences within it, 0 among them, and no two texts on each other. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '../../../test/examples.js';
import { FOREST_SIZE, forestAxis, forestTicks } from './forest.js';

const difference = fc.record({
  value: fc.double({ min: -1e300, max: 1e300, noNaN: true }),
  low: fc.constant(null),
  high: fc.constant(null),
});

test('ticks stand in order, inside and apart, 0 among them', () => {
  fc.assert(
    fc.property(fc.array(difference, { minLength: 1, maxLength: 6 }), (differences) => {
      const axis = forestAxis(differences, 0);
      const ticks = axis === null ? [] : forestTicks(axis);
      expect(ticks.map(({ text }) => text)).toContain('0');
      for (const { x } of ticks) expect(x >= 0 && x <= FOREST_SIZE.width).toBe(true);
      for (const [place, { x }] of ticks.slice(1).entries()) expect(x - (ticks[place]?.x ?? 0)).toBeGreaterThan(40);
    }),
    { numRuns: examples(50, 1000) },
  );
});

test('a tick is round, and its text says what it is', () => {
  expect(forestTicks({ low: -0.3, high: 0.3, tolerance: 0.01 }).map(({ text }) => text)).toEqual(['−0.2', '0', '0.2']);
  expect(forestTicks({ low: -0.001, high: 7, tolerance: 0 }).map(({ text }) => text)).toEqual(['0', '5']);
});
