/** @file Which candidates are contested, by their chances and by the threshold. */
import { expect, test } from 'vitest';
import { contestedBy, fillChances, withinThreshold } from './contested.js';
import type { Estimates } from './estimates.js';
import type { Thresholds } from './thresholds.js';

test('idle are the smallest chances that sum to what is allowed', () => {
  const chances = Float64Array.of(0.02, 0.5, 0.005, 0.01, 0);
  expect([...contestedBy(chances, 0.03)]).toEqual([1, 1, 0, 0, 0]);
  expect([...contestedBy(chances, 0.036)]).toEqual([0, 1, 0, 0, 0]);
});

test('whoever nothing is known of may be the best, with a leader and without', () => {
  const estimates = { centers: Float64Array.of(1, Number.NaN, Number.NaN), excluded: Uint8Array.of(0, 0, 1) };
  for (const [leader, first] of [
    [-1, 1],
    [0, 0],
  ] as const) {
    const chances = new Float64Array(3).fill(0.5);
    fillChances(chances, estimates as unknown as Estimates, leader, 0.1);
    expect([...chances]).toEqual([first, 1, 0]);
    const within = withinThreshold(estimates as unknown as Estimates, {} as Thresholds, leader, 0.1);
    expect([...within]).toEqual([first, 1, 0]);
  }
});
