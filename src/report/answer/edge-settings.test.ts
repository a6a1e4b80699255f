/** @file The winner at an edge: of lists, and of ranges, what is near an end and how far a wider range reaches. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../core/index.js';
import { atEndOf, beyond, edgeSettings } from './edge-settings.js';

const RATE = { setting: 'opt.rate', low: 1e-5, high: 0.1, log: true };
/** Rates by rank, the winner's first. */
const drawn = (...rates: number[]): JsonObject[] => rates.map((rate, index) => ({ opt: { rate }, units: 20 + index }));
const ranks = (configurations: readonly JsonObject[]) => configurations.map((_, rank) => rank);
const edgesOf = (configurations: readonly JsonObject[], ranges = [RATE]) =>
  edgeSettings(configurations, ranks(configurations), ranges).filter(({ name }) => name !== 'units');

test('of a list the largest and the smallest are edges, of three values and more', () => {
  const listed = [3, 1, 2].map((depth) => ({ depth }));
  expect(edgeSettings(listed, [0, 1, 2], [])).toEqual([{ name: 'depth', value: 3, side: 'largest' }]);
  expect(edgeSettings(listed, [2, 0, 1], [])).toEqual([]);
  expect(edgeSettings(listed.slice(0, 2), [0, 1], [])).toEqual([]);
  // No setting goes on below 0.
  const decays = [0, 0.01, 0.1].map((decay) => ({ decay }));
  expect(edgeSettings(decays, [0, 1, 2], [])).toEqual([]);
});

test('of a range its outer twentieth is an edge, with how many of the best lie at the same end', () => {
  expect(edgesOf(drawn(1.2e-5, 5e-5, 2e-4, 0.02, 1e-3))).toEqual([
    { name: 'rate', value: 1.2e-5, side: 'smallest', drawn: { wider: { ...RATE, low: 1e-6 }, best: 3, near: 2 } },
  ]);
  // The smallest that was drawn is far from the end.
  expect(edgesOf(drawn(1e-4, 5e-4, 2e-3, 0.02, 1e-3))).toEqual([]);
  const many = drawn(0.09, ...Array.from({ length: 99 }, (_, index) => 0.0083 + index / 2000));
  expect(edgesOf(many)[0]).toMatchObject({ side: 'largest', drawn: { best: 10, near: 6 } });
});

test('ranges are found by the names of their settings, whatever the trainer made of them', () => {
  const units = { setting: 'layers.dense', low: 8, high: 64, whole: true };
  const configurations = [64, 20, 31, 40].map((value) => ({ layers: [{ flatten: {} }, { dense: { units: value } }] }));
  expect(edgeSettings(configurations, [0, 1, 2, 3], [units])).toMatchObject([
    { name: 'units', side: 'largest', drawn: { wider: { setting: 'layers.dense', low: 8, high: 92 } } },
  ]);
});

test('no edge is where a list or a range of the same setting goes further', () => {
  const further = { ...RATE, low: 1e-7 };
  expect(edgesOf(drawn(1.2e-5, 5e-5, 2e-4, 1e-3), [RATE, further])).toEqual([]);
  expect(edgesOf(drawn(1.2e-5, 5e-6, 2e-4, 1e-3))).toEqual([]);
});

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
