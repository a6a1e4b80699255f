/** @file Ends of ranges: what is near one, and how far a wider range reaches. */
import { expect, test } from 'vitest';
import { atEndOf, beyond } from './edge-settings.js';

const rate = { low: 1e-5, high: 0.1, log: true };

test('the outer twentieth of a range is its end, in its scale', () => {
  // 10^0.2 = 1.58: a twentieth of four decades.
  expect([1e-5, 1.5e-5, 1.7e-5, 0.05, 0.07].map((value) => atEndOf(rate, value))).toEqual([
    'smallest',
    'smallest',
    undefined,
    undefined,
    'largest',
  ]);
  expect([0, 4, 6, 94, 96].map((value) => atEndOf({ low: 0, high: 100 }, value))).toEqual([
    'smallest',
    'smallest',
    undefined,
    undefined,
    'largest',
  ]);
});

test.each([
  [rate, 'smallest', { ...rate, low: 1e-6 }],
  [rate, 'largest', { ...rate, high: 1 }],
  [{ low: 8, high: 64, whole: true, step: 8 }, 'largest', { low: 8, high: 96, whole: true, step: 8 }],
  [{ low: 8, high: 64, whole: true }, 'smallest', { low: 1, high: 64, whole: true }],
  [{ low: 1, high: 64, log: true, whole: true }, 'largest', { low: 1, high: 180, log: true, whole: true }],
  [{ low: 2, high: 6, step: 0.5 }, 'smallest', { low: 0, high: 6, step: 0.5 }],
  [{ low: -1, high: 1 }, 'smallest', { low: -2, high: 1 }],
  [{ low: 0, high: 0.9 }, 'largest', { low: 0, high: 0.95 }],
  [{ low: 0, high: 0.1 }, 'largest', { low: 0, high: 0.15 }],
] as const)('%j at its %s reaches to %j', (range, side, wider) => {
  expect(beyond(range, side)).toEqual(wider);
});

test.each([
  [{ low: 0, high: 0.9 }, 'smallest'],
  [{ low: 0, high: 1 }, 'largest'],
  [{ low: 1, high: 9, whole: true }, 'smallest'],
  [{ low: 1, high: 9, whole: true, log: true }, 'smallest'],
] as const)('%j has a natural end at its %s', (range, side) => {
  expect(beyond(range, side)).toBeUndefined();
});
